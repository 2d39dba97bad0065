import Directory
import Model
import Secrets
import Testing

@testable import Authentication

@Suite struct NewPasswordTests {
    static let newPassword = "another good one"

    @Test func `a password that must be changed begins no session before it is`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice", resetRequired: true)
        let challenge = try #require(try await world.signIn("alice").challenge)
        #expect(challenge.kinds == [.newPassword])
        let session = try #require(try await world.answer(challenge, newPassword: Self.newPassword).session)
        #expect(world.refusal(of: session.token) == nil)
        let login = try #require(world.directory.current.login(userID: alice.id))
        #expect(login.generation == 2)
        #expect(!login.resetRequired)
        #expect(await refusal { () throws(Refusal) in try await world.signIn("alice") }?.code == "InvalidClientTokenId")
        #expect(try await world.signIn("alice", Self.newPassword).session != nil)
        let again = await refusal { () throws(Refusal) in
            try await world.answer(challenge, newPassword: "a third good one")
        }
        #expect(again?.code == "InvalidClientTokenId")
    }

    @Test(arguments: [
        ("", "ValidationError"), ("short", "PasswordPolicyViolation"), ("password1", "PasswordPolicyViolation"),
        ("a fourteen one", "PasswordPolicyViolation"), ("i am alice, and proud", "PasswordPolicyViolation"),
        (World.password, "PasswordPolicyViolation"),
    ])
    func `a bad new password is refused, and a good one still taken`(password: String, code: String) async throws {
        let world = try await World()
        try await world.addUser("alice", resetRequired: true)
        let challenge = try #require(try await world.signIn("alice").challenge)
        let refused = await refusal { () throws(Refusal) in
            try await world.answer(challenge, newPassword: password)
        }
        #expect(refused?.code == code)
        #expect(try await world.answer(challenge, newPassword: Self.newPassword).session != nil)
    }

    @Test func `beside a device a new password may be shorter`() async throws {
        let guarded = try await ChallengeTests.Guarded(resetRequired: true)
        let challenge = try await guarded.challenge()
        let refused = await refusal { () throws(Refusal) in
            try await guarded.world.answer(challenge, code: guarded.code, newPassword: "walnut7")
        }
        #expect(refused?.code == "PasswordPolicyViolation")
        let answer = try await guarded.world.answer(challenge, code: guarded.code, newPassword: "walnut78")
        #expect(answer.session != nil)
    }

    @Test func `a code comes before the new password, and both may come at once`() async throws {
        let guarded = try await ChallengeTests.Guarded(resetRequired: true)
        let world = guarded.world
        let first = try await guarded.challenge()
        #expect(first.kinds == [.mfaCode, .newPassword])
        let early = await refusal { () throws(Refusal) in try await world.answer(first, newPassword: Self.newPassword) }
        #expect(early?.code == "ValidationError")
        let wrong = guarded.wrongCode
        world.log.clear()
        let refused = await refusal { () throws(Refusal) in
            try await world.answer(first, code: wrong, newPassword: Self.newPassword)
        }
        #expect(refused?.code == "InvalidAuthenticationCode")
        #expect(world.log.taken() == [])
        let second = try #require(try await world.answer(first, code: guarded.code).challenge)
        #expect(second.kinds == [.newPassword])
        let session = try #require(try await world.answer(second, newPassword: Self.newPassword).session)
        #expect(try world.caller(session.token).session?.mfaAt == World.start)
    }

    @Test func `both at once spend the code and change the password`() async throws {
        let guarded = try await ChallengeTests.Guarded(resetRequired: true)
        let challenge = try await guarded.challenge()
        let response = try await guarded.world.answer(challenge, code: guarded.code, newPassword: Self.newPassword)
        #expect(response.session != nil)
        #expect(guarded.world.directory.current.mfaDevice(named: "phone")?.lastStep == guarded.step)
        #expect(try await guarded.world.signIn("alice", Self.newPassword).challenge?.kinds == [.mfaCode])
    }

    @Test func `a new password that nobody asked for is passed over`() async throws {
        let guarded = try await ChallengeTests.Guarded()
        let challenge = try await guarded.challenge()
        let response = try await guarded.world.answer(challenge, code: guarded.code, newPassword: Self.newPassword)
        #expect(response.session != nil)
        #expect(try await guarded.world.signIn("alice").challenge != nil)
    }
}
