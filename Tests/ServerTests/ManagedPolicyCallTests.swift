import Administration
import Model
import Testing

@testable import Server

/// AWS's own managed policies, as AWS publishes them, before every RPC.
struct ManagedPolicyCallTests {
    // AWS: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMReadOnlyAccess.html
    private static let readOnly = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:GenerateCredentialReport",
        "iam:GenerateServiceLastAccessedDetails","iam:Get*","iam:List*","iam:SimulateCustomPolicy",
        "iam:SimulatePrincipalPolicy"],"Resource":"*"}]}
        """

    // AWS: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMUserChangePassword.html
    private static let changePassword = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:ChangePassword"],"Resource":
        ["arn:aws:iam::*:user/${aws:username}","arn:aws:iam::*:user/*/${aws:username}"]},
        {"Effect":"Allow","Action":["iam:GetAccountPasswordPolicy"],"Resource":"*"}]}
        """

    private func refusal(_ rpc: RPC, under document: String) async throws -> (Sample, Refusal?) {
        let account = try await TestAccount.make()
        let sample = Sample.of(rpc, in: account)
        let request = CreatePolicyRequest(policyName: "AWS", policyDocument: document)
        let policy = try #require(try await account.administrator.createPolicy(request, by: account.root).policy)
        let attachment = AttachUserPolicyRequest(userName: "subject", policyARN: policy.arn)
        _ = try await account.administrator.attachUserPolicy(attachment, by: account.root)
        let call = IncomingCall(
            method: sample.rpc.rawValue,
            peer: PeerFacts(uid: TestAccount.subjectUID, gid: TestAccount.subjectUID, pid: 1),
            transport: .native,
            message: sample.message
        )
        return (sample, try await TestLoop(account).answer(call).refusal)
    }

    @Test(arguments: RPC.allCases) func `IAMReadOnlyAccess reads everything and changes nothing`(
        _ rpc: RPC
    ) async throws {
        let (sample, refusal) = try await refusal(rpc, under: Self.readOnly)
        guard case .actions(let needs) = sample.demand else { return }
        let isRead = needs.allSatisfy { $0.action.hasPrefix("iam:Get") || $0.action.hasPrefix("iam:List") }
        #expect((refusal?.code == "AccessDenied") == !isRead, "\(refusal as Any)")
    }

    @Test(arguments: RPC.allCases) func `IAMUserChangePassword changes one's own password and nothing else`(
        _ rpc: RPC
    ) async throws {
        let (sample, refusal) = try await refusal(rpc, under: Self.changePassword)
        guard case .actions = sample.demand else { return }
        #expect((refusal?.code == "AccessDenied") == (rpc != .changePassword), "\(refusal as Any)")
    }
}
