import Client
import Foundation
import Glibc
import Model
import Testing

/// A whole daemon on a disk that is full, or that has become read-only: writes are refused with the reason, all else
/// goes on, and what was acknowledged is there.
@Suite struct DiskTests {
    private static let password = "correct horse battery"
    private static let needed: Comment = "needs to be root and to be allowed to mount (CAP_SYS_ADMIN)"

    /// Users that were acknowledged, and those that were refused and so may or may not be there after a crash.
    private struct Users {
        var known: Set<String> = []
        var refused: Set<String> = []
        private var count = 0

        /// - Returns: The refusal, where there was one.
        mutating func create(by client: PosternClient) async throws -> Refusal? {
            count += 1
            let name = "u\(count)"
            let tags = (0..<10).map { Tag(key: "t\($0)", value: String(repeating: "x", count: 256)) }
            do {
                _ = try await client.call(CreateUserRequest(userName: name, tags: tags))
                known.insert(name)
                return nil
            } catch let refusal as Refusal {
                refused.insert(name)
                return refusal
            }
        }

        /// What was allocated before the disk was full may still be used up: the first refusals come after that.
        mutating func createUntilRefused(by client: PosternClient) async throws -> Refusal {
            for _ in 0..<4_000 {
                if let refusal = try await create(by: client) { return refusal }
            }
            return .internalFailure("it was never refused")
        }

        func found(by client: PosternClient) async throws -> Set<String> {
            var names: Set<String> = []
            var request = ListUsersRequest(maxItems: 1_000)
            while true {
                let page = try await client.call(request).response
                names.formUnion(page.users.map(\.userName))
                guard page.isTruncated else { return names.filter { $0.hasPrefix("u") } }
                request.marker = page.marker
            }
        }
    }

    /// What the daemon does with no disk to write to.
    private static func checkThatTheRestGoesOn(_ daemon: TestDaemon, _ users: Users) async throws {
        let client = try await daemon.client()
        #expect(try await users.found(by: client) == users.known)
        let root = "arn:aws:iam::\(TestAccount.id):root"
        for (principal, decision) in [(root, DecisionOutcome.allow), ("\(root.dropLast(4))user/alice", .implicitDeny)] {
            let question = AuthorizeRequest(principal: principal, action: "s3:GetObject", resource: "*")
            #expect(try await client.call(question).response.decision == decision)
        }
        let signedIn = try await client.call(SignInRequest(userName: "alice", password: password)).response
        let token = try #require(signedIn.session?.token)
        let caller = try await client.call(GetCallerIdentityRequest(), token: token).response
        #expect(caller.arn.hasSuffix(":user/alice"))
        #expect(try await client.call(HealthCheckRequest()).response.status == .serving)
    }

    private static func begin(_ disk: SmallDisk) async throws -> (TestDaemon, PosternClient) {
        let made = try await disk.initialize()
        #expect(made.ending == .exit(0), "\(made.errors)")
        let daemon = try await disk.start()
        let client = try await daemon.client()
        _ = try await client.call(CreateUserRequest(userName: "alice"))
        _ = try await client.call(CreateLoginProfileRequest(userName: "alice", password: password))
        return (daemon, client)
    }

    @Test(.enabled(needed) { await SmallDisk.isPossible(.memory) })
    func `a full disk refuses writes and nothing else, and they come back with the space`() async throws {
        let disk = try await SmallDisk(at: TestAccount(), .memory)
        let (daemon, client) = try await Self.begin(disk)
        var users = Users()
        for _ in 0..<2 {
            #expect(try await users.create(by: client) == nil)
            try await disk.fill()
            for _ in 0..<3 {
                let refusal = try await users.createUntilRefused(by: client)
                #expect(refusal.status == .unavailable && refusal.message.contains("the disk is full"), "\(refusal)")
            }
            #expect(daemon.log.contains("the disk is full"), "\(daemon.log)")
            try await Self.checkThatTheRestGoesOn(daemon, users)
            try await disk.free()
            #expect(try await users.create(by: client) == nil)
        }
        #expect(await daemon.stop() == .exit(0))
        let next = try await disk.start()
        #expect(try await users.found(by: next.client()) == users.known)
        #expect(await next.stop() == .exit(0))
    }

    @Test(.enabled(needed) { await SmallDisk.isPossible(.memory) })
    func `a daemon that was killed on a full disk starts on it with all that it acknowledged`() async throws {
        let disk = try await SmallDisk(at: TestAccount(), .memory)
        var (daemon, client) = try await Self.begin(disk)
        var users = Users()
        for _ in 0..<3 {
            try await disk.fill()
            _ = try await users.createUntilRefused(by: client)
            await daemon.kill()
            daemon = try await disk.start()
            client = try await daemon.client()
            let found = try await users.found(by: client)
            #expect(found.isSuperset(of: users.known) && found.isSubset(of: users.known.union(users.refused)))
            users.known = found
            // An answer to a write is true on a disk that is still full, too.
            _ = try await users.createUntilRefused(by: client)
            try await Self.checkThatTheRestGoesOn(daemon, users)
            try await disk.free()
            #expect(try await users.create(by: client) == nil)
        }
        #expect(await daemon.stop() == .exit(0))
    }

    @Test(.enabled(needed) { await SmallDisk.isPossible(.device) })
    func `a disk that becomes read-only refuses writes and nothing else, and loses nothing`() async throws {
        let disk = try await SmallDisk(at: TestAccount(), .device)
        let (daemon, client) = try await Self.begin(disk)
        var users = Users()
        for _ in 0..<3 { #expect(try await users.create(by: client) == nil) }
        // What the kernel does when the device fails (ext4(5), errors=remount-ro).
        try await disk.shell("mount -o remount,abort \"$data\"; ! echo x >\"$data/x\"")
        for _ in 0..<3 {
            let refusal = try #require(try await users.create(by: client))
            #expect(refusal.status == .unavailable && refusal.message.contains("the disk"), "\(refusal)")
        }
        try await Self.checkThatTheRestGoesOn(daemon, users)
        #expect(await daemon.stop() == .exit(0))
        let refused = try await disk.launch()
        #expect(await refused.process.ending() == .exit(1))
        #expect(refused.log.contains("read-only file system"), "\(refused.log)")

        try await disk.shell("umount \"$data\"; mount -o loop \"$image\" \"$data\"")
        let next = try await disk.start()
        let found = try await users.found(by: next.client())
        #expect(found.isSuperset(of: users.known) && found.isSubset(of: users.known.union(users.refused)))
        #expect(try await users.create(by: next.client()) == nil)
        #expect(await next.stop() == .exit(0))
    }

    @Test(.enabled(needed) { await SmallDisk.isPossible(.memory) })
    func `a read-only disk stops the start with a clear error, and a writable one does not`() async throws {
        let disk = try await SmallDisk(at: TestAccount(), .memory)
        let (daemon, _) = try await Self.begin(disk)
        #expect(await daemon.stop() == .exit(0))
        try await disk.shell("mount -o remount,ro \"$data\"")
        let refused = try await disk.launch()
        #expect(await refused.process.ending() == .exit(1))
        #expect(refused.log.contains("postern.lock` cannot be opened: read-only file system"), "\(refused.log)")
        try await disk.shell("mount -o remount,rw \"$data\"")
        let next = try await disk.start()
        #expect(try await next.client().call(GetUserRequest(userName: "alice")).response.user != nil)
        #expect(await next.stop() == .exit(0))
    }

    @Test(.enabled(needed) { await SmallDisk.isPossible(.tiny) })
    func `an account that does not fit on the disk is not made, and is made when there is room`() async throws {
        let disk = try await SmallDisk(at: TestAccount(), .tiny)
        let outcome = try await disk.initialize()
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.contains("the disk is full"), "\(outcome.errors)")
        let refused = try await disk.launch()
        #expect(await refused.process.ending() == .exit(1))
        #expect(refused.log.contains("no account at"), "\(refused.log)")
        try await disk.shell("mount -o remount,size=8m \"$data\"")
        let (daemon, _) = try await Self.begin(disk)
        #expect(await daemon.stop() == .exit(0))
    }

    @Test(arguments: ["postern.db", "postern.db-wal"])
    func `a database that is deleted while it is in use takes no writes that would be lost`(
        _ name: String
    ) async throws {
        let account = try await TestAccount.made()
        let daemon = try await account.start()
        let client = try await daemon.client()
        var users = Users()
        #expect(try await users.create(by: client) == nil)
        let (file, aside) = ("\(account.data)/\(name)", account.folder.file("aside"))
        try FileManager.default.moveItem(atPath: file, toPath: aside)
        let gone = try #require(try await users.create(by: client))
        #expect(gone.status == .unavailable && gone.message.contains("`\(file)` was deleted or replaced"), "\(gone)")
        try FileManager.default.copyItem(atPath: aside, toPath: file)
        #expect(try await users.create(by: client)?.status == .unavailable)
        #expect(try await users.found(by: client) == users.known)
        try FileManager.default.removeItem(atPath: file)
        try FileManager.default.moveItem(atPath: aside, toPath: file)
        #expect(try await users.create(by: client) == nil)
        await daemon.kill()
        let next = try await account.start()
        #expect(try await users.found(by: next.client()) == users.known)
        #expect(await next.stop() == .exit(0))
    }
}
