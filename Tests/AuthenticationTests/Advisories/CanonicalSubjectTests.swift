import Directory
import Model
import Secrets
import Testing

@testable import Authentication

/// What somebody types is looked up once; from there on the record is who is meant.
@Suite struct CanonicalSubjectTests {
    // A rename in the middle: a count by the typed name, or by the name in the record, would begin anew.
    @Test func `failures are counted against the canonical user, never the typed name`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        for typed in ["alice", "ALICE"] { #expect(await Self.code(world, typed) == "InvalidClientTokenId") }
        try await world.change(alice) { $0.name = "alicia" }
        for typed in ["Alicia", "aliciA"] { #expect(await Self.code(world, typed) == "InvalidClientTokenId") }
        #expect(await Self.code(world, "alicia") == "Throttling")
        // The name that was given up is nobody's, and another who gets it does not inherit the count.
        try await world.addUser("alice")
        #expect(try await world.signIn("alice").session != nil)
        #expect(world.directory.current.throttle(subject: "user/\(alice.id)/1000")?.failures == 4)
    }

    @Test func `wrong codes are counted against the canonical user too`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let device = try await world.addDevice("phone", to: alice)
        for typed in ["alice", "ALICE", "Alice", "aLICE"] {
            let challenge = try #require(try await world.signIn(typed).challenge)
            let refused = await refusal { () throws(Refusal) in try await world.answer(challenge, code: "abcdef") }
            #expect(refused?.code == "InvalidAuthenticationCode")
        }
        let challenge = try #require(try await world.signIn("alicE").challenge)
        let right = device.code(step: OneTimePassword.step(at: world.clock.now))
        let refused = await refusal { () throws(Refusal) in try await world.answer(challenge, code: right) }
        #expect(refused?.code == "Throttling")
        world.clock.advance(seconds: 1)
        #expect(try await world.answer(challenge, code: right).session != nil)
    }

    private static func code(_ world: World, _ name: String) async -> String? {
        await refusal { () throws(Refusal) in try await world.signIn(name, "wrong") }?.code
    }

    // `String`'s `==` takes KELVIN SIGN for a `K`, and a dictionary's look-up with it.
    @Test func `a token is known by its bytes, whether it was seen before or not`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        var token = ""
        // One of three tokens has a `K`.
        while !token.contains("K") { token = try await world.session("alice", seconds: 900).token }
        let altered = String(token.map { $0 == "K" ? "\u{212A}" : $0 })
        try #require(altered == token && Array(altered.utf8) != Array(token.utf8))
        #expect(world.refusal(of: altered)?.code == "InvalidClientTokenId")
        #expect(world.refusal(of: token) == nil)
        #expect(world.refusal(of: altered)?.code == "InvalidClientTokenId")
        #expect(world.refusal(of: token) == nil)
    }
}
