import Directory
import Model
import Secrets
import Testing

@testable import Authentication

@Suite struct AccessKeyTests {
    @Test func `an id with its secret begins a session of the user`() async throws {
        let world = try await World()
        let robot = try await world.addUser("robot", password: nil)
        let key = try await world.addKey(to: robot)
        let session = try #require(try await world.showKey(key.id.description))
        let caller = try world.caller(session.token)
        #expect(caller.principal.userID == robot.id.description)
        #expect(caller.session?.credential == .accessKey(key.id))
        #expect(caller.session?.mfaAt == nil)
    }

    @Test func `every wrong proof is one refusal, and none hashes a password`() async throws {
        let world = try await World()
        let robot = try await world.addUser("robot", password: nil)
        let key = try await world.addKey(to: robot)
        let second = try await world.addKey(to: robot)
        try await world.changeKey(second.id) { $0.isActive = false }
        let (id, last) = (key.id.description, String(World.secret.dropLast()))
        let proofs = [
            (id, last + "Z"), (id, last), (id, World.secret + "Y"), (id, ""), (id, World.secret.asciiLowercased),
            ("AKIA2222222222222222", World.secret), (id.asciiLowercased, World.secret), ("", ""), ("AKIA\u{0}", "x"),
            (second.id.description, World.secret), (robot.id.description, World.secret),
            (id, String(repeating: "x", count: 1_000_000)),
        ]
        var refusals: Set<Refusal?> = []
        for (id, secret) in proofs {
            refusals.insert(await refusal { () throws(Refusal) in try await world.showKey(id, secret) })
        }
        #expect(refusals.count == 1)
        #expect(refusals.first??.code == "InvalidClientTokenId")
        #expect(world.log.taken() == [])
        #expect(try await world.showKey(id) != nil)
    }

    @Test func `the decoy is of a real secret's size and matches nothing`() async throws {
        let world = try await World()
        let key = try await world.addKey(to: world.addUser("robot"))
        let decoy = SealedSecret(decoyFor: world.keys)
        #expect(decoy.box.count == key.sealedSecret.count)
        #expect(decoy.place.count == key.key.utf8.count)
        #expect(!decoy.isSecret(World.secret, keys: world.keys))
    }

    @Test func `a secret that was moved from another key does not open`() async throws {
        let world = try await World()
        let robot = try await world.addUser("robot")
        let (key, other) = (try await world.addKey(to: robot), try await world.addKey(to: robot))
        try await world.changeKey(key.id) { $0.sealedSecret = other.sealedSecret }
        let refused = await refusal { () throws(Refusal) in try await world.showKey(key.id.description) }
        #expect(refused?.code == "InvalidClientTokenId")
        #expect(try await world.showKey(other.id.description) != nil)
    }

    @Test func `a key that is rotated out stops by itself, and its sessions with it`() async throws {
        let world = try await World()
        let key = try await world.addKey(to: world.addUser("robot"))
        try await world.changeKey(key.id) { $0.deactivatesAt = World.start.adding(seconds: 100) }
        let session = try #require(try await world.showKey(key.id.description))
        world.clock.advance(seconds: 99)
        #expect(world.refusal(of: session.token) == nil)
        #expect(try await world.showKey(key.id.description) != nil)
        world.clock.advance(seconds: 1)
        #expect(world.refusal(of: session.token)?.code == "InvalidClientTokenId")
        let refused = await refusal { () throws(Refusal) in try await world.showKey(key.id.description) }
        #expect(refused?.code == "InvalidClientTokenId")
    }

    @Test func `whatever stops a key ends its sessions at once, and no other key's`() async throws {
        let changes: [(World, AccessKeyRecord) async throws -> Void] = [
            { world, key in try await world.changeKey(key.id) { $0.isActive = false } },
            { world, key in
                _ = try await world.directory.write { (transaction: inout Transaction) throws(Refusal) in
                    guard var user = transaction.snapshot.user(id: key.userID) else { return }
                    user.accessKeys.removeAll { $0 == key.id }
                    transaction.put(user)
                    transaction.delete(key)
                }
            },
        ]
        for change in changes {
            let world = try await World()
            let robot = try await world.addUser("robot")
            let (key, other) = (try await world.addKey(to: robot), try await world.addKey(to: robot))
            let session = try #require(try await world.showKey(key.id.description))
            let others = try #require(try await world.showKey(other.id.description))
            #expect(world.refusal(of: session.token) == nil)
            try await change(world, key)
            #expect(world.refusal(of: session.token)?.code == "InvalidClientTokenId")
            #expect(world.refusal(of: others.token) == nil)
        }
    }

    @Test func `another password leaves a key's sessions alone`() async throws {
        let world = try await World()
        let robot = try await world.addUser("robot")
        let session = try #require(try await world.showKey(world.addKey(to: robot).id.description))
        try await world.changeLogin(robot) { $0.generation += 1 }
        #expect(world.refusal(of: session.token) == nil)
    }

    @Test func `failures are counted against the peer, and outlast a restart`() async throws {
        let world = try await World()
        let id = try await world.addKey(to: world.addUser("robot")).id.description
        var codes: [String?] = []
        for _ in 0..<22 {
            codes.append(await refusal { () throws(Refusal) in try await world.showKey(id, "wrong") }?.code)
        }
        #expect(codes.count { $0 == "InvalidClientTokenId" } == 21)
        #expect(codes.last == "Throttling")
        let later = try await world.reopened()
        for here in [world, later] {
            #expect(await refusal { () throws(Refusal) in try await here.showKey(id) }?.code == "Throttling")
            #expect(try await here.showKey(id, uid: 1_001) != nil)
            #expect(try await here.signIn("robot").session != nil)
        }
        later.clock.advance(seconds: 1)
        #expect(try await later.showKey(id) != nil)
        #expect(later.directory.current.throttleCount == 0)
    }
}
