import Directory
import Model
import Secrets
import Testing

@testable import Authentication

@Suite struct ChallengeTests {
    /// A user with one device.
    struct Guarded {
        let world: World
        let user: UserRecord
        let device: OneTimePassword

        init(resetRequired: Bool = false) async throws {
            world = try await World()
            user = try await world.addUser("alice", resetRequired: resetRequired)
            device = try await world.addDevice("phone", to: user)
        }

        var step: UInt64 { OneTimePassword.step(at: world.clock.now) }
        var code: String { device.code(step: step) }
        /// A code that is none of the steps that are looked at.
        var wrongCode: String {
            let right = Set((step - 1...step + 1).map { device.code(step: $0) })
            return ["000000", "111111", "222222", "333333"].first { !right.contains($0) } ?? ""
        }

        func challenge() async throws -> Challenge {
            let response = try await world.signIn("alice")
            #expect(response.session == nil)
            return try #require(response.challenge)
        }
    }

    @Test func `a user with a device gets no session for a password alone`() async throws {
        let guarded = try await Guarded()
        let challenge = try await guarded.challenge()
        #expect(challenge.kinds == [.mfaCode])
        #expect(guarded.world.refusal(of: challenge.token)?.code == "InvalidClientTokenId")
        let session = try #require(try await guarded.world.answer(challenge, code: guarded.code).session)
        #expect(try guarded.world.caller(session.token).session?.mfaAt == World.start)
        #expect(session.userID == guarded.user.id.description)
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "１２３４５６"])
    func `what is no code is refused`(_ typed: String) async throws {
        let guarded = try await Guarded()
        let challenge = try await guarded.challenge()
        let refused = await refusal { () throws(Refusal) in try await guarded.world.answer(challenge, code: typed) }
        #expect(refused?.code == (typed.isEmpty ? "ValidationError" : "InvalidAuthenticationCode"))
    }

    @Test func `a code with spaces is normalised, then spent once`() async throws {
        let guarded = try await Guarded()
        let (first, second) = (try await guarded.challenge(), try await guarded.challenge())
        let code = guarded.code
        let spaced = " \(code.prefix(3)) \(code.suffix(3)) "
        #expect(try await guarded.world.answer(first, code: spaced).session != nil)
        for typed in [spaced, code] {
            let refused = await refusal { () throws(Refusal) in try await guarded.world.answer(second, code: typed) }
            #expect(refused?.code == "InvalidAuthenticationCode")
        }
        guarded.world.clock.advance(seconds: 30)
        #expect(try await guarded.world.answer(second, code: guarded.code).session != nil)
    }

    @Test func `a code that was spent when the device was enabled is refused`() async throws {
        let guarded = try await Guarded()
        let challenge = try await guarded.challenge()
        let spent = guarded.device.code(step: guarded.step - 1)
        let refused = await refusal { () throws(Refusal) in try await guarded.world.answer(challenge, code: spent) }
        #expect(refused?.code == "InvalidAuthenticationCode")
        #expect(try await guarded.world.answer(challenge, code: guarded.code).session != nil)
    }

    @Test func `of many answers with one code exactly one is right`() async throws {
        let guarded = try await Guarded()
        let (world, code) = (guarded.world, guarded.code)
        var challenges: [Challenge] = []
        for _ in 0..<4 { challenges.append(try await guarded.challenge()) }
        let outcomes = await withTaskGroup(of: String?.self) { group in
            for challenge in challenges {
                group.addTask {
                    await refusal { () throws(Refusal) in try await world.answer(challenge, code: code) }?.code
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes.count { $0 == nil } == 1)
        #expect(outcomes.count { $0 == "InvalidAuthenticationCode" } == 3)
        #expect(world.directory.current.mfaDevice(named: "phone")?.lastStep == guarded.step)
    }

    @Test func `a challenge is answered once`() async throws {
        let guarded = try await Guarded()
        let challenge = try await guarded.challenge()
        _ = try await guarded.world.answer(challenge, code: guarded.code)
        guarded.world.clock.advance(seconds: 60)
        let refused = await refusal { () throws(Refusal) in
            try await guarded.world.answer(challenge, code: guarded.code)
        }
        #expect(refused?.code == "InvalidClientTokenId")
        let later = try await guarded.world.reopened()
        #expect(
            await refusal { () throws(Refusal) in try await later.answer(challenge, code: guarded.code) } == refused
        )
        #expect(try await guarded.world.answer(guarded.challenge(), code: guarded.code).session != nil)
    }

    @Test(arguments: [(299, nil), (300, "ExpiredToken"), (-300, nil), (-301, "ExpiredToken")] as [(Int64, String?)])
    func `a challenge waits five minutes`(seconds: Int64, code: String?) async throws {
        let guarded = try await Guarded()
        let device = try await guarded.world.addDevice("token", to: guarded.user)
        try await guarded.world.forgetSteps("token")
        let challenge = try await guarded.challenge()
        guarded.world.clock.advance(seconds: seconds)
        let shown = device.code(step: guarded.step)
        let refused = await refusal { () throws(Refusal) in try await guarded.world.answer(challenge, code: shown) }
        #expect(refused?.code == code)
    }

    @Test func `any of the user's devices will do, and none of another's`() async throws {
        let guarded = try await Guarded()
        let world = guarded.world
        let token = try await world.addDevice("token", to: guarded.user)
        let bob = try await world.addUser("bob")
        let foreign = try await world.addDevice("bobs-phone", to: bob)
        let challenge = try await guarded.challenge()
        let refused = await refusal { () throws(Refusal) in
            try await world.answer(challenge, code: foreign.code(step: guarded.step))
        }
        #expect(refused?.code == "InvalidAuthenticationCode")
        #expect(try await world.answer(challenge, code: token.code(step: guarded.step)).session != nil)
        #expect(world.directory.current.mfaDevice(named: "token")?.lastStep == guarded.step)
        #expect(world.directory.current.mfaDevice(named: "phone")?.lastStep == guarded.step - 1)
    }

    @Test func `a device whose clock runs ahead is looked at where it stands`() async throws {
        let guarded = try await Guarded()
        try await guarded.world.changeDevice("phone") { $0.drift = 1_010 }
        let challenge = try await guarded.challenge()
        let refused = await refusal { () throws(Refusal) in
            try await guarded.world.answer(challenge, code: guarded.code)
        }
        #expect(refused?.code == "InvalidAuthenticationCode")
        let ahead = guarded.device.code(step: guarded.step + 10)
        #expect(try await guarded.world.answer(challenge, code: ahead).session != nil)
    }

    @Test func `a seed that was moved from another record shows no codes`() async throws {
        let guarded = try await Guarded()
        let world = guarded.world
        let bob = try await world.addUser("bob")
        let mine = try await world.addDevice("bobs-phone", to: bob)
        let stolen = try #require(world.directory.current.mfaDevice(named: "bobs-phone")).sealedSeed
        try await world.changeDevice("phone") { $0.sealedSeed = stolen }
        let challenge = try await guarded.challenge()
        let refused = await refusal { () throws(Refusal) in
            try await world.answer(challenge, code: mine.code(step: guarded.step))
        }
        #expect(refused?.code == "InvalidAuthenticationCode")
    }

    @Test func `wrong codes back off per user and peer, across restarts and challenges`() async throws {
        let guarded = try await Guarded()
        let (world, wrong) = (guarded.world, guarded.wrongCode)
        for _ in 0..<4 {
            let challenge = try await guarded.challenge()
            let refused = await refusal { () throws(Refusal) in try await world.answer(challenge, code: wrong) }
            #expect(refused?.code == "InvalidAuthenticationCode")
        }
        let challenge = try await guarded.challenge()
        let later = try await world.reopened()
        for here in [world, later] {
            let blocked = await refusal { () throws(Refusal) in try await here.answer(challenge, code: guarded.code) }
            #expect(blocked?.code == "Throttling")
        }
        #expect(try await world.answer(challenge, code: guarded.code, uid: 1_001).session != nil)
        later.clock.advance(seconds: 1)
        #expect(try await later.answer(challenge, code: guarded.code).session != nil)
        #expect(later.directory.current.throttleCount == 0)
    }

    @Test func `a right password does not wipe out wrong codes`() async throws {
        let guarded = try await Guarded()
        let wrong = guarded.wrongCode
        for _ in 0..<4 {
            let challenge = try await guarded.challenge()
            _ = await refusal { () throws(Refusal) in try await guarded.world.answer(challenge, code: wrong) }
        }
        let challenge = try await guarded.challenge()
        let refused = await refusal { () throws(Refusal) in
            try await guarded.world.answer(challenge, code: guarded.code)
        }
        #expect(refused?.code == "Throttling")
    }

    @Test func `whatever ends sessions ends a challenge`() async throws {
        let guarded = try await Guarded()
        let world = guarded.world
        let changes: [(World, UserRecord) async throws -> Void] = [
            { try await $0.changeLogin($1) { $0.generation += 1 } },
            { try await $0.changeLogin($1) { $0.createdAt = World.start.adding(seconds: 1) } },
            { try await $0.change($1) { $0.sessionsValidFrom = World.start } },
        ]
        for change in changes {
            let challenge = try await guarded.challenge()
            try await change(world, guarded.user)
            let refused = await refusal { () throws(Refusal) in try await world.answer(challenge, code: guarded.code) }
            #expect(refused?.code == "ExpiredToken")
        }
        #expect(try await world.answer(guarded.challenge(), code: guarded.code).session != nil)
    }

    @Test func `a device that is added while a new password is waited for is asked too`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice", resetRequired: true)
        let challenge = try #require(try await world.signIn("alice").challenge)
        let device = try await world.addDevice("phone", to: alice)
        let refused = await refusal { () throws(Refusal) in
            try await world.answer(challenge, newPassword: "another good one")
        }
        #expect(refused?.code == "ValidationError")
        let code = device.code(step: OneTimePassword.step(at: world.clock.now))
        let response = try await world.answer(challenge, code: code, newPassword: "another good one")
        #expect(response.session != nil)
    }

    @Test func `a session token is no challenge, nor is another account's`() async throws {
        let guarded = try await Guarded()
        let other = try await World()
        try await other.addUser("alice", resetRequired: true)
        let foreign = try #require(try await other.signIn("alice").challenge)
        try await guarded.world.addUser("bob")
        let session = try await guarded.world.session("bob")
        for token in ["", "postern1.AAAA", session.token, foreign.token] {
            let refused = await refusal { () throws(Refusal) in
                try await guarded.world.answer(Challenge(token: token), code: guarded.code)
            }
            #expect(refused?.code == "InvalidClientTokenId")
        }
    }
}

extension World {
    func changeDevice(_ name: String, _ body: @Sendable (inout MFADeviceRecord) -> Void) async throws {
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            guard var device = transaction.snapshot.mfaDevice(named: name) else { return }
            body(&device)
            transaction.put(device)
        }
    }

    func forgetSteps(_ name: String) async throws {
        try await changeDevice(name) { $0.lastStep = 0 }
    }
}
