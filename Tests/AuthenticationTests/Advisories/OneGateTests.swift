import Directory
import Model
import Secrets
import Testing

@testable import Authentication

/// A second way in that forgets one of the first one's checks is how many gates were passed by.
@Suite struct OneGateTests {
    /// How somebody comes to act as the user `alice`, or as a role by way of her.
    enum Way: String, CaseIterable, Sendable {
        case password, code, accessKey, role, peer
    }

    /// What must shut every way.
    enum Bar: String, CaseIterable, Sendable {
        case revoked, deleted
    }

    /// An account with every way in.
    struct Gate {
        let world: World
        let alice: UserRecord
        let key: AccessKeyRecord
        let role: RoleRecord
        private let device: OneTimePassword?

        /// With `.code`, the user has a device.
        init(_ way: Way) async throws {
            world = try await World(rules: ["uid:77=user/alice"])
            alice = try await world.addUser("alice")
            key = try await world.addKey(to: alice)
            role = try await world.addRole("deploy")
            device = way == .code ? try await world.addDevice("phone", to: alice) : nil
        }

        var current: String { device?.code(step: OneTimePassword.step(at: world.clock.now)) ?? "" }

        /// Goes one way in.
        ///
        /// - Returns: The session's token; empty for a peer, which has none.
        func enter(_ way: Way) async throws -> String {
            switch way {
            case .password: return try await world.session("alice").token
            case .code:
                let challenge = try #require(try await world.signIn("alice").challenge)
                return try #require(try await world.answer(challenge, code: current).session).token
            case .accessKey: return try #require(try await world.showKey(key.id.description)).token
            case .role:
                let request = AssumeRoleRequest(
                    roleARN: world.directory.current.arn(of: role).text,
                    roleSessionName: "job"
                )
                let caller = try world.caller(await world.session("alice").token)
                return try #require(
                    try await world.authenticator.assumeRole(request, by: caller, in: world.directory.current).session
                ).token
            case .peer: return ""
            }
        }

        func whoIs(_ way: Way, _ token: String) throws(Refusal) -> Caller {
            try world.caller(token, uid: way == .peer ? 77 : 1_000)
        }
    }

    @Test(arguments: Way.allCases, Bar.allCases)
    func `there is one gate for every way to sign in`(_ way: Way, _ bar: Bar) async throws {
        let gate = try await Gate(way)
        let world = gate.world
        let token = try await gate.enter(way)
        #expect(try gate.whoIs(way, token).principal != .anonymous)
        switch (bar, way) {
        case (.revoked, _):
            let (user, role) = (world.directory.current.arn(of: gate.alice), world.directory.current.arn(of: gate.role))
            for arn in [user, role] {
                let request = RevokeSessionsRequest(principalARN: arn.text)
                _ = try await world.authenticator.revokeSessions(request, by: world.nobody())
            }
        case (.deleted, .role):
            _ = try await world.directory.write { [role = gate.role] (transaction) throws(Refusal) in
                transaction.delete(role)
            }
        case (.deleted, .code):
            _ = try await world.directory.write { [alice = gate.alice] (transaction) throws(Refusal) in
                if let device = transaction.snapshot.mfaDevice(named: "phone") { transaction.delete(device) }
                if let key = transaction.snapshot.accessKey(id: gate.key.id) { transaction.delete(key) }
                if let login = transaction.snapshot.login(userID: alice.id) { transaction.delete(login) }
                if let user = transaction.snapshot.user(id: alice.id) { transaction.delete(user) }
            }
        case (.deleted, _): try await world.delete(gate.alice)
        }
        let refused = await refusal { () throws(Refusal) in try gate.whoIs(way, token) }
        // A peer has no session to end; whom it acts as must still be there.
        let isShut = !(way == .peer && bar == .revoked)
        #expect((refused?.status == .unauthenticated) == isShut, "\(refused as Any)")
        if bar == .revoked {
            world.clock.advance(seconds: 30)
            let next = try await gate.enter(way)
            #expect(try gate.whoIs(way, next).principal != .anonymous)
        } else {
            await #expect(throws: (any Error).self) { try gate.whoIs(way, try await gate.enter(way)) }
        }
    }

    // A condition on `aws:MultiFactorAuthPresent` is worth what the weakest way says.
    @Test(arguments: Way.allCases) func `only a code that was shown counts as a second factor`(_ way: Way) async throws
    {
        let gate = try await Gate(way)
        let caller = try gate.whoIs(way, await gate.enter(way))
        #expect((caller.session?.mfaAt != nil) == (way == .code))
    }

    // Whoever has a device cannot leave it out by another order of the steps.
    @Test func `a password alone begins no session where a device is there, whatever else is sent`() async throws {
        let gate = try await Gate(.code)
        for seconds in [0, 900, 129_600] as [UInt32] {
            #expect(try await gate.world.signIn("alice", seconds: seconds).session == nil)
        }
        let challenge = try #require(try await gate.world.signIn("alice").challenge)
        for password in ["", "a new password of hers"] {
            let refused = await refusal { () throws(Refusal) in
                try await gate.world.answer(challenge, newPassword: password)
            }
            #expect(refused?.code == "ValidationError")
        }
        #expect(try await gate.world.answer(challenge, code: gate.current).session != nil)
    }

    // Failures by any way must make the same peer wait for that way, also with the right proof.
    @Test(arguments: [Way.password, .code, .accessKey])
    func `who waits does not get in with the right proof either`(_ way: Way) async throws {
        let gate = try await Gate(way)
        let world = gate.world
        for _ in 0..<30 {
            switch way {
            case .accessKey: _ = await refusal { () throws(Refusal) in try await world.showKey("x", "wrong") }
            case .code:
                guard let challenge = try await world.signIn("alice").challenge else { continue }
                _ = await refusal { () throws(Refusal) in try await world.answer(challenge, code: "abcdef") }
            default: _ = await refusal { () throws(Refusal) in try await world.signIn("alice", "wrong") }
            }
        }
        let refused = await #expect(throws: Refusal.self) { _ = try await gate.enter(way) }
        #expect(refused?.code == "Throttling")
        world.clock.advance(seconds: 900)
        _ = try await gate.enter(way)
    }
}
