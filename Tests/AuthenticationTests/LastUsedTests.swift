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

    @Test func `each call by a key's session is a use of the key`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let key = try await world.addKey(to: alice)
        let token = try #require(try await world.showKey(key.id.description, seconds: 129_600)).token
        for (seconds, noted) in [(0, 0), (59, 0), (60, 60), (3_600, 3_600), (129_599, 129_599)] as [(Int64, Int64)] {
            _ = try world.resolver.caller(
                token: token,
                peer: world.nobody().peer,
                in: world.directory.current,
                at: World.start.adding(seconds: seconds)
            )
            try await world.authenticator.flushLastUsed()
            let record = world.directory.current.lastUsed(id: key.id)
            #expect(record?.usedAt == World.start.adding(seconds: noted))
        }
        // The password was not used, and nothing else is kept of the user.
        #expect(world.directory.current.lastUsed(id: alice.id) == nil)
    }

    @Test func `a call counts once a minute, and a refused token never`() async throws {
        let world = try await World()
        let key = try await world.addKey(to: try await world.addUser("alice"))
        let token = try #require(try await world.showKey(key.id.description)).token
        func uses(after calls: Int, seconds: Int64) -> [UniqueID: Timestamp] {
            world.clock.advance(seconds: seconds)
            for _ in 0..<calls { _ = world.refusal(of: token) }
            return world.authenticator.uses.takeAll()
        }
        _ = uses(after: 1, seconds: 0)
        #expect(uses(after: 100, seconds: 59).isEmpty)
        #expect(uses(after: 100, seconds: 1) == [key.id: World.start.adding(seconds: 60)])
        #expect(uses(after: 100, seconds: 0).isEmpty)
        // A snapshot made anew does not count again what was counted.
        try await world.addUser("bob")
        #expect(uses(after: 1, seconds: 0).isEmpty)
        #expect(uses(after: 1, seconds: -60) == [key.id: World.start])
        try await world.changeKey(key.id) { $0.isActive = false }
        #expect(uses(after: 1, seconds: 600).isEmpty)
    }

    @Test func `whoever acts as a role uses it, by a session or as the peer that it is mapped to`() async throws {
        let world = try await World(rules: ["uid:77=role/orders", "uid:78=user/alice"])
        let alice = try await world.addUser("alice")
        let (orders, deploy) = (try await world.addRole("orders"), try await world.addRole("deploy"))
        let request = AssumeRoleRequest(roleARN: SessionTests.arn("role/deploy"), roleSessionName: "ci-1")
        let assumed = try await world.authenticator.assumeRole(
            request,
            by: world.caller(try await world.session("alice").token),
            in: world.directory.current
        )
        let token = try #require(assumed.session?.token)
        func used(_ act: () throws -> Void) async throws -> [UniqueID] {
            try await world.authenticator.flushLastUsed()
            world.clock.advance(seconds: 60)
            try act()
            return Array(world.authenticator.uses.takeAll().keys)
        }
        #expect(try await used { _ = try world.caller("", uid: 77) } == [orders.id])
        #expect(try await used { _ = try world.caller(token) } == [deploy.id])
        // A service that is shown a token sees its holder at work.
        let peer = world.nobody(uid: 77).peer
        #expect(
            try await used {
                _ = try world.resolver.holder(
                    ofToken: token,
                    peer: peer,
                    in: world.directory.current,
                    at: world.clock.now
                )
            } == [deploy.id]
        )
        // By her peer credentials alice shows no password, and nobody is nobody.
        #expect(try await used { _ = try world.caller("", uid: 78) } == [])
        #expect(try await used { _ = try world.caller("", uid: 79) } == [])
        #expect(world.directory.current.lastUsed(id: alice.id)?.usedAt == World.start)
    }

    @Test func `more uses than one commit holds are all written`() async throws {
        let world = try await World()
        let count = Authenticator.usesPerCommitMax + 1
        let ids = try (0..<count).map { index in
            let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            let text = [index % 26, index / 26 % 26, index / 676 % 26, index / 17_576].map { letters[$0] }
            return try #require(UniqueID("AROA" + String(text)))
        }
        _ = try await world.directory.write { (transaction: inout Transaction) throws(Refusal) in
            for id in ids {
                var role = RoleRecord(id: id)
                role.name = id.description
                role.path = "/"
                transaction.put(role)
            }
        }
        for id in ids { world.authenticator.uses.record(id, at: World.start) }
        let before = world.directory.current.revision
        try await world.authenticator.flushLastUsed()
        let snapshot = world.directory.current
        #expect(snapshot.revision == before.next.next)
        #expect(ids.allSatisfy { snapshot.lastUsed(id: $0)?.usedAt == World.start })
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
