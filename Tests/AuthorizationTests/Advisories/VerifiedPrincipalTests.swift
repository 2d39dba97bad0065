import Authorization
import Directory
import Model
import Testing

/// Principals of two types may have one name; what counts is the type and the id, which nobody can choose.
@Suite struct VerifiedPrincipalTests {
    @Test func `a user and a role of one name never have each other's policies`() async throws {
        let account = try await SampleAccount()
        try await account.put(
            try SampleAccount.user("orders", 1, inline: [SampleAccount.allow("s3:Get*")]),
            try SampleAccount.role("orders", 1, inline: [SampleAccount.allow("s3:Put*")]),
            try SampleAccount.user("root", 2),
            try SampleAccount.role("root", 2)
        )
        let decider = Authorizer().makeDecider()
        let cases: [(arn: String, get: Bool, put: Bool)] = [
            (SampleAccount.arn("user/orders"), true, false), (SampleAccount.sessionARN("orders/orders"), false, true),
            (SampleAccount.arn("user/root"), false, false), (SampleAccount.sessionARN("root/root"), false, false),
            (SampleAccount.arn("root"), true, true),
        ]
        // Twice, so that what is kept of one is there when the other is asked about.
        for one in cases + cases {
            for (action, isAllowed) in [("s3:GetObject", one.get), ("s3:PutObject", one.put)] {
                let response = try decider.authorize(
                    AuthorizeRequest(action: action, resource: "arn:aws:s3:::b/k"),
                    subject: try account.caller(one.arn),
                    in: account.snapshot,
                    at: SampleAccount.now
                )
                #expect((response.decision == .allow) == isAllowed, "\(one.arn) \(action)")
            }
        }
    }

    // A caller that could fill these keys would be whoever it likes to any condition on them.
    @Test(arguments: [
        "aws:username", "aws:userid", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType",
        "aws:PrincipalTag/Team", "AWS:PRINCIPALTAG/team", "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge",
        "aws:TokenIssueTime", "aws:CurrentTime", "aws:EpochTime", "postern:PeerUid", "POSTERN:peeruid", "postern:Other",
    ])
    func `a caller is whoever was verified, never what it claims`(key: String) async throws {
        let account = try await SampleAccount()
        let document = SampleAccount.allow("s3:*", on: "*", #""Condition":{"StringLike":{"\#(key)":"claimed"}}"#)
        try await account.put(try SampleAccount.user("alice", 1, inline: [document, SampleAccount.allow("sqs:*")]))
        func ask(_ action: String, _ context: [ContextEntry]) throws -> AuthorizeResponse {
            try Authorizer().makeDecider().authorize(
                AuthorizeRequest(action: action, resource: "*", context: context),
                subject: try account.caller(SampleAccount.arn("user/alice")),
                in: account.snapshot,
                at: SampleAccount.now
            )
        }
        let claim = [ContextEntry(key: key, values: ["claimed"])]
        for action in ["s3:GetObject", "sqs:SendMessage"] {
            let refusal = #expect(throws: Refusal.self) { try ask(action, claim) }
            #expect(refusal?.code == "InvalidInput")
        }
        #expect(try ask("s3:GetObject", []).decision == .implicitDeny)
        #expect(try ask("sqs:SendMessage", []).decision == .allow)
    }
}
