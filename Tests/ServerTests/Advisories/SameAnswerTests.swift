import Administration
import Model
import Testing
import Wire

@testable import Server

/// What somebody who guesses learns from what comes back: nothing.
@Suite(.timeLimit(.minutes(2)))
struct SameAnswerTests {
    // That each costs one hash is shown in SignInTests; here, that the bytes are the same.
    @Test func `an unknown user costs one dummy hash and gets the same answer`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            let profile = CreateLoginProfileRequest(userName: "alice", password: "correct horse battery")
            _ = try await server.account.administrator.createLoginProfile(profile, by: server.account.root)
            var replies: [[UInt8]] = []
            // A wrong password, a user without one, and a name that nobody has.
            for name in ["alice", "subject", "nobody"] {
                try await client.send(.of(SignInRequest(userName: name, password: "wrong horse battery"), call: 1))
                let reply = try await client.reply()
                #expect(reply.refusal?.status == .unauthenticated)
                replies.append(encodeFrame(.reply(reply)))
            }
            #expect(Set(replies).count == 1)
            try await client.send(
                .of(SignInRequest(userName: "alice", password: "correct horse battery"), call: 1)
            )
            #expect(try await client.reply().isSuccess)
        }
    }

    @Test func `an unknown access key, a wrong secret and a key that is off get the same answer`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            let made = try await server.account.administrator.createAccessKey(
                CreateAccessKeyRequest(userName: "alice"),
                by: server.account.root
            )
            let key = try #require(made.accessKey)
            let off = UpdateAccessKeyRequest(
                userName: "alice",
                accessKeyID: server.account.accessKeyID,
                status: .inactive
            )
            _ = try await server.account.administrator.updateAccessKey(off, by: server.account.root)
            let wrong = String(key.secretAccessKey.reversed())
            var replies: [[UInt8]] = []
            for (id, secret) in [
                (key.accessKeyID, wrong), ("AKIAAAAAAAAAAAAAAAAA", wrong),
                ("AKIAAAAAAAAAAAAAAAAA", key.secretAccessKey),
                (server.account.accessKeyID, wrong), ("no id at all", "x"),
                (key.accessKeyID, key.secretAccessKey + " "),
            ] {
                let request = AuthenticateAccessKeyRequest(accessKeyID: id, secretAccessKey: secret)
                try await client.send(.of(request, call: 1))
                replies.append(encodeFrame(.reply(try await client.reply())))
            }
            #expect(Set(replies).count == 1)
            let right = AuthenticateAccessKeyRequest(accessKeyID: key.accessKeyID, secretAccessKey: key.secretAccessKey)
            try await client.send(.of(right, call: 1))
            #expect(try await client.reply().isSuccess)
        }
    }
}
