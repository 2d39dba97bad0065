import Authorization
import Directory
import Model
import Testing

/// AWS's own documents for management and self-service work as they are.
@Suite struct ManagedPolicyTests {
    // AWS: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMReadOnlyAccess.html
    static let readOnly = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": [
          "iam:GenerateCredentialReport", "iam:GenerateServiceLastAccessedDetails", "iam:Get*", "iam:List*",
          "iam:SimulateCustomPolicy", "iam:SimulatePrincipalPolicy"], "Resource": "*"}]}
        """
    // AWS: https://docs.aws.amazon.com/aws-managed-policy/latest/reference/IAMUserChangePassword.html
    static let changePassword = """
        {"Version": "2012-10-17", "Statement": [
          {"Effect": "Allow", "Action": ["iam:ChangePassword"],
           "Resource": ["arn:aws:iam::*:user/${aws:username}", "arn:aws:iam::*:user/*/${aws:username}"]},
          {"Effect": "Allow", "Action": ["iam:GetAccountPasswordPolicy"], "Resource": "*"}]}
        """
    // AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html
    static let selfService = """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "AllowManageOwnAccessKeys", "Effect": "Allow",
           "Action": ["iam:CreateAccessKey", "iam:DeleteAccessKey", "iam:ListAccessKeys", "iam:UpdateAccessKey",
             "iam:GetAccessKeyLastUsed"],
           "Resource": "arn:aws:iam::*:user/${aws:username}"},
          {"Sid": "DenyAllExceptListedIfNoMFA", "Effect": "Deny", "NotAction": ["iam:ListAccessKeys"],
           "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}]}
        """

    typealias Case = (who: String, action: String, resource: String, isAllowed: Bool)

    @Test func `readers, changers of passwords and self-service`() async throws {
        let account = try await SampleAccount()
        try await account.put(
            try SampleAccount.user("reader", 1, inline: [Self.readOnly]),
            try SampleAccount.user("alice", 2, path: "/team/a/", inline: [Self.changePassword]),
            try SampleAccount.user("bob", 3, inline: [Self.changePassword, Self.selfService])
        )
        let arn = SampleAccount.arn
        let cases: [Case] = [
            ("user/reader", "iam:GetUser", arn("user/alice"), true),
            ("user/reader", "iam:ListUsers", "*", true),
            ("user/reader", "iam:CreateUser", arn("user/carol"), false),
            ("user/reader", "iam:DeleteUser", arn("user/alice"), false),
            ("user/team/a/alice", "iam:ChangePassword", arn("user/team/a/alice"), true),
            ("user/team/a/alice", "iam:ChangePassword", arn("user/alice"), true),
            ("user/team/a/alice", "iam:ChangePassword", arn("user/bob"), false),
            ("user/team/a/alice", "iam:ChangePassword", arn("user/team/a/malice"), false),
            ("user/team/a/alice", "iam:GetAccountPasswordPolicy", "*", true),
            ("user/bob", "iam:ListAccessKeys", arn("user/bob"), true),
            ("user/bob", "iam:ListAccessKeys", arn("user/team/a/alice"), false),
        ]
        let decider = Authorizer().makeDecider()
        for one in cases {
            let caller = try account.caller(arn(one.who), session: SampleAccount.session())
            let question = PermissionQuestion(action: one.action, resource: one.resource)
            let decision = decider.permits(question, caller: caller, in: account.snapshot, at: SampleAccount.now)
            #expect(decision.isAllowed == one.isAllowed, "\(one)")
        }
    }

    @Test func `self-service waits for a second factor where the policy does`() async throws {
        let account = try await SampleAccount()
        try await account.put(try SampleAccount.user("bob", 3, inline: [Self.selfService]))
        let arn = SampleAccount.arn("user/bob")
        let question = PermissionQuestion(action: "iam:CreateAccessKey", resource: arn)
        let decider = Authorizer().makeDecider()
        for (mfaAt, outcome) in [(nil, Decision.Outcome.explicitDeny), (SampleAccount.now, .allow)] {
            let caller = try account.caller(arn, session: SampleAccount.session(mfaAt: mfaAt))
            let decision = decider.permits(question, caller: caller, in: account.snapshot, at: SampleAccount.now)
            #expect(decision.outcome == outcome)
        }
    }
}
