import Directory
import Model
import Store
import Testing

@testable import Authentication

@Suite struct LastUsedTests {
    @Test func `uses are written in one commit, and only when there are any`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let key = try await world.addKey(to: alice)
        let role = try await world.addRole("deploy")
        let session = try await world.session("alice")
        _ = try await world.showKey(key.id.description)
        let request = AssumeRoleRequest(roleARN: SessionTests.arn("role/deploy"), roleSessionName: "ci-1")
        _ = try await world.authenticator.assumeRole(
            request,
            by: world.caller(session.token),
            in: world.directory.current
        )
        let before = world.directory.current.revision
        #expect(world.directory.current.lastUsed(id: alice.id) == nil)
        for _ in 0..<2 { try await world.authenticator.flushLastUsed() }
        let snapshot = world.directory.current
        #expect(snapshot.revision == before.next)
        for id in [alice.id, key.id, role.id] { #expect(snapshot.lastUsed(id: id)?.usedAt == World.start) }
    }

    @Test func `a challenge and a wrong proof are no use`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice", resetRequired: true)
        let key = try await world.addKey(to: alice)
        _ = try await world.signIn("alice")
        _ = await refusal { () throws(Refusal) in try await world.showKey(key.id.description, "wrong") }
        try await world.authenticator.flushLastUsed()
        #expect(world.directory.current.lastUsed(id: alice.id) == nil)
        #expect(world.directory.current.lastUsed(id: key.id) == nil)
    }

    @Test func `what was deleted meanwhile leaves no record`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        _ = try await world.session("alice")
        try await world.delete(alice)
        try await world.authenticator.flushLastUsed()
        #expect(world.directory.current.lastUsed(id: alice.id) == nil)
    }

    @Test func `a time never goes back`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        _ = try await world.session("alice")
        try await world.authenticator.flushLastUsed()
        world.clock.advance(seconds: -60)
        _ = try await world.session("alice")
        try await world.authenticator.flushLastUsed()
        #expect(world.directory.current.lastUsed(id: alice.id)?.usedAt == World.start)
    }

    @Test func `a store that takes no writes loses no times and stops no sign-in`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        await world.store.close()
        let session = try await world.session("alice")
        #expect(world.refusal(of: session.token) == nil)
        for _ in 0..<2 {
            let refused = await refusal { () throws(Refusal) in try await world.authenticator.flushLastUsed() }
            #expect(refused?.status == .unavailable)
        }
        for _ in 0..<4 {
            let refused = await refusal { () throws(Refusal) in try await world.signIn("alice", "wrong") }
            #expect(refused?.code == "InvalidClientTokenId")
        }
        #expect(await refusal { () throws(Refusal) in try await world.signIn("alice") }?.code == "Throttling")
        #expect(world.directory.current.lastUsed(id: alice.id) == nil)
    }

    @Test func `what waits to be written is bounded`() throws {
        var times = UseTimes(countMax: 2)
        let ids = try ["AIDAA", "AIDAB", "AIDAC"].map { try #require(UniqueID($0)) }
        for id in ids { times.record(id, at: World.start) }
        times.record(ids[0], at: World.start.adding(seconds: 1))
        times.record(ids[0], at: World.start)
        #expect(times.takeAll() == [ids[0]: World.start.adding(seconds: 1), ids[1]: World.start])
        #expect(times.takeAll().isEmpty)
    }
}
