import Authorization
import Directory
import Model
import Testing

/// What another version wrote, or somebody put into the database: there may be a Deny in what is not understood.
@Suite struct UnreadElementTests {
    /// A statement with something in it that is not understood.
    struct Unread: Sendable, CustomTestStringConvertible {
        let name: String
        let statement: String
        var testDescription: String { name }

        init(_ name: String, _ statement: String) { (self.name, self.statement) = (name, statement) }

        func document(_ effect: String) -> String {
            #"{"Version":"2012-10-17","Statement":[{"Effect":"\#(effect)",\#(statement)}]}"#
        }
    }

    static let unread = [
        Unread("an element of the statement", #""Action":"s3:*","Resource":"*","Unless":{}"#),
        Unread("an operator", #""Action":"s3:*","Resource":"*","Condition":{"StringAlmost":{"a:b":"c"}}"#),
        Unread("a set operator", #""Action":"s3:*","Resource":"*","Condition":{"ForMost:StringEquals":{"a:b":"c"}}"#),
        Unread("a value of another type", #""Action":"s3:*","Resource":"*","Condition":{"Bool":{"a:b":"perhaps"}}"#),
        Unread("no resource", #""Action":"s3:*""#),
        Unread("an element in another case", #""action":"s3:*","Resource":"*""#),
    ]

    /// Where the document hangs.
    enum Place: CaseIterable, Sendable {
        case inline, managed, group, boundary
    }

    private static let question = AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::b/k")

    private func account(_ document: String, at place: Place) async throws -> SampleAccount {
        let account = try await SampleAccount()
        var alice = try SampleAccount.user("alice", 1, inline: [SampleAccount.allow("*")])
        switch place {
        case .inline: alice.inlinePolicies.append(InlinePolicy(name: "unread", document: PolicyText(document)))
        case .managed:
            let policy = try SampleAccount.policy("Unread", 1, document)
            try await account.put(policy)
            alice.attachedPolicies = [policy.id]
        case .group:
            let group = try SampleAccount.group("staff", 1, inline: [document])
            try await account.put(group)
            alice.groups = [group.id]
        case .boundary:
            let policy = try SampleAccount.policy("Unread", 1, document)
            try await account.put(policy)
            alice.permissionsBoundary = policy.id
        }
        try await account.put(alice)
        return account
    }

    private func isAllowed(_ account: SampleAccount) throws -> (question: Bool, call: Bool) {
        let caller = try account.caller(SampleAccount.arn("user/alice"))
        let decider = Authorizer().makeDecider()
        let response = try? decider.authorize(
            Self.question,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        let call = decider.permits(
            PermissionQuestion(action: "s3:GetObject", resource: "arn:aws:s3:::b/k"),
            caller: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        return (response?.decision == .allow, call.isAllowed)
    }

    @Test(arguments: unread, Place.allCases)
    func `an element that is not understood fails closed: it allows nothing, and what it denies stays denied`(
        _ unread: Unread,
        _ place: Place
    ) async throws {
        for effect in ["Allow", "Deny"] {
            let allowed = try isAllowed(try await account(unread.document(effect), at: place))
            #expect(!allowed.question && !allowed.call, "\(effect)")
        }
        // Where all is understood, the same account allows.
        let understood = try isAllowed(try await account(SampleAccount.allow("s3:*"), at: place))
        #expect(understood.question && understood.call)
    }

    @Test(arguments: unread.filter { $0.name != "no resource" })
    func `a policy of a resource that is not understood is refused and decides nothing`(
        _ unread: Unread
    ) async throws {
        let account = try await account(SampleAccount.allow("s3:*"), at: .inline)
        var question = Self.question
        for effect in ["Allow", "Deny"] {
            question.resourcePolicy = unread.document(effect).replacing(
                #""Effect""#,
                with: #""Principal":"*","Effect""#
            )
            let refusal = #expect(throws: Refusal.self) {
                try Authorizer().makeDecider().authorize(
                    question,
                    subject: try account.caller(SampleAccount.arn("user/alice")),
                    in: account.snapshot,
                    at: SampleAccount.now
                )
            }
            #expect(refusal?.code == "MalformedPolicyDocument")
        }
    }

    @Test func `a trust policy that is not understood trusts nobody`() async throws {
        let account = try await account(SampleAccount.allow("s3:*"), at: .inline)
        let trust = SampleAccount.trust(#"{"AWS":"\#(SampleAccount.digits)"}"#)
        for (document, isTrusting) in [
            (trust, true), (trust.replacing(#""Action""#, with: #""Unless":{},"Action""#), false),
        ] {
            let role = try SampleAccount.role("orders", 1, trust: document)
            try await account.put(role)
            let decision = Authorizer().makeDecider().permits(
                PermissionQuestion(
                    action: "sts:AssumeRole",
                    resource: SampleAccount.arn("role/orders"),
                    trustPolicyOf: role
                ),
                caller: try account.caller(SampleAccount.arn("user/alice")),
                in: account.snapshot,
                at: SampleAccount.now
            )
            #expect(decision.isAllowed == isTrusting)
        }
    }
}
