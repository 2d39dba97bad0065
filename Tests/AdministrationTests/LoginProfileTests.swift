@testable import Administration
import Directory
import Model
import Secrets
import Store
import Synchronization
import Testing

struct LoginProfileTests {
    private static let password = "walnut-harbour-kite"

    /// An account with a user `alice` who has a password.
    private func fixture() async throws -> Fixture {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        let request = CreateLoginProfileRequest(userName: "alice", password: Self.password)
        _ = try await fixture.administrator.createLoginProfile(request, by: fixture.root)
        return fixture
    }

    private func login(_ fixture: Fixture) throws -> LoginRecord {
        try #require(fixture.snapshot.user(named: "alice").flatMap { fixture.snapshot.login(userID: $0.id) })
    }

    private func matches(_ fixture: Fixture, _ password: String) throws -> Bool {
        try PasswordHash(encoded: try login(fixture).passwordHash).matches(password: Array(password.utf8))
    }

    @Test func `keeps a password as a hash only`() async throws {
        let fixture = try await fixture()
        #expect(try matches(fixture, Self.password) && !matches(fixture, Self.password + "x"))
        let found = try await fixture.administrator.getLoginProfile(.init(userName: "alice"), by: fixture.root)
        #expect(found.loginProfile?.userName == "alice" && found.loginProfile?.passwordResetRequired == false)
        for record in try await fixture.store.scan(prefix: "") {
            #expect(!String(decoding: record.value, as: UTF8.self).contains(Self.password))
        }
    }

    @Test func `gives one profile to a user`() async throws {
        let fixture = try await fixture()
        let request = CreateLoginProfileRequest(userName: "ALICE", password: Self.password)
        let error = await refusal { try await fixture.administrator.createLoginProfile(request, by: fixture.root) }
        #expect(error?.code == "EntityAlreadyExists")
        let stranger = CreateLoginProfileRequest(userName: "bob", password: Self.password)
        let second = await refusal { try await fixture.administrator.createLoginProfile(stranger, by: fixture.root) }
        #expect(second?.code == "NoSuchEntity")
    }

    @Test(arguments: [
        ("walnut-harbour", false), ("walnut-harbour7", true), ("abcdefghijklmnopq", false),
        ("alice-alice-alice", false),
        (String(repeating: "ab", count: 512), true), (String(repeating: "ab", count: 512) + "c", false), ("", false),
    ])
    func `takes passwords that are long and not everybody's`(_ password: String, _ isGood: Bool) async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        let request = CreateLoginProfileRequest(userName: "alice", password: password)
        if isGood {
            _ = try await fixture.administrator.createLoginProfile(request, by: fixture.root)
        } else {
            let error = await refusal { try await fixture.administrator.createLoginProfile(request, by: fixture.root) }
            #expect(error?.code == "PasswordPolicyViolation")
            #expect(password.isEmpty || error?.message.contains(password) == false)
        }
    }

    /// Gives a user a device that is enabled, or takes it away.
    private static func setDevice(_ isThere: Bool, in directory: Directory) async throws {
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            guard var user = transaction.snapshot.user(named: "alice") else { return }
            var device = MFADeviceRecord()
            device.name = "phone"
            device.path = "/"
            device.userID = user.id
            if isThere { transaction.put(device) } else { transaction.delete(device) }
            user.mfaDevices = isThere ? [device.keyName] : []
            transaction.put(user)
        }
    }

    /// A way to set the password of `alice`.
    enum Setter: CaseIterable, Sendable {
        case create, update, change

        /// An account in which the way is open.
        func fixture() async throws -> Fixture {
            guard self == .create else { return try await LoginProfileTests().fixture() }
            let fixture = try await Fixture.make()
            try await fixture.user("alice")
            return fixture
        }

        /// - Returns: The refusal; `nil` where the password is set.
        func set(_ password: String, by administrator: Administrator, in fixture: Fixture) async -> Refusal? {
            do {
                switch self {
                case .create:
                    let request = CreateLoginProfileRequest(userName: "alice", password: password)
                    _ = try await administrator.createLoginProfile(request, by: fixture.root)
                case .update:
                    let request = UpdateLoginProfileRequest(userName: "alice", password: password)
                    _ = try await administrator.updateLoginProfile(request, by: fixture.root)
                case .change:
                    let request = ChangePasswordRequest(
                        oldPassword: LoginProfileTests.password,
                        newPassword: password
                    )
                    _ = try await administrator.changePassword(request, by: try fixture.caller("alice"))
                }
                return nil
            } catch {
                return error as? Refusal
            }
        }
    }

    @Test(arguments: Setter.allCases)
    func `beside a device that is enabled a password may be shorter`(_ setter: Setter) async throws {
        let fixture = try await setter.fixture()
        func set(_ password: String) async -> Refusal? {
            await setter.set(password, by: fixture.administrator, in: fixture)
        }
        let alone = await set("walnut78")
        #expect(alone?.code == "PasswordPolicyViolation" && alone?.message.contains("15 characters") == true)
        try await Self.setDevice(true, in: fixture.directory)
        let short = await set("walnut7")
        #expect(short?.code == "PasswordPolicyViolation" && short?.message.contains("8 characters") == true)
        #expect(await set("walnut78") == nil)
        #expect(try matches(fixture, "walnut78"))
    }

    @Test(.timeLimit(.minutes(1)), arguments: Setter.allCases)
    func `a device that goes while the password is hashed excuses none that is short`(_ setter: Setter) async throws {
        let fixture = try await setter.fixture()
        let before = fixture.snapshot.user(named: "alice").flatMap { fixture.snapshot.login(userID: $0.id) }
        try await Self.setDevice(true, in: fixture.directory)
        let (isReached, mayGoOn) = (Flag(), Flag())
        let clock = fixture.clock
        let administrator = Administrator(
            directory: fixture.directory,
            keys: fixture.keys,
            passwords: PasswordPool(threads: 1, parameters: .forTests) { _ in
                isReached.raise()
                while !mayGoOn.isRaised {}
            },
            clock: { clock.now },
            uptime: { clock.uptime }
        )
        async let refused = setter.set("walnut78", by: administrator, in: fixture)
        while !isReached.isRaised {
            try Task.checkCancellation()
            await Task.yield()
        }
        try await Self.setDevice(false, in: fixture.directory)
        mayGoOn.raise()
        let refusal = await refused
        #expect(refusal?.code == "PasswordPolicyViolation" && refusal?.message.contains("15 characters") == true)
        let after = fixture.snapshot.user(named: "alice").flatMap { fixture.snapshot.login(userID: $0.id) }
        #expect(after?.passwordHash == before?.passwordHash)
    }

    /// Something that has happened, seen by all threads.
    private final class Flag: Sendable {
        private let state = Atomic(false)
        var isRaised: Bool { state.load(ordering: .acquiring) }
        func raise() { state.store(true, ordering: .releasing) }
    }

    @Test func `a new password is a new generation, and a flag alone is none`() async throws {
        let fixture = try await fixture()
        let before = try login(fixture)
        _ = try await fixture.administrator.updateLoginProfile(
            .init(userName: "alice", passwordResetRequired: BoolValue(value: true)),
            by: fixture.root
        )
        #expect(try login(fixture).generation == before.generation && login(fixture).resetRequired)
        _ = try await fixture.administrator.updateLoginProfile(
            .init(userName: "alice", password: "copper-lantern-moss"),
            by: fixture.root
        )
        #expect(try login(fixture).generation > before.generation && login(fixture).resetRequired)
        #expect(try matches(fixture, "copper-lantern-moss") && !matches(fixture, Self.password))
        let weak = UpdateLoginProfileRequest(userName: "alice", password: "short")
        let error = await refusal { try await fixture.administrator.updateLoginProfile(weak, by: fixture.root) }
        #expect(error?.code == "PasswordPolicyViolation")
    }

    @Test func `a profile that was deleted and made again is no earlier generation`() async throws {
        let fixture = try await fixture()
        let before = try login(fixture)
        _ = try await fixture.administrator.deleteLoginProfile(.init(userName: "alice"), by: fixture.root)
        for call in ["get", "delete", "update"] {
            let error = await refusal {
                switch call {
                case "get":
                    _ = try await fixture.administrator.getLoginProfile(.init(userName: "alice"), by: fixture.root)
                case "delete":
                    _ = try await fixture.administrator.deleteLoginProfile(.init(userName: "alice"), by: fixture.root)
                default:
                    _ = try await fixture.administrator.updateLoginProfile(.init(userName: "alice"), by: fixture.root)
                }
            }
            #expect(error?.code == "NoSuchEntity")
        }
        let request = CreateLoginProfileRequest(userName: "alice", password: Self.password)
        _ = try await fixture.administrator.createLoginProfile(request, by: fixture.root)
        #expect(try login(fixture).generation != before.generation)
    }

    @Test func `changes the caller's own password`() async throws {
        let fixture = try await fixture()
        let before = try login(fixture)
        let caller = try fixture.caller("alice")
        let request = ChangePasswordRequest(oldPassword: Self.password, newPassword: "copper-lantern-moss")
        _ = try await fixture.administrator.changePassword(request, by: caller)
        #expect(try matches(fixture, "copper-lantern-moss") && login(fixture).generation > before.generation)
        #expect(fixture.snapshot.throttleCount == 0)
        let again = await refusal { try await fixture.administrator.changePassword(request, by: caller) }
        #expect(again?.code == "AccessDenied")
    }

    @Test func `changes no password for who is no user, has none, or asks for a bad one`() async throws {
        let fixture = try await fixture()
        try await fixture.user("bob")
        let administrator = fixture.administrator
        let good = ChangePasswordRequest(oldPassword: Self.password, newPassword: "copper-lantern-moss")
        #expect(
            await refusal { try await administrator.changePassword(good, by: fixture.root) }?.code == "InvalidUserType"
        )
        let bob = try fixture.caller("bob")
        #expect(await refusal { try await administrator.changePassword(good, by: bob) }?.code == "NoSuchEntity")
        let alice = try fixture.caller("alice")
        for new in ["short", Self.password] {
            let request = ChangePasswordRequest(oldPassword: Self.password, newPassword: new)
            let error = await refusal { try await administrator.changePassword(request, by: alice) }
            #expect(error?.code == "PasswordPolicyViolation")
        }
        #expect(try matches(fixture, Self.password) && fixture.snapshot.throttleCount == 0)
    }

    @Test func `slows down guesses, side by side and across a restart`() async throws {
        let fixture = try await fixture()
        let caller = try fixture.caller("alice")
        let wrong = ChangePasswordRequest(oldPassword: "not-the-password", newPassword: "copper-lantern-moss")
        let codes = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await refusal { try await fixture.administrator.changePassword(wrong, by: caller) }?.code
                }
            }
            return await group.reduce(into: [String?: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(codes == ["AccessDenied": 4, "Throttling": 16])
        let right = ChangePasswordRequest(oldPassword: Self.password, newPassword: "copper-lantern-moss")
        let later = try await fixture.reopened()
        #expect(await refusal { try await later.administrator.changePassword(right, by: caller) }?.code == "Throttling")
        later.clock.advance(seconds: 2)
        _ = try await later.administrator.changePassword(right, by: caller)
        #expect(later.snapshot.throttleCount == 0)
    }

    @Test func `a wait doubles up to a quarter of an hour, and no clock makes it longer`() {
        let start = Timestamp(seconds: 1_800_000_000)
        var record = ThrottleRecord()
        var waits: [Int64] = []
        var now = start
        for _ in 0..<16 {
            record = record.failedAgain(at: now)
            waits.append(record.waitSeconds(at: now))
            now = now.adding(seconds: record.waitSeconds(at: now))
        }
        #expect(waits == [0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900])
        #expect(record.waitSeconds(at: start.adding(seconds: -86_400 * 365)) == 900)
        #expect(record.failedAgain(at: now.adding(seconds: 86_400)).waitSeconds(at: now.adding(seconds: 86_400)) == 0)
    }
}
