import Directory
import Model
import Secrets
import Testing

@testable import Authentication

@Suite struct CallerResolverTests {
    @Test func `a token with a byte changed, cut or added is refused`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        let token = Array(try await world.session("alice").token.utf8)
        #expect(world.refusal(of: String(decoding: token, as: UTF8.self)) == nil)
        var bad: [[UInt8]] = token.indices.map { Array(token[..<$0]) }.filter { !$0.isEmpty }
        for place in token.indices {
            for byte in Array("A-_.= ".utf8) + [token[place] ^ 1] where byte != token[place] {
                var changed = token
                changed[place] = byte
                bad.append(changed)
            }
        }
        bad += ["A", "=", " ", "\n"].map { token + Array($0.utf8) }
        for text in bad {
            #expect(world.refusal(of: String(decoding: text, as: UTF8.self))?.code == "InvalidClientTokenId")
        }
        #expect(world.refusal(of: String(decoding: token, as: UTF8.self)) == nil)
    }

    @Test func `a token that is not believed never falls back to the peer's own identity`() async throws {
        let world = try await World(rules: ["uid:1000=root"])
        #expect(try world.caller("").principal.arn?.text == "arn:aws:iam::123456789012:root")
        for token in [" ", "x", "postern1.AAAA", String(repeating: "A", count: Limits.tokenBytesMax + 1)] {
            #expect(world.refusal(of: token)?.status == .unauthenticated)
        }
    }

    @Test func `another account's token is refused, also from one with the same id`() async throws {
        let world = try await World()
        for account in ["210987654321", "123456789012"] {
            let other = try await World(account: account)
            try await other.addUser("alice")
            let token = try await other.session("alice").token
            #expect(other.refusal(of: token) == nil)
            #expect(world.refusal(of: token)?.code == "InvalidClientTokenId")
        }
    }

    @Test func `a challenge is no session`() async throws {
        let world = try await World()
        try await world.addUser("alice", resetRequired: true)
        let challenge = try #require(try await world.signIn("alice").challenge)
        #expect(world.refusal(of: challenge.token)?.code == "InvalidClientTokenId")
    }

    @Test(
        arguments: [
            (0, nil), (43_199, nil), (43_200, "ExpiredToken"), (-300, nil), (-301, "InvalidClientTokenId"),
            (366 * 86_400, "ExpiredToken"),
        ] as [(Int64, String?)]
    )
    func `time ends a session, and refuses one of tomorrow`(seconds: Int64, code: String?) async throws {
        let world = try await World()
        try await world.addUser("alice")
        let token = try await world.session("alice").token
        // Once with a cold cache and once with a warm one.
        let fresh = CallerResolver(keys: world.keys, peers: PeerMap(ownUID: 990), uses: UseLog())
        _ = try world.caller(token)
        world.clock.advance(seconds: seconds)
        for resolver in [world.resolver, fresh] {
            let refused = await refusal { () throws(Refusal) in
                try resolver.caller(
                    token: token,
                    peer: world.nobody().peer,
                    in: world.directory.current,
                    at: world.clock.now
                )
            }
            #expect(refused?.code == code)
        }
    }

    @Test func `what ends a password session ends it at once`() async throws {
        let changes: [(String, (World, UserRecord) async throws -> Void)] = [
            ("ExpiredToken", { try await $0.changeLogin($1) { $0.generation += 1 } }),
            ("ExpiredToken", { try await $0.changeLogin($1) { $0.createdAt = $0.createdAt.adding(seconds: 1) } }),
            ("ExpiredToken", { try await $0.change($1) { $0.sessionsValidFrom = World.start } }),
            ("ExpiredToken", { try await $0.change($1) { $0.sessionsValidFrom = World.start.adding(seconds: -9) } }),
            ("InvalidClientTokenId", { try await $0.delete($1) }),
        ]
        for (code, change) in changes {
            let world = try await World()
            let alice = try await world.addUser("alice")
            try await world.addUser("bob")
            let (token, other) = (try await world.session("alice").token, try await world.session("bob").token)
            #expect(world.refusal(of: token) == nil)
            try await change(world, alice)
            #expect(world.refusal(of: token)?.code == code)
            #expect(world.refusal(of: other) == nil)
        }
    }

    @Test func `a user made anew under an old name is not the old one`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let token = try await world.session("alice").token
        try await world.delete(alice)
        try await world.addUser("alice")
        #expect(world.refusal(of: token)?.code == "InvalidClientTokenId")
    }

    @Test func `a rename and a tag keep the session and show at once`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let token = try await world.session("alice").token
        _ = try world.caller(token)
        try await world.change(alice) { user in
            user.name = "alicia"
            user.path = "/people/"
        }
        let principal = try world.caller(token).principal
        #expect(principal.arn?.text == "arn:aws:iam::123456789012:user/people/alicia")
        #expect(principal.userID == alice.id.description)
    }

    @Test func `an older snapshot is answered as it was`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let token = try await world.session("alice").token
        let before = world.directory.current
        try await world.change(alice) { $0.sessionsValidFrom = World.start }
        for _ in 0..<3 {
            #expect(world.refusal(of: token)?.code == "ExpiredToken")
            let peer = world.nobody().peer
            #expect(try world.resolver.caller(token: token, peer: peer, in: before, at: World.start).session != nil)
        }
    }

    @Test func `the cache is bounded, and what it forgets is opened again`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        let cache = CallerCache(countMax: 2)
        let snapshot = world.directory.current
        let key = TokenKey(world.keys, purpose: .session)
        var tokens: [String] = []
        for _ in 0..<3 {
            let token = try await world.session("alice").token
            let payload = try #require(SessionPayload(decoding: SealedToken.open(token, key: key)))
            _ = cache.session(token, in: snapshot)
            cache.keep(try ResolvedSession(payload, mark: nil, in: snapshot), of: token, in: snapshot)
            tokens.append(token)
        }
        #expect(tokens.map { cache.session($0, in: snapshot) != nil } == [false, false, true])
        let other = try await World().directory.current
        guard case .outdated = cache.session(tokens[2], in: other) else {
            Issue.record("what was resolved in one snapshot was believed in another")
            return
        }
    }

    @Test func `the holder of a token is asked for apart from the caller`() async throws {
        let world = try await World(rules: ["uid:1000=root"])
        try await world.addUser("alice")
        let token = try await world.session("alice").token
        let peer = world.nobody().peer
        let holder = try world.resolver.holder(ofToken: token, peer: peer, in: world.directory.current, at: World.start)
        #expect(holder == (try world.caller(token)))
        let refused = await refusal { () throws(Refusal) in
            try world.resolver.holder(ofToken: "", peer: peer, in: world.directory.current, at: World.start)
        }
        #expect(refused?.code == "InvalidClientTokenId")
    }
}
