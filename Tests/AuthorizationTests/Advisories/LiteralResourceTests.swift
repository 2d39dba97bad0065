import Authorization
import Directory
import Model
import Testing

/// What a web server would repair, a decision must not: the service that asks may not.
@Suite struct LiteralResourceTests {
    // The one that is denied, and spellings of it that a lenient reader would take for it, or for what is allowed.
    private static let folder = "arn:aws:s3:::b/private"

    @Test(arguments: [
        ("\(folder)/k", false), ("arn:aws:s3:::b/public/../private/k", true), ("arn:aws:s3:::b/./private/k", true),
        ("arn:aws:s3:::b//private/k", true), ("arn:aws:s3:::b/%70rivate/k", true), ("arn:aws:s3:::b/PRIVATE/k", true),
        ("arn:aws:s3:::b/priv\u{430}te/k", true), ("arn:aws:s3:::b/private\\k", true), ("\(folder)/../public/k", false),
        ("\(folder)/", false), (folder, true),
    ])
    func `dots in a resource are compared literally`(resource: String, isAllowed: Bool) async throws {
        let account = try await SampleAccount()
        let policies = [SampleAccount.allow("s3:*"), SampleAccount.deny("s3:*", on: "\(Self.folder)/*")]
        try await account.put(try SampleAccount.user("alice", 1, inline: policies))
        let caller = try account.caller(SampleAccount.arn("user/alice"))
        let decider = Authorizer().makeDecider()
        let response = try decider.authorize(
            AuthorizeRequest(action: "s3:GetObject", resource: resource),
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect((response.decision == .allow) == isAllowed)
        let call = PermissionQuestion(action: "s3:GetObject", resource: resource)
        let decision = decider.permits(call, caller: caller, in: account.snapshot, at: SampleAccount.now)
        #expect(decision.isAllowed == isAllowed)
    }
}
