import Authentication
import Administration
import Model
import Testing
import Wire

@testable import Server

/// What a client says of itself beside its token: nothing of it counts.
@Suite(.timeLimit(.minutes(2)))
struct ClaimTests {
    @Test func `what goes with a call does not make a caller of its sender`() async throws {
        try await LoopbackServer.run { server in
            // From now on this process is nobody.
            server.listener.reload(peers: PeerMap(rootPeers: false, ownUID: 0))
            let client = try await server.connect()
            let claims = [
                MetadataPair(key: "authorization", value: "Bearer root"), MetadataPair(key: "x-uid", value: "0"),
                MetadataPair(key: "postern-principal", value: TestAccount.arn("root")),
                MetadataPair(key: "x-forwarded-for", value: "127.0.0.1"), MetadataPair(key: "token", value: "root"),
            ]
            let list = encode(ListUsersRequest())
            let method = RPC.listUsers.rawValue
            try await client.send(.call(CallFrame(call: 1, method: method, metadata: claims, message: list)))
            #expect(try await client.reply().error?.code == "MissingAuthenticationToken")
            for token in [
                "root", TestAccount.arn("root"), TestAccount.arn("user/dev/alice"), server.account.accessKeyID,
            ] {
                try await client.send(.call(CallFrame(call: 2, method: method, token: token, message: list)))
                #expect(try await client.reply().error?.code == "InvalidClientTokenId")
            }
        }
    }

    // Names that anybody who may make users can choose.
    @Test(arguments: ["root", "arn", "AIDAAAAAAAAAAAAAAAAA", "assumed-role", "123456789012", "anonymous"])
    func `a user whose name reads like somebody else's is only itself`(_ name: String) async throws {
        let account = try await TestAccount.make(rules: ["uid:77=user/\(name)", "uid:78=role/runner"])
        let loop = try await TestLoop(account)
        _ = try await loop.call(CreateUserRequest(userName: name), uid: TestAccount.rootUID).get()
        let identity = try await loop.call(GetCallerIdentityRequest(), uid: 77).get()
        #expect(identity.arn == TestAccount.arn("user/\(name)"))
        #expect(try await loop.call(ListUsersRequest(), uid: 77).refusal?.code == "AccessDenied")
        // What the user gets, the role of any name does not, and the other way round.
        let put = PutUserPolicyRequest(
            userName: name,
            policyName: "p",
            policyDocument: TestAccount.allow(["iam:ListUsers"], on: ["*"])
        )
        _ = try await loop.call(put, uid: TestAccount.rootUID).get()
        #expect(try await loop.call(ListUsersRequest(), uid: 77).refusal == nil)
        #expect(try await loop.call(ListUsersRequest(), uid: 78).refusal?.code == "AccessDenied")
        #expect(try await loop.call(CreateUserRequest(userName: "next"), uid: 77).refusal?.code == "AccessDenied")
    }

    // A session name is the caller's own choice; the user `subject` and the root user may do everything.
    @Test(arguments: ["root", "subject", "alice", "user-dev-alice", "runner"])
    func `a session whose name reads like somebody else's is only the role's`(_ name: String) async throws {
        let account = try await TestAccount.make()
        try await account.permit(TestAccount.allow(["*"], on: ["*"]))
        let loop = try await TestLoop(account)
        let request = AssumeRoleRequest(roleARN: TestAccount.arn("role/svc/runner"), roleSessionName: name)
        let token = try #require(try await loop.call(request, uid: TestAccount.subjectUID).get().session?.token)
        let identity = try await loop.call(GetCallerIdentityRequest(), uid: 1, token: token).get()
        #expect(identity.arn == "arn:aws:sts::\(TestAccount.id):assumed-role/runner/\(name)")
        #expect(try await loop.call(ListUsersRequest(), uid: 1, token: token).refusal?.code == "AccessDenied")
        #expect(try await loop.call(GetUserRequest(), uid: 1, token: token).refusal != nil)
    }
}
