@testable import Administration
import Directory
import Model
import Secrets
import Store
import Testing

struct LoginProfileTests {
    private static let password = "walnut-harbour"

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
        ("walnut7", false), ("walnut78", true), ("password1", false), ("PassWord1", false), ("alice-alice", false),
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

    @Test func `a new password is a new generation, and a flag alone is none`() async throws {
        let fixture = try await fixture()
        let before = try login(fixture)
        _ = try await fixture.administrator.updateLoginProfile(
            .init(userName: "alice", passwordResetRequired: BoolValue(value: true)),
            by: fixture.root
        )
        #expect(try login(fixture).generation == before.generation && login(fixture).resetRequired)
        _ = try await fixture.administrator.updateLoginProfile(
            .init(userName: "alice", password: "copper-lantern"),
            by: fixture.root
        )
        #expect(try login(fixture).generation > before.generation && login(fixture).resetRequired)
        #expect(try matches(fixture, "copper-lantern") && !matches(fixture, Self.password))
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
        let request = ChangePasswordRequest(oldPassword: Self.password, newPassword: "copper-lantern")
        _ = try await fixture.administrator.changePassword(request, by: caller)
        #expect(try matches(fixture, "copper-lantern") && login(fixture).generation > before.generation)
        #expect(fixture.snapshot.throttleCount == 0)
        let again = await refusal { try await fixture.administrator.changePassword(request, by: caller) }
        #expect(again?.code == "AccessDenied")
    }

    @Test func `changes no password for who is no user, has none, or asks for a bad one`() async throws {
        let fixture = try await fixture()
        try await fixture.user("bob")
        let administrator = fixture.administrator
        let good = ChangePasswordRequest(oldPassword: Self.password, newPassword: "copper-lantern")
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
        let wrong = ChangePasswordRequest(oldPassword: "not-the-password", newPassword: "copper-lantern")
        let codes = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<20 {
                group.addTask {
                    await refusal { try await fixture.administrator.changePassword(wrong, by: caller) }?.code
                }
            }
            return await group.reduce(into: [String?: Int]()) { $0[$1, default: 0] += 1 }
        }
        #expect(codes == ["AccessDenied": 4, "Throttling": 16])
        let right = ChangePasswordRequest(oldPassword: Self.password, newPassword: "copper-lantern")
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
