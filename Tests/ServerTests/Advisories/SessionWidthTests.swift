import Administration
import Model
import Testing
import Wire

@testable import Server

/// Sessions of a role that has a boundary, in every management call there is.
struct SessionWidthTests {
    private static let uid = TestAccount.subjectUID

    /// An account with the role `keeper`, whose policy allows and whose boundary bounds; and a session of it.
    private func made(policy: [String], boundary: [String]) async throws -> (TestAccount, token: String) {
        let account = try await TestAccount.make()
        let (root, administrator) = (account.root, account.administrator)
        let document = TestAccount.allow(boundary, on: ["*"])
        let bound = CreatePolicyRequest(policyName: "bound", policyDocument: document)
        _ = try await administrator.createPolicy(bound, by: root)
        let trust =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"\#(TestAccount.id)"},"#
            + #""Action":"sts:AssumeRole"}}"#
        _ = try await administrator.createRole(
            CreateRoleRequest(
                roleName: "keeper",
                assumeRolePolicyDocument: trust,
                permissionsBoundary: TestAccount.arn("policy/bound")
            ),
            by: root
        )
        let own = TestAccount.allow(policy, on: ["*"])
        let put = PutRolePolicyRequest(roleName: "keeper", policyName: "own", policyDocument: own)
        _ = try await administrator.putRolePolicy(put, by: root)
        // Who takes it on may do everything: none of that goes with the session.
        try await account.permit(TestAccount.allow(["*"], on: ["*"]))
        let request = AssumeRoleRequest(roleARN: TestAccount.arn("role/keeper"), roleSessionName: "job")
        let session = try await TestLoop(account).call(request, uid: Self.uid).get().session
        return (account, try #require(session?.token))
    }

    private func refusal(_ sample: Sample, _ token: String, in account: TestAccount) async throws -> Refusal? {
        let peer = PeerFacts(uid: Self.uid, gid: 1, pid: 1)
        let call = IncomingCall(
            method: sample.rpc.rawValue,
            token: token,
            peer: peer,
            transport: .native,
            message: sample.message
        )
        return try await TestLoop(account).answer(call).refusal
    }

    @Test(arguments: RPC.allCases)
    func `a session is never wider than the role and its boundary, for administration too`(_ rpc: RPC) async throws {
        let reads = ["iam:Get*", "iam:List*"]
        for (policy, boundary) in [(["*"], reads), (reads, ["*"])] {
            let (account, token) = try await made(policy: policy, boundary: boundary)
            let sample = Sample.of(rpc, in: account)
            guard case .actions(let needs) = sample.demand else { return }
            let isWithin = needs.allSatisfy { $0.action.hasPrefix("iam:Get") || $0.action.hasPrefix("iam:List") }
            let refusal = try await refusal(sample, token, in: account)
            #expect((refusal?.status == .permissionDenied) == !isWithin, "\(refusal as Any)")
        }
        let (account, token) = try await made(policy: ["*"], boundary: ["*"])
        #expect(try await refusal(Sample.of(rpc, in: account), token, in: account)?.status != .permissionDenied)
    }

    @Test func `a session's questions are answered as narrowly as its calls`() async throws {
        let (account, token) = try await made(policy: ["s3:*"], boundary: ["s3:Get*"])
        let loop = try await TestLoop(account)
        for (action, decision) in [("s3:GetObject", DecisionOutcome.allow), ("s3:PutObject", .implicitDeny)] {
            let own = AuthorizeRequest(action: action, resource: "*")
            #expect(try await loop.call(own, uid: Self.uid, token: token).get().decision == decision)
            var shown = own
            shown.principalToken = token
            #expect(try await loop.call(shown, uid: Self.uid).get().decision == decision)
            var named = own
            named.principal = "arn:aws:sts::\(TestAccount.id):assumed-role/keeper/job"
            #expect(try await loop.call(named, uid: Self.uid).get().decision == decision)
            // The peer's own identity, which may do everything, does not come back for a call with a token.
            #expect(try await loop.call(own, uid: Self.uid).get().decision == .allow)
        }
    }

    // A boundary that is put on later bounds sessions that are there.
    @Test func `a session that was begun before the boundary is bounded by it`() async throws {
        let (account, token) = try await made(policy: ["s3:*"], boundary: ["*"])
        let loop = try await TestLoop(account)
        let question = AuthorizeRequest(action: "s3:PutObject", resource: "*")
        #expect(try await loop.call(question, uid: Self.uid, token: token).get().decision == .allow)
        let narrow = CreatePolicyRequest(
            policyName: "narrow",
            policyDocument: TestAccount.allow(["s3:Get*"], on: ["*"])
        )
        _ = try await account.administrator.createPolicy(narrow, by: account.root)
        let put = PutRolePermissionsBoundaryRequest(
            roleName: "keeper",
            permissionsBoundary: TestAccount.arn("policy/narrow")
        )
        _ = try await account.administrator.putRolePermissionsBoundary(put, by: account.root)
        #expect(try await loop.call(question, uid: Self.uid, token: token).get().decision == .implicitDeny)
    }
}
