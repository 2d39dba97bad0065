import Directory
import Model
import Secrets
import Testing

@testable import Authentication

@Suite struct SignInTests {
    @Test func `the right password begins a session that acts as the user`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let session = try await world.session("alice")
        #expect(session.arn == "arn:aws:iam::123456789012:user/alice")
        #expect(session.userID == alice.id.description)
        #expect(session.expiration == World.start.seconds + 43_200)
        let caller = try world.caller(session.token)
        #expect(caller.principal == .user(UserPrincipal(alice, in: world.directory.current)))
        #expect(caller.session?.id == session.sessionID)
        #expect(caller.session?.credential == .password(generation: 1))
        #expect(caller.session?.mfaAt == nil)
        #expect(caller.peer.uid == 1_000)
    }

    @Test(arguments: ["alice", "ALICE", "aLiCe"])
    func `a name is one user in every case`(_ typed: String) async throws {
        let world = try await World()
        let alice = try await world.addUser("Alice")
        #expect(try await world.session(typed).userID == alice.id.description)
    }

    @Test(arguments: [
        "ａlice", "alice ", " alice", "alicé", "alice\u{200B}", "alice/", "", String(repeating: "a", count: 65),
    ])
    func `a name outside the grammar is refused before anything is hashed`(_ typed: String) async throws {
        let world = try await World()
        try await world.addUser("alice")
        let refused = await refusal { () throws(Refusal) in try await world.signIn(typed) }
        #expect(refused?.code == "ValidationError")
        #expect(world.log.taken() == [])
    }

    @Test(arguments: [1, Limits.passwordBytesMax])
    func `a password of any allowed length is looked at`(_ bytes: Int) async throws {
        let world = try await World()
        let password = String(repeating: "p", count: bytes)
        try await world.addUser("alice", password: password)
        #expect(try await world.signIn("alice", password).session != nil)
    }

    @Test(arguments: [0, Limits.passwordBytesMax + 1])
    func `a password that nobody can have is refused before anything is hashed`(_ bytes: Int) async throws {
        let world = try await World()
        try await world.addUser("alice")
        let refused = await refusal { () throws(Refusal) in
            try await world.signIn("alice", String(repeating: "p", count: bytes))
        }
        #expect(refused?.code == "ValidationError")
        #expect(world.log.taken() == [])
    }

    @Test func `an unknown user, one without a password and a wrong password are one refusal for one hash`()
        async throws
    {
        let world = try await World()
        try await world.addUser("alice")
        try await world.addUser("robot", password: nil)
        var refusals: [Refusal?] = []
        for name in ["alice", "robot", "nobody"] {
            refusals.append(await refusal { () throws(Refusal) in try await world.signIn(name, "wrong") })
            #expect(world.log.taken() == [.verify])
        }
        #expect(Set(refusals).count == 1)
        #expect(refusals[0]?.status == .unauthenticated)
        #expect(refusals[0]?.code == "InvalidClientTokenId")
        #expect(try await world.signIn("alice").session != nil)
        #expect(world.log.taken() == [.verify])
    }

    @Test(
        arguments: [
            (0, 43_200), (899, nil), (900, 900), (129_600, 129_600), (129_601, nil), (.max, nil),
        ] as [(UInt32, Int64?)]
    )
    func `a session lives as long as asked, within bounds`(asked: UInt32, seconds: Int64?) async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let key = try await world.addKey(to: alice)
        if let seconds {
            #expect(try await world.session("alice", seconds: asked).expiration == World.start.seconds + seconds)
            let session = try await world.showKey(key.id.description, seconds: asked)
            #expect(session?.expiration == World.start.seconds + seconds)
        } else {
            let byPassword = await refusal { () throws(Refusal) in try await world.signIn("alice", seconds: asked) }
            #expect(byPassword?.code == "ValidationError")
            let byKey = await refusal { () throws(Refusal) in
                try await world.showKey(key.id.description, seconds: asked)
            }
            #expect(byKey?.code == "ValidationError")
        }
    }

    @Test func `a hash of yesterday's cost is made anew by a right password only`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let costly = PasswordHash.Parameters(memoryBytes: 16 * 1_024, passes: 2)
        let later = try await world.reopened(parameters: costly)
        _ = await refusal { () throws(Refusal) in try await later.signIn("alice", "wrong") }
        #expect(later.log.taken() == [.verify])
        let session = try await later.session("alice")
        #expect(later.log.taken() == [.verify, .hash])
        let login = try #require(later.directory.current.login(userID: alice.id))
        #expect(try PasswordHash(encoded: login.passwordHash).parameters == costly)
        #expect(login.generation == 1)
        #expect(later.refusal(of: session.token) == nil)
        _ = try await later.session("alice")
        #expect(later.log.taken() == [.verify])
    }

    @Test func `a flipped bit in the stored hash lets nobody in`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        try await world.changeLogin(alice) { $0.passwordHash = "$" + $0.passwordHash }
        let refused = await refusal { () throws(Refusal) in try await world.signIn("alice") }
        #expect(refused?.code == "InvalidClientTokenId")
        #expect(world.log.taken() == [.verify])
    }
}
