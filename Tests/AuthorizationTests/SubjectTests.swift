import Authorization
import Directory
import Model
import Testing

/// Principals by ARN.
@Suite struct SubjectTests {
    func account() async throws -> SampleAccount {
        let account = try await SampleAccount()
        try await account.put(
            try SampleAccount.user("Alice", 1, path: "/team/"),
            try SampleAccount.group("staff", 1),
            try SampleAccount.role("Orders", 1, path: "/svc/")
        )
        return account
    }

    @Test func `a user, a session and the root user are known by their ARNs`() async throws {
        let account = try await account()
        let user = try account.caller(SampleAccount.arn("user/team/Alice"))
        guard case .user(let alice) = user.principal else {
            Issue.record("\(user)")
            return
        }
        #expect(alice.name == "Alice")
        #expect(alice.uniqueID == (try SampleAccount.id("AIDA", 1)).description)
        #expect(user.peer == SampleAccount.peer)
        #expect(user.session == nil)
        let session = try account.caller(SampleAccount.sessionARN("Orders/host-7"))
        guard case .roleSession(let orders) = session.principal else {
            Issue.record("\(session)")
            return
        }
        #expect(orders.roleARN.text == SampleAccount.arn("role/svc/Orders"))
        #expect(orders.sessionName == "host-7")
        #expect(orders.arn.text == SampleAccount.sessionARN("Orders/host-7"))
        let root = try account.caller(SampleAccount.arn("root"))
        guard case .root = root.principal else {
            Issue.record("\(root)")
            return
        }
    }

    @Test(arguments: [
        ("not an ARN", "alice", "ValidationError"),
        ("a user of another path", SampleAccount.arn("user/Alice"), "NoSuchEntity"),
        ("a user in another case", SampleAccount.arn("user/team/alice"), "NoSuchEntity"),
        ("a path in another case", SampleAccount.arn("user/Team/Alice"), "NoSuchEntity"),
        ("a full-width letter", SampleAccount.arn("user/team/\u{FF21}lice"), "NoSuchEntity"),
        ("a space after the name", SampleAccount.arn("user/team/Alice "), "NoSuchEntity"),
        ("a user that is not there", SampleAccount.arn("user/team/bob"), "NoSuchEntity"),
        ("no name", SampleAccount.arn("user/"), "NoSuchEntity"),
        ("another account", "arn:aws:iam::999999999999:user/team/Alice", "ValidationError"),
        ("another account's root", "arn:aws:iam::999999999999:root", "ValidationError"),
        ("another partition", "arn:aws-cn:iam::\(SampleAccount.digits):user/team/Alice", "ValidationError"),
        ("a region", "arn:aws:iam:eu-west-1:\(SampleAccount.digits):root", "ValidationError"),
        ("root in another case", SampleAccount.arn("Root"), "ValidationError"),
        ("something beneath root", SampleAccount.arn("root/x"), "ValidationError"),
        ("another service", "arn:aws:s3::\(SampleAccount.digits):user/team/Alice", "ValidationError"),
        ("a group", SampleAccount.arn("group/staff"), "ValidationError"),
        ("a role", SampleAccount.arn("role/svc/Orders"), "ValidationError"),
        ("a policy", SampleAccount.arn("policy/Readers"), "ValidationError"),
        ("a session of no role", SampleAccount.sessionARN("Nothing/host-7"), "NoSuchEntity"),
        ("a session of a role in another case", SampleAccount.sessionARN("orders/host-7"), "NoSuchEntity"),
        ("a session with the role's path", SampleAccount.sessionARN("svc/Orders/host-7"), "ValidationError"),
        ("a session without a name", SampleAccount.sessionARN("Orders"), "ValidationError"),
        ("a session name of one character", SampleAccount.sessionARN("Orders/h"), "ValidationError"),
        ("a session name with a space", SampleAccount.sessionARN("Orders/ho st"), "ValidationError"),
    ])
    func `anything else is refused`(name: String, arn: String, code: String) async throws {
        let account = try await account()
        let refusal = #expect(throws: Refusal.self) { try account.caller(arn) }
        #expect(refusal?.code == code, "\(name)")
    }

    @Test func `a role is told how to be asked about`() async throws {
        let account = try await account()
        let refusal = #expect(throws: Refusal.self) { try account.caller(SampleAccount.arn("role/svc/Orders")) }
        #expect(refusal?.message.contains("`\(SampleAccount.sessionARN("Orders/SESSION-NAME"))`") == true)
    }

    @Test func `a user that is gone is not judged`() async throws {
        let account = try await account()
        let alice = try account.caller(SampleAccount.arn("user/team/Alice"))
        let decider = Authorizer().makeDecider()
        let request = AuthorizeRequest(action: "s3:GetObject", resource: "*")
        _ = try decider.authorize(request, subject: alice, in: account.snapshot, at: SampleAccount.now)
        try await account.delete(try SampleAccount.user("Alice", 1, path: "/team/"))
        // A new user of the same name is somebody else.
        try await account.put(try SampleAccount.user("Alice", 2, path: "/team/", inline: [SampleAccount.allow("*")]))
        let refusal = #expect(throws: Refusal.self) {
            try decider.authorize(request, subject: alice, in: account.snapshot, at: SampleAccount.now)
        }
        #expect(refusal?.code == "NoSuchEntity")
    }
}
