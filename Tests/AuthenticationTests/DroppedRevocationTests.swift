import Directory
import Model
import Secrets
import Testing

@testable import Authentication

/// Sessions whose revocations were dropped while the clock stood ahead of their end.
@Suite struct DroppedRevocationTests {
    enum Kind: CaseIterable { case password, accessKey, role }

    /// The sweep of a clock that is days ahead.
    static func drop(_ world: World) async throws {
        _ = try await world.directory.write { (transaction: inout Transaction) throws(Refusal) in
            let revocations = transaction.snapshot.revocations
            guard let last = revocations.map(\.expiration).max() else { return }
            for revocation in revocations { transaction.delete(revocation) }
            var account = transaction.snapshot.account
            account.droppedRevocations.drop(until: last)
            transaction.put(account)
        }
    }

    private static func made() async throws -> (World, (Kind, UInt32) async throws -> Session) {
        let world = try await World()
        let key = try await world.addKey(to: world.addUser("alice"))
        try await world.addRole("deploy", path: "/services/", maxSessionSeconds: 43_200)
        return (
            world,
            { kind, seconds in
                switch kind {
                case .password: return try await world.session("alice", seconds: seconds)
                case .accessKey: return try #require(try await world.showKey(key.id.description, seconds: seconds))
                case .role:
                    let alice = try world.caller(await world.session("alice").token)
                    return try #require(try await RoleTests.assume(world, seconds: seconds, by: alice).session)
                }
            }
        )
    }

    @Test(arguments: Kind.allCases)
    func `a session that was ended stays ended when its revocation is gone`(_ kind: Kind) async throws {
        let (world, begin) = try await Self.made()
        let ended = try await begin(kind, 3_600)
        let (same, longer) = (try await begin(kind, 3_600), try await begin(kind, 3_601))
        _ = try await world.authenticator.signOut(SignOutRequest(), by: world.caller(ended.token))
        #expect(world.refusal(of: same.token) == nil && world.refusal(of: longer.token) == nil)
        try await Self.drop(world)
        #expect(world.directory.current.revocationCount == 0)
        let fresh = try await begin(kind, 3_600)
        for here in [world, try await world.reopened()] {
            #expect(here.refusal(of: ended.token)?.code == "ExpiredToken")
            // Nobody can tell these two apart any more; the third outlives what was dropped.
            #expect(here.refusal(of: same.token)?.code == "ExpiredToken")
            #expect(here.refusal(of: longer.token) == nil)
            // What begins afterwards is good, however long it lives.
            #expect(here.refusal(of: fresh.token) == nil)
        }
    }

    @Test func `a session that was ended after one clock jump stays ended after the next`() async throws {
        let (world, begin) = try await Self.made()
        let far = try await begin(.password, 43_200)
        _ = try await world.authenticator.signOut(SignOutRequest(), by: world.caller(far.token))
        try await Self.drop(world)
        let (ended, kept) = (try await begin(.password, 3_600), try await begin(.password, 3_601))
        _ = try await world.authenticator.signOut(SignOutRequest(), by: world.caller(ended.token))
        try await Self.drop(world)
        #expect(world.refusal(of: ended.token)?.code == "ExpiredToken")
        #expect(world.refusal(of: kept.token) == nil)
    }

    @Test func `a revocation names the session's own end, which is what a drop leaves`() async throws {
        let (world, begin) = try await Self.made()
        let session = try await begin(.password, 900)
        _ = try await world.authenticator.signOut(SignOutRequest(), by: world.caller(session.token))
        let record = try #require(world.directory.current.revocation(sessionID: session.sessionID))
        #expect(record.expiration == World.start.adding(seconds: 900))
    }

    @Test func `a challenge that was answered stays so when the record of it is gone`() async throws {
        let world = try await World()
        let device = try await world.addDevice("phone", to: world.addUser("alice"))
        func code(_ steps: UInt64 = 0) -> String {
            device.code(step: OneTimePassword.step(at: world.clock.now) + steps)
        }
        let challenge = try #require(try await world.signIn("alice").challenge)
        #expect(try await world.answer(challenge, code: code()).session != nil)
        world.clock.advance(seconds: 60)
        try await Self.drop(world)
        let refused = await refusal { () throws(Refusal) in try await world.answer(challenge, code: code()) }
        #expect(refused?.code == "ExpiredToken")
        let fresh = try #require(try await world.signIn("alice").challenge)
        #expect(try await world.answer(fresh, code: code()).session != nil)
    }
}
