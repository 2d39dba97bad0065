import Client
import Model
import Wire

/// What the rows ask of the daemon: an account with one user, and the frames that the C client sends again and again.
struct Requests {
    static let userName = "bench"
    static let password = "correct horse battery staple"

    /// A session token of the user.
    let token: String

    /// Makes the user with a policy of 20 statements and a password, and signs it in.
    static func prepare(_ client: PosternClient) async throws -> Requests {
        _ = try await client.call(CreateUserRequest(userName: userName))
        let policy = try await client.call(CreatePolicyRequest(policyName: "twenty", policyDocument: twentyStatements))
        _ = try await client.call(
            AttachUserPolicyRequest(userName: userName, policyARN: policy.response.policy?.arn ?? "")
        )
        _ = try await client.call(CreateLoginProfileRequest(userName: userName, password: password))
        let signedIn = try await client.call(SignInRequest(userName: userName, password: password))
        guard let session = signedIn.response.session else { throw Daemon.Failure(description: "no session") }
        return Requests(token: session.token)
    }

    /// Twenty statements, of which the last allows the question; every fourth has a condition.
    private static var twentyStatements: String {
        let statements = (1...20).map { index in
            let isConditional = index.isMultiple(of: 4) && index < 20
            let action = index < 20 ? "orders:Do\(index)*" : "orders:Read*"
            let condition = isConditional ? #","Condition":{"StringEquals":{"orders:Region":"r\#(index)"}}"# : ""
            return #"{"Sid":"S\#(index)","Effect":"Allow","Action":"\#(action)","#
                + #""Resource":"arn:aws:orders:::shop\#(index)/*"\#(condition)}"#
        }
        return #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    static let question = AuthorizeRequest(
        action: "orders:ReadOrder",
        resource: "arn:aws:orders:::shop20/customers/4711/orders/2026-11-25/000017",
        context: [ContextEntry(key: "aws:SourceIp", values: ["192.0.2.17"])]
    )

    /// One `Authorize` with the session's token.
    var authorize: [UInt8] { frame(Self.question) }

    /// A batch of so many different resources.
    func batch(_ count: Int) -> [UInt8] {
        let items = (0..<count).map { index in
            BatchItem(resource: "arn:aws:orders:::shop20/customers/\(index)/orders/2026-11-25/000017")
        }
        var shared = Self.question
        shared.resource = ""
        return frame(BatchAuthorizeRequest(shared: shared, items: items))
    }

    static var signIn: [UInt8] {
        encodeFrame(
            .call(
                CallFrame(
                    call: 1,
                    method: RPC.signIn.rawValue,
                    message: encode(SignInRequest(userName: userName, password: password))
                )
            )
        )
    }

    private func frame<C: Call & WireMessage>(_ request: C) -> [UInt8] {
        encodeFrame(.call(CallFrame(call: 1, method: C.rpc.rawValue, token: token, message: encode(request))))
    }
}
