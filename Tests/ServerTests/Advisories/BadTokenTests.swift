import Administration
import Directory
import Model
import Testing
import Wire

@testable import Server

/// Tokens that must not be believed, over the socket, from a peer that would itself be the root user.
@Suite(.timeLimit(.minutes(2)))
struct BadTokenTests {
    private static let password = "correct horse battery"

    private func signIn(_ server: LoopbackServer, _ client: RawClient, _ call: UInt32) async throws -> String {
        try await client.send(.of(SignInRequest(userName: "alice", password: Self.password), call: call))
        return try #require(try await client.reply().response(SignInResponse.self).session?.token)
    }

    private func makePassword(_ server: LoopbackServer) async throws {
        _ = try await server.account.administrator.createLoginProfile(
            CreateLoginProfileRequest(userName: "alice", password: Self.password),
            by: server.account.root
        )
    }

    @Test func `a token of another account, altered, truncated, expired or of tomorrow is refused`() async throws {
        let foreign = try await LoopbackServer.run { server in
            try await makePassword(server)
            return try await signIn(server, try await server.connect(), 1)
        }
        let clock = HandWoundClock()
        try await LoopbackServer.run(clock: clock) { server in
            try await makePassword(server)
            let client = try await server.connect()
            let token = try await signIn(server, client, 1)
            func ask(_ token: String, _ call: UInt32) async throws -> ReplyFrame {
                try await client.send(.of(GetCallerIdentityRequest(), call: call, token: token))
                return try await client.reply()
            }
            #expect(try await ask(token, 2).response(GetCallerIdentityResponse.self).arn.hasSuffix(":user/dev/alice"))
            let middle = token.index(token.startIndex, offsetBy: token.count / 2)
            let bad = [
                foreign, String(token.dropLast()), String(token.dropFirst()), token + "A", token + "=", " " + token,
                token[..<middle] + (token[middle] == "A" ? "B" : "A") + token[token.index(after: middle)...],
                token.lowercased(), String(repeating: "A", count: Limits.tokenBytesMax + 1), "x", "null",
            ]
            for text in bad {
                let reply = try await ask(text, 3)
                #expect(reply.refusal?.status == .unauthenticated && reply.error?.code == "InvalidClientTokenId")
                // Nothing of it comes back.
                #expect(reply.error?.message.contains(text) == false)
            }
            for (seconds, code) in [(43_199, nil), (43_200, "ExpiredToken"), (-301, "InvalidClientTokenId")]
                as [(Int64, String?)]
            {
                clock.set(seconds)
                #expect(try await ask(token, 4).error?.code == code, "\(seconds)")
            }
            clock.set(0)
            #expect(try await ask(token, 5).isSuccess)
        }
    }

    // The same for tokens that are shown in a question, of a service that was given them.
    @Test func `a bad token in a question is refused, and never the service's own identity`() async throws {
        try await LoopbackServer.run { server in
            try await makePassword(server)
            let client = try await server.connect()
            let token = try await signIn(server, client, 1)
            func ask(_ token: String) async throws -> ReplyFrame {
                let question = AuthorizeRequest(principalToken: token, action: "s3:GetObject", resource: "*")
                try await client.send(.of(question, call: 2))
                return try await client.reply()
            }
            // The service is root, alice may do nothing.
            #expect(try await ask(token).response(AuthorizeResponse.self).decision == .implicitDeny)
            for text in [String(token.dropLast()), token + "A", "x", " "] {
                #expect(try await ask(text).error?.code == "InvalidClientTokenId")
            }
        }
    }
}
