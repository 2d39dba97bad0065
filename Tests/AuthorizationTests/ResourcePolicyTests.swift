import Authorization
import Directory
import Model
import Testing

/// Policies of resources, which come with the question, and of roles, which do not.
@Suite struct ResourcePolicyTests {
    static let alice = SampleAccount.arn("user/alice")
    static let session = SampleAccount.sessionARN("orders/host-7")

    /// A policy of a bucket, whose principal is given as JSON.
    static func policy(_ principal: String, effect: String = "Allow") -> String {
        #"{"Version":"2012-10-17","Statement":[{"Sid":"Bucket","Effect":"\#(effect)","Principal":\#(principal),"#
            + #""Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}]}"#
    }

    @Test(arguments: [
        ("names the user", alice, #"{"AWS":"\#(alice)"}"#, "Allow", DecisionOutcome.allow),
        ("names another", alice, #"{"AWS":"\#(SampleAccount.arn("user/bob"))"}"#, "Allow", .implicitDeny),
        ("names the account", alice, #"{"AWS":"\#(SampleAccount.digits)"}"#, "Allow", .implicitDeny),
        ("names everybody", alice, #""*""#, "Allow", .allow),
        ("denies the user", alice, #"{"AWS":"\#(alice)"}"#, "Deny", .explicitDeny),
        ("names the session", session, #"{"AWS":"\#(session)"}"#, "Allow", .allow),
        ("names the role", session, #"{"AWS":"\#(SampleAccount.arn("role/orders"))"}"#, "Allow", .implicitDeny),
        ("denies root", SampleAccount.arn("root"), #"{"AWS":"\#(SampleAccount.arn("root"))"}"#, "Deny", .explicitDeny),
    ])
    func `a resource policy of the same account is enough where it names the caller itself`(
        name: String,
        principal: String,
        named: String,
        effect: String,
        decision: DecisionOutcome
    ) async throws {
        let account = try await SampleAccount()
        let narrow = try SampleAccount.policy("Narrow", 1, SampleAccount.allow("sqs:*"))
        var orders = try SampleAccount.role("orders", 1)
        orders.permissionsBoundary = narrow.id
        try await account.put(narrow, orders, try SampleAccount.user("alice", 1))
        let response = try Authorizer().makeDecider().authorize(
            AuthorizeRequest(
                action: "s3:GetObject",
                resource: "arn:aws:s3:::bucket/key",
                resourcePolicy: Self.policy(named, effect: effect)
            ),
            subject: try account.caller(principal),
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(response.decision == decision, "\(name)")
        let made = [StatementReference(policyType: "resource", sid: "Bucket", index: 0)]
        #expect(response.statements == (decision == .implicitDeny ? [] : made))
    }

    @Test func `two policies of the same canonical text are two policies`() async throws {
        let account = try await SampleAccount()
        try await account.put(try SampleAccount.user("alice", 1))
        let caller = try account.caller(Self.alice)
        let decider = Authorizer().makeDecider()
        func ask(_ resource: String, _ pattern: String) throws -> DecisionOutcome {
            let policy =
                #"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"\#(pattern)"}]}"#
            return try decider.authorize(
                AuthorizeRequest(action: "s3:X", resource: resource, resourcePolicy: policy),
                subject: caller,
                in: account.snapshot,
                at: SampleAccount.now
            ).decision
        }
        // The last two have as many bytes.
        for (one, other) in [("\u{e9}", "e\u{301}"), ("a\u{301}\u{323}", "a\u{323}\u{301}")] {
            let (left, right) = ("arn:aws:s3:::b/\(one)", "arn:aws:s3:::b/\(other)")
            #expect(left == right)
            #expect(try ask(left, left) == .allow)
            #expect(try ask(left, right) == .implicitDeny)
            #expect(try ask(right, right) == .allow)
            #expect(try ask(right, left) == .implicitDeny)
        }
    }

    @Test(arguments: [
        ("{\"Statement\":[\n  {\"Effect\":\"Perhaps\"}]}", "line 2, column 13"),
        // It would allow everybody but alice.
        (#"{"Statement":{"Effect":"Allow","Action":"*","NotPrincipal":{"AWS":"\#(alice)"}}}"#, "line 1, column 67"),
    ]) func `a policy that is not valid is refused with its place`(policy: String, place: String) async throws {
        let account = try await SampleAccount()
        try await account.put(try SampleAccount.user("alice", 1))
        let caller = try account.caller(Self.alice)
        let decider = Authorizer().makeDecider()
        for _ in 0..<2 {
            let refusal = #expect(throws: Refusal.self) {
                try decider.authorize(
                    AuthorizeRequest(action: "s3:X", resource: "*", resourcePolicy: policy),
                    subject: caller,
                    in: account.snapshot,
                    at: SampleAccount.now
                )
            }
            #expect(refusal?.code == "MalformedPolicyDocument")
            #expect(refusal?.message.contains(place) == true, "\(refusal?.message ?? "")")
        }
        let long = #"{"Statement":[]}"# + String(repeating: " ", count: Limits.policyBytesMax)
        let refusal = #expect(throws: Refusal.self) {
            try decider.authorize(
                AuthorizeRequest(action: "s3:X", resource: "*", resourcePolicy: long),
                subject: caller,
                in: account.snapshot,
                at: SampleAccount.now
            )
        }
        #expect(refusal?.code == "MalformedPolicyDocument")
    }

    // MARK: Trust

    static let assume = SampleAccount.allow("sts:AssumeRole")

    struct Trust: CustomTestStringConvertible {
        let name: String
        let trust: String
        let inline: [String]
        let decision: DecisionOutcome
        var testDescription: String { name }
    }

    @Test(arguments: [
        Trust(
            name: "names the user",
            trust: SampleAccount.trust(#"{"AWS":"\#(alice)"}"#),
            inline: [],
            decision: .allow
        ),
        Trust(
            name: "names the user, who is denied",
            trust: SampleAccount.trust(#"{"AWS":"\#(alice)"}"#),
            inline: [SampleAccount.deny("sts:AssumeRole")],
            decision: .explicitDeny
        ),
        Trust(
            name: "names the account, and the user may",
            trust: SampleAccount.trust(#"{"AWS":"\#(SampleAccount.digits)"}"#),
            inline: [assume],
            decision: .allow
        ),
        Trust(
            name: "names the account, and the user may not",
            trust: SampleAccount.trust(#"{"AWS":"\#(SampleAccount.digits)"}"#),
            inline: [],
            decision: .implicitDeny
        ),
        Trust(
            name: "names somebody else, and the user may",
            trust: SampleAccount.trust(#"{"AWS":"\#(SampleAccount.arn("user/bob"))"}"#),
            inline: [assume],
            decision: .implicitDeny
        ),
        Trust(
            name: "wants an external id",
            trust: SampleAccount.trust(
                #"{"AWS":"\#(alice)"}"#,
                #""Condition":{"StringEquals":{"sts:ExternalId":"1234"}}"#
            ),
            inline: [assume],
            decision: .implicitDeny
        ),
    ])
    func `a role is assumed only where its trust policy allows`(_ one: Trust) async throws {
        let account = try await SampleAccount()
        let role = try SampleAccount.role("orders", 1, trust: one.trust, path: "/svc/")
        try await account.put(role, try SampleAccount.user("alice", 1, inline: one.inline))
        let caller = try account.caller(Self.alice)
        let decider = Authorizer().makeDecider()
        let arn = SampleAccount.arn("role/svc/orders")
        let decision = decider.permits(
            PermissionQuestion(action: "sts:AssumeRole", resource: arn, trustPolicyOf: role),
            caller: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(DecisionOutcome(rawValue: UInt32(decision.outcome.rawValue) + 1) == one.decision)
        // The question asked of Authorize is answered as the call is.
        let response = try decider.authorize(
            AuthorizeRequest(action: "STS:assumeRole", resource: arn),
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(response.decision == one.decision)
        // A role that is not there trusts nobody.
        let absent = try decider.authorize(
            AuthorizeRequest(action: "sts:AssumeRole", resource: SampleAccount.arn("role/orders")),
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(absent.decision != .allow)
    }

    @Test func `the daemon vouches for the keys of a management call`() async throws {
        let account = try await SampleAccount()
        let trust = SampleAccount.trust(
            #"{"AWS":"\#(Self.alice)"}"#,
            #""Condition":{"StringEquals":{"sts:ExternalId":"1234"}}"#
        )
        let role = try SampleAccount.role("orders", 1, trust: trust)
        try await account.put(role, try SampleAccount.user("alice", 1))
        let caller = try account.caller(Self.alice)
        for (id, isAllowed) in [("1234", true), ("12345", false)] {
            let decision = Authorizer().makeDecider().permits(
                PermissionQuestion(
                    action: "sts:AssumeRole",
                    resource: SampleAccount.arn("role/orders"),
                    context: [("sts:ExternalId", [id])],
                    trustPolicyOf: role
                ),
                caller: caller,
                in: account.snapshot,
                at: SampleAccount.now
            )
            #expect(decision.isAllowed == isAllowed)
        }
    }
}
