import Authentication
import Glibc
import Model
import Testing
import Wire

@testable import Server

@Suite(.timeLimit(.minutes(2)))
struct ListenerTests {
    @Test func `calls that come in one piece, or byte by byte, are answered in order`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            let frames = (1...300).map { $0 % 2 == 0 ? Frame.question($0) : Frame.health($0) }
            try await client.send(frames.flatMap(encodeFrame))
            for number in 1...300 {
                let reply = try await client.reply()
                #expect(reply.call == number && reply.isSuccess)
            }
            for byte in encodeFrame(.question(7)) { try await client.send([byte]) }
            let answer = try await client.reply().response(AuthorizeResponse.self)
            #expect(answer.decision == .allow)
        }
    }

    @Test func `a call that waits does not hold up those behind it`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { server in
            let client = try await server.connect()
            store.closeGate()
            try await client.send(.newUser(1), .question(2), .health(3))
            #expect(try await client.reply().call == 2)
            #expect(try await client.reply().call == 3)
            store.openGate()
            let reply = try await client.reply()
            #expect(reply.call == 1 && reply.isSuccess)
        }
    }

    @Test func `a write is answered with a revision, which the next call may ask for`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            try await client.send(.newUser(1))
            let revision = try await client.reply().revision
            #expect(revision > .zero)
            let ask = AuthorizeRequest(action: "s3:GetObject", resource: "*")
            try await client.send(.of(ask, call: 2, atLeast: revision), .of(ask, call: 3, atLeast: revision.next))
            let replies = try await client.replies(2)
            #expect(replies[2]?.isSuccess == true && replies[2]?.revision == revision)
            #expect(replies[3]?.refusal?.status == .unavailable)
        }
    }

    @Test func `a write is visible to the next question on any connection, whichever loop it is on`() async throws {
        try await LoopbackServer.run(threads: 4) { server in
            var askers: [RawClient] = []
            for _ in 0..<8 { askers.append(try await server.connect()) }
            let writer = try await server.connect()
            let about = AuthorizeRequest(
                principal: TestAccount.arn("user/subject"),
                action: "s3:GetObject",
                resource: "arn:aws:s3:::castle/gate"
            )
            let put = PutUserPolicyRequest(
                userName: "subject",
                policyName: "only",
                policyDocument: TestAccount.allow(["s3:GetObject"], on: ["*"])
            )
            let delete = DeleteUserPolicyRequest(userName: "subject", policyName: "only")
            for round in 0..<20 {
                let isAllowed = round % 2 == 0
                try await writer.send(isAllowed ? .of(put, call: 1) : .of(delete, call: 1))
                let written = try await writer.reply()
                #expect(written.isSuccess)
                for asker in askers {
                    try await asker.send(.of(about, call: 1))
                    let reply = try await asker.reply()
                    let answer = try reply.response(AuthorizeResponse.self)
                    #expect(answer.decision == (isAllowed ? .allow : .implicitDeny))
                    #expect(reply.revision == written.revision && answer.revision == written.revision.rawValue)
                }
            }
        }
    }

    @Test func `a method that is none is named in the answer`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            try await client.send(.call(CallFrame(call: 1, method: "/postern.v1.Identity/BurnCastle")))
            let refusal = try await client.reply().refusal
            #expect(refusal?.status == .unimplemented)
            #expect(refusal?.message.contains("`/postern.v1.Identity/BurnCastle`") == true)
        }
    }

    @Test func `a message that is not the method's is refused, and the connection goes on`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            try await client.send(.call(CallFrame(call: 1, method: RPC.authorize.rawValue, message: [0xFF, 0xFF])))
            try await client.send(.health(2))
            let replies = try await client.replies(2)
            #expect(replies[1]?.refusal?.status == .invalidArgument && replies[2]?.isSuccess == true)
        }
    }

    @Test func `a request that is too long to be decoded on the loop is answered all the same`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            let values = (0..<200).map { String(repeating: "v", count: 2_000) + "\($0)" }
            let context = [ContextEntry(key: "app:values", values: values)]
            let request = AuthorizeRequest(action: "s3:GetObject", resource: "*", context: context)
            #expect(encode(request).count > LoopState.inlineBytesMax)
            try await client.send(.of(request, call: 1))
            #expect(try await client.reply().response(AuthorizeResponse.self).decision == .allow)
        }
    }

    @Test func `a message for a call that takes no stream ends that call`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { server in
            let client = try await server.connect()
            store.closeGate()
            try await client.send(.newUser(1), .item(call: 1, message: [1]), .item(call: 2, message: []))
            let replies = try await client.replies(2)
            #expect(replies[1]?.refusal?.status == .invalidArgument)
            #expect(replies[2]?.refusal?.status == .invalidArgument)
            store.openGate()
        }
    }

    @Test func `a client that has said all it has to say gets its answers before the end`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { server in
            let client = try await server.connect()
            store.closeGate()
            try await client.send(.newUser(1), .question(2))
            try await client.endOutput()
            #expect(try await client.reply().call == 2)
            store.openGate()
            #expect(try await client.reply().call == 1)
            #expect(await client.isClosedNext())
        }
    }

    @Test func `connections over the bound are told so, and there is room again when one has gone`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.connectionsPerUID = 1
        } _: { server in
            let first = try await server.connect()
            try await first.send(.health(1))
            #expect(try await first.reply().isSuccess)
            let second = try await server.connect()
            let reply = try await second.reply()
            #expect(reply.call == 0 && reply.refusal?.status == .resourceExhausted)
            #expect(await second.isClosedNext())
            try await first.close()
            for _ in 0..<1_000 {
                let third = try await server.connect()
                third.sendAnyway(encodeFrame(.health(7)))
                if case .reply(let reply)? = await third.next(), reply.call == 7 { return }
            }
            Issue.record("there was no room again")
        }
    }

    @Test func `peers are known by a new map at once, on connections that are there already too`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            try await client.send(.of(GetCallerIdentityRequest(), call: 1))
            let before = try await client.reply().response(GetCallerIdentityResponse.self)
            #expect(before.arn == "arn:aws:iam::123456789012:root")
            server.listener.reload(peers: try PeerMap(parsing: ["uid:\(getuid())=user/alice"], ownUID: 0))
            try await client.send(.of(GetCallerIdentityRequest(), call: 2))
            let after = try await client.reply().response(GetCallerIdentityResponse.self)
            #expect(after.arn == "arn:aws:iam::123456789012:user/dev/alice")
        }
    }
}
