import Directory
import Model
import Testing
import Wire

@testable import Server

/// Requests that are made to exhaust whoever reads them.
@Suite(.timeLimit(.minutes(2)))
struct BoundTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let frame: Frame
        let code: String
        let reason: String
        var testDescription: String { name }

        init(_ name: String, _ request: some WireCall, _ code: String, _ reason: String) {
            (self.name, self.frame, self.code, self.reason) = (name, .of(request, call: 1), code, reason)
        }
    }

    private static func policy(_ document: String) -> CreatePolicyRequest {
        CreatePolicyRequest(policyName: "huge", policyDocument: document)
    }

    private static func question(_ context: [ContextEntry] = [], policy: String = "") -> AuthorizeRequest {
        AuthorizeRequest(action: "s3:GetObject", resource: "*", context: context, resourcePolicy: policy)
    }

    private static func nested(_ depth: Int) -> String {
        #"{"Version":"2012-10-17","Statement":"# + String(repeating: "[", count: depth)
            + String(repeating: "]", count: depth) + "}"
    }

    private static let megabyte = String(repeating: " ", count: 1 << 20)
    private static let twice =
        #"{"Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}],"#
        + #""Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#
    private static let shared = AuthorizeRequest(action: "s3:GetObject", resource: "*")

    static let cases = [
        Case("a policy of 1 MiB", policy(megabyte), "MalformedPolicyDocument", "at most"),
        Case("a policy of depth 10,000", policy(nested(10_000)), "MalformedPolicyDocument", "nested deeper than 32"),
        Case("a policy with a key twice", policy(twice), "MalformedPolicyDocument", "`Statement` is given twice"),
        Case("a resource policy of 1 MiB", question(policy: megabyte), "MalformedPolicyDocument", "at most 131072"),
        Case(
            "a resource policy of depth 10,000",
            question(policy: nested(10_000)),
            "MalformedPolicyDocument",
            "nested deeper than 32"
        ),
        Case("a resource policy with a key twice", question(policy: twice), "MalformedPolicyDocument", "given twice"),
        Case(
            "10,001 items",
            BatchAuthorizeRequest(shared: shared, items: Array(repeating: BatchItem(), count: 10_001)),
            "InvalidInput",
            "10"
        ),
        Case("no items", BatchAuthorizeRequest(shared: shared), "InvalidInput", "0 items"),
        Case(
            "257 context keys",
            question((0...256).map { ContextEntry(key: "app:k\($0)", values: ["v"]) }),
            "InvalidInput",
            "at most 256"
        ),
        Case(
            "1,025 values of a key",
            question([ContextEntry(key: "app:k", values: Array(repeating: "v", count: 1_025))]),
            "InvalidInput",
            "at most 1024"
        ),
        Case(
            "a value of more than 16 KiB",
            question([ContextEntry(key: "app:k", values: [String(repeating: "v", count: 16_385)])]),
            "InvalidInput",
            "at most 16384"
        ),
        Case(
            "a resource of 2,049 bytes",
            AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::" + String(repeating: "k", count: 2_036)),
            "InvalidInput",
            "at most 2048"
        ),
        Case(
            "a password of 1,025 bytes",
            SignInRequest(userName: "alice", password: String(repeating: "p", count: 1_025)),
            "ValidationError",
            "1024"
        ),
        Case("a page of 1,001", ListUsersRequest(maxItems: 1_001), "ValidationError", "1000"),
    ]

    @Test(arguments: cases) func `depth, count and bytes are bounded before parsing`(_ bad: Case) async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            let before = server.account.directory.current.revision
            try await client.send(bad.frame)
            let reply = try await client.reply()
            #expect(reply.error?.code == bad.code, "\(reply.error as Any)")
            #expect(reply.error?.message.contains(bad.reason) == true, "\(reply.error as Any)")
            #expect(reply.error?.message.utf8.count ?? 0 < 1_000)
            #expect(server.account.directory.current.revision == before)
            try await client.send(.question(2))
            #expect(try await client.reply().response(AuthorizeResponse.self).decision == .allow)
        }
    }

    // The neighbours, which are within every bound.
    @Test func `what is just within the bounds is answered`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            let context = (0..<256).map { ContextEntry(key: "app:k\($0)", values: ["v"]) }
            let items = Array(repeating: BatchItem(), count: 10_000)
            try await client.send(
                .of(Self.question(context), call: 1),
                .of(BatchAuthorizeRequest(shared: Self.shared, items: items), call: 2),
                .of(ListUsersRequest(maxItems: 1_000), call: 3)
            )
            let replies = try await client.replies(3)
            #expect(replies.values.allSatisfy { $0.isSuccess })
        }
    }

    @Test func `the pairs that go with a call are bounded before they are kept`() async throws {
        for (pairs, isTaken) in [(16, true), (17, false)] {
            try await LoopbackServer.run { server in
                let client = try await server.connect()
                let metadata = (0..<pairs).map { MetadataPair(key: "k\($0)", value: "v") }
                let health = RPC.healthCheck.rawValue
                client.sendAnyway(encodeFrame(.call(CallFrame(call: 1, method: health, metadata: metadata))))
                let reply = try await client.reply()
                #expect(reply.isSuccess == isTaken && reply.call == (isTaken ? 1 : 0))
            }
        }
    }
}
