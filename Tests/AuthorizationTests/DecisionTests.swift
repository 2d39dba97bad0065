import Authorization
import Directory
import Model
import Testing

/// Who may do what, by the policies of the account.
@Suite struct DecisionTests {
    struct Case: CustomTestStringConvertible {
        let name: String
        let principal: String
        var action = "s3:GetObject"
        var resource = "arn:aws:s3:::bucket/key"
        let decision: DecisionOutcome
        var made: [StatementReference] = []

        var testDescription: String { name }
    }

    /// An account with everything that policies hang on.
    ///
    /// alice: inline allow of s3:Get*. bob: managed allow of s3:Put*, in `staff`. carol: all of s3, bounded to s3:Get*.
    /// dave: all of s3 by `staff`, and a deny of one folder. `orders`: a role that may read, by a managed policy.
    static func account() async throws -> SampleAccount {
        let account = try await SampleAccount()
        let writers = try SampleAccount.policy("Writers", 1, SampleAccount.allow("s3:Put*"))
        let readers = try SampleAccount.policy("Readers", 2, SampleAccount.allow("s3:Get*"))
        var staff = try SampleAccount.group("staff", 1, inline: [SampleAccount.allow("s3:List*")])
        staff.attachedPolicies = [readers.id]
        let alice = try SampleAccount.user("alice", 1, path: "/team/", inline: [SampleAccount.allow("s3:Get*")])
        var bob = try SampleAccount.user("bob", 2)
        bob.attachedPolicies = [writers.id]
        bob.groups = [staff.id]
        var carol = try SampleAccount.user("carol", 3, inline: [SampleAccount.allow("s3:*")])
        carol.permissionsBoundary = readers.id
        var dave = try SampleAccount.user(
            "dave",
            4,
            inline: [SampleAccount.deny("s3:*", on: "arn:aws:s3:::bucket/secret/*")]
        )
        dave.groups = [staff.id]
        var orders = try SampleAccount.role("orders", 1, path: "/svc/")
        orders.attachedPolicies = [readers.id]
        try await account.put(writers, readers, staff, alice, bob, carol, dave, orders)
        return account
    }

    static func made(_ policy: String, _ holder: String, type: String = "identity", sid: String = "AllowIt")
        -> StatementReference
    {
        StatementReference(policyType: type, policy: policy, attachedTo: holder, sid: sid, index: 0)
    }

    static let alice = SampleAccount.arn("user/team/alice")
    static let bob = SampleAccount.arn("user/bob")
    static let carol = SampleAccount.arn("user/carol")
    static let dave = SampleAccount.arn("user/dave")
    static let session = SampleAccount.sessionARN("orders/host-7")
    static let readers = SampleAccount.arn("policy/Readers")
    static let writers = SampleAccount.arn("policy/Writers")

    @Test(arguments: [
        Case(
            name: "a user's inline policy allows",
            principal: alice,
            decision: .allow,
            made: [made("inline-0", alice)]
        ),
        Case(
            name: "an action that it does not have",
            principal: alice,
            action: "s3:PutObject",
            decision: .implicitDeny
        ),
        Case(
            name: "a managed policy allows",
            principal: bob,
            action: "s3:PutObject",
            decision: .allow,
            made: [made(writers, bob)]
        ),
        Case(
            name: "a group's managed policy allows",
            principal: bob,
            decision: .allow,
            made: [made(readers, SampleAccount.arn("group/staff"))]
        ),
        Case(
            name: "a group's inline policy allows",
            principal: bob,
            action: "s3:ListBucket",
            decision: .allow,
            made: [made("inline-0", SampleAccount.arn("group/staff"))]
        ),
        Case(name: "a user of no group", principal: alice, action: "s3:ListBucket", decision: .implicitDeny),
        Case(
            name: "identity policy and boundary allow",
            principal: carol,
            decision: .allow,
            made: [made("inline-0", carol), made(readers, carol, type: "permissions-boundary")]
        ),
        Case(name: "the boundary does not", principal: carol, action: "s3:PutObject", decision: .implicitDeny),
        Case(
            name: "a deny wins over a group's allow",
            principal: dave,
            resource: "arn:aws:s3:::bucket/secret/key",
            decision: .explicitDeny,
            made: [made("inline-0", dave, sid: "DenyIt")]
        ),
        Case(
            name: "beside what is denied",
            principal: dave,
            resource: "arn:aws:s3:::bucket/secrets",
            decision: .allow,
            made: [made(readers, SampleAccount.arn("group/staff"))]
        ),
        Case(
            name: "a role's session",
            principal: session,
            decision: .allow,
            made: [made(readers, SampleAccount.arn("role/svc/orders"))]
        ),
        Case(name: "a role's session, beyond it", principal: session, action: "s3:PutObject", decision: .implicitDeny),
        Case(name: "the root user", principal: SampleAccount.arn("root"), action: "x:Any", decision: .allow),
        Case(
            name: "a resource of another account",
            principal: SampleAccount.arn("root"),
            resource: "arn:aws:sqs:us-east-1:999999999999:queue",
            decision: .implicitDeny
        ),
        Case(
            name: "actions ignore case",
            principal: alice,
            action: "S3:getobject",
            decision: .allow,
            made: [made("inline-0", alice)]
        ),
        Case(
            name: "an action without a resource",
            principal: alice,
            action: "s3:GetX",
            resource: "*",
            decision: .allow,
            made: [made("inline-0", alice)]
        ),
    ])
    func `decides by the policies of users, groups, roles and boundaries`(_ one: Case) async throws {
        let account = try await Self.account()
        let decider = Authorizer().makeDecider()
        let response = try decider.authorize(
            AuthorizeRequest(action: one.action, resource: one.resource),
            subject: try account.caller(one.principal),
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(response.decision == one.decision)
        #expect(response.statements == one.made)
        #expect(response.revision == account.snapshot.revision.rawValue)
    }

    @Test func `a dot segment or a doubled slash in a resource is compared as it stands`() async throws {
        let account = try await SampleAccount()
        let alice = try SampleAccount.user(
            "alice",
            1,
            inline: [SampleAccount.allow("s3:GetObject", on: "arn:aws:s3:::bucket/public/a")]
        )
        try await account.put(alice)
        let caller = try account.caller(SampleAccount.arn("user/alice"))
        let decider = Authorizer().makeDecider()
        for (key, isAllowed) in [
            ("public/a", true), ("public/../public/a", false), ("public/./a", false), ("public//a", false),
            ("public/a/", false),
        ] {
            let response = try decider.authorize(
                AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::bucket/\(key)"),
                subject: caller,
                in: account.snapshot,
                at: SampleAccount.now
            )
            #expect((response.decision == .allow) == isAllowed, "\(key)")
        }
    }

    @Test(arguments: [
        (AuthorizeRequest(action: "s3", resource: "*"), "InvalidInput"),
        (AuthorizeRequest(action: "s3:Get*", resource: "*"), "InvalidInput"),
        (AuthorizeRequest(action: "", resource: "*"), "InvalidInput"),
        (AuthorizeRequest(action: "s3:\(String(repeating: "x", count: 254))", resource: "*"), "InvalidInput"),
        (AuthorizeRequest(action: "s3:X", resource: ""), "InvalidInput"),
        (AuthorizeRequest(action: "s3:X", resource: "bucket/key"), "InvalidInput"),
        (AuthorizeRequest(action: "s3:X", resource: "**"), "InvalidInput"),
        (AuthorizeRequest(action: "s3:X", resource: "arn:aws:s3::bucket"), "InvalidInput"),
        (AuthorizeRequest(action: "s3:X", resource: "arn:aws:s3:::a\u{0}b"), "InvalidInput"),
        (
            AuthorizeRequest(action: "s3:X", resource: "arn:aws:s3:::\(String(repeating: "x", count: 2_036))"),
            "InvalidInput"
        ),
        (AuthorizeRequest(action: "s3:X", resource: "*", resourceAccount: "12345678901"), "InvalidInput"),
        (AuthorizeRequest(action: "s3:X", resource: "*", resourcePolicy: "{"), "MalformedPolicyDocument"),
        (
            AuthorizeRequest(action: "s3:X", resource: "*", context: [ContextEntry(key: "", values: ["x"])]),
            "InvalidInput"
        ),
    ])
    func `a question that is none is refused`(request: AuthorizeRequest, code: String) async throws {
        let account = try await Self.account()
        let caller = try account.caller(Self.alice)
        let refusal = #expect(throws: Refusal.self) {
            try Authorizer().makeDecider().authorize(
                request,
                subject: caller,
                in: account.snapshot,
                at: SampleAccount.now
            )
        }
        #expect(refusal?.code == code)
    }

    @Test func `the longest action and resource are taken`() async throws {
        let account = try await Self.account()
        let request = AuthorizeRequest(
            action: "s3:Get\(String(repeating: "x", count: 250))",
            resource: "arn:aws:s3:::\(String(repeating: "x", count: 2_035))"
        )
        let response = try Authorizer().makeDecider().authorize(
            request,
            subject: try account.caller(Self.alice),
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(response.decision == .allow)
    }

    @Test func `nobody is never authorized`() async throws {
        let account = try await Self.account()
        let refusal = #expect(throws: Refusal.self) {
            try Authorizer().makeDecider().authorize(
                AuthorizeRequest(action: "s3:GetObject", resource: "*"),
                subject: SampleAccount.nobody,
                in: account.snapshot,
                at: SampleAccount.now
            )
        }
        #expect(refusal?.status == .unauthenticated)
        let decision = Authorizer().makeDecider().permits(
            PermissionQuestion(action: "iam:GetUser", resource: "*"),
            caller: SampleAccount.nobody,
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(decision.outcome == .implicitDeny)
    }
}
