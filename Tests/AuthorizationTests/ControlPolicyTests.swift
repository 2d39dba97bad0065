@testable import Authorization
import Directory
import Model
import Testing

/// What the account's service and resource control policies do to decisions.
@Suite struct ControlPolicyTests {
    private static let alice = SampleAccount.arn("user/alice")
    private static let object = "arn:aws:s3:::bucket/key"
    private static let full = SampleAccount.allow("*")

    private static func scp(_ level: UInt32, _ name: String, _ document: String) -> ControlPolicyRecord {
        ControlPolicyRecord(.serviceControl, level: level, name: name, document: PolicyText(document))
    }

    private static func rcp(_ level: UInt32, _ name: String, _ document: String) -> ControlPolicyRecord {
        ControlPolicyRecord(.resourceControl, level: level, name: name, document: PolicyText(document))
    }

    /// A resource control policy, whose principal is everybody.
    private static func resource(_ effect: String, _ action: String) -> String {
        SampleAccount.document(effect, action, on: "*", #""Principal":"*""#)
    }

    /// An account with alice, who may do everything, and control policies.
    private func account(_ controls: ControlPolicyRecord...) async throws -> SampleAccount {
        let account = try await SampleAccount()
        try await account.put(try SampleAccount.user("alice", 1, inline: [Self.full]))
        for control in controls { try await account.put(control) }
        return account
    }

    private func answer(
        _ account: SampleAccount,
        _ action: String = "s3:GetObject",
        on resource: String = object,
        as principal: String = alice,
        decider: Decider = Authorizer().makeDecider()
    ) throws -> AuthorizeResponse {
        try decider.authorize(
            AuthorizeRequest(action: action, resource: resource),
            subject: try account.caller(principal),
            in: account.snapshot,
            at: SampleAccount.now
        )
    }

    private static func reference(_ policy: String, _ place: String, _ sid: String = "AllowIt") -> StatementReference {
        let type = String(place.prefix { $0 != "/" })
        return StatementReference(policyType: type, policy: policy, attachedTo: place, sid: sid, index: 0)
    }

    @Test func `every level must allow, and a level without policies says nothing`() async throws {
        let reads = SampleAccount.allow("s3:Get*")
        let account = try await account(
            Self.scp(0, "Full", Self.full),
            Self.scp(3, "Reads", reads),
            Self.scp(3, "Queues", SampleAccount.allow("sqs:*"))
        )
        #expect(try answer(account).decision == .allow)
        #expect(try answer(account, "sqs:SendMessage").decision == .allow)
        #expect(try answer(account, "s3:PutObject").decision == .implicitDeny)
        // The same policies at two levels allow only what both do.
        try await account.delete(Self.scp(3, "Queues", ""))
        try await account.put(Self.scp(4, "Queues", SampleAccount.allow("sqs:*")))
        #expect(try answer(account).decision == .implicitDeny)
        #expect(try answer(account, "sqs:SendMessage").decision == .implicitDeny)
    }

    @Test func `a decision names the control policies that made it`() async throws {
        let account = try await account(
            Self.scp(1, "Full", Self.full),
            Self.scp(1, "NoBuckets", SampleAccount.deny("s3:DeleteBucket")),
            Self.rcp(2, "Mine", Self.resource("Allow", "*")),
            Self.rcp(2, "NoPuts", Self.resource("Deny", "s3:Put*"))
        )
        #expect(
            try answer(account).statements == [
                Self.reference("Mine", "resource-control/2"), Self.reference("Full", "service-control/1"),
                StatementReference(policyType: "identity", policy: "inline-0", attachedTo: Self.alice, sid: "AllowIt"),
            ]
        )
        let denied = try answer(account, "s3:DeleteBucket")
        #expect(denied.decision == .explicitDeny)
        #expect(denied.statements == [Self.reference("NoBuckets", "service-control/1", "DenyIt")])
        let put = try answer(account, "s3:PutObject")
        #expect(put.decision == .explicitDeny)
        #expect(put.statements == [Self.reference("NoPuts", "resource-control/2", "DenyIt")])
    }

    @Test func `an explanation names the level that does not allow`() async throws {
        let account = try await account(
            Self.scp(0, "Full", Self.full),
            Self.scp(2, "Queues", SampleAccount.allow("sqs:*")),
            Self.scp(3, "Topics", SampleAccount.allow("sns:*"))
        )
        let caller = try account.caller(Self.alice)
        func explain(_ action: String, of caller: Caller) async throws -> ExplainResponse {
            try await Authorizer().explain(
                ExplainRequest(question: AuthorizeRequest(action: action, resource: "*")),
                by: caller,
                subject: caller,
                in: account.snapshot,
                at: SampleAccount.now
            )
        }
        let topics = try await explain("sns:Publish", of: caller)
        #expect(topics.decision == .implicitDeny)
        let summary = "`\(Self.alice)` may not `sns:Publish` on `*`: no service control policy of level 2 allows it"
        #expect(topics.summary == summary)
        #expect(topics.needed.contains { $0.contains("service control policy `Queues` of `service-control/2`") })
        #expect(!topics.needed.contains { $0.contains("Topics") })
        let queues = try await explain("sqs:SendMessage", of: caller)
        #expect(queues.summary.hasSuffix("no service control policy of level 3 allows it"))
        for level: UInt32 in [2, 3] { try await account.put(Self.scp(level, "All", Self.full)) }
        let root = try account.caller(SampleAccount.arn("root"))
        let allowed = try await explain("iam:ListUsers", of: root)
        #expect(allowed.decision == .allow)
        let end = "statement `AllowIt` of service control policy `All` of `service-control/3` (line 1) lets it"
        #expect(allowed.summary.hasSuffix("the root user may whatever nothing denies, and \(end)"))
    }

    @Test func `they bind the root user and sessions, and nobody outside the account`() async throws {
        let account = try await account(Self.scp(0, "Queues", SampleAccount.allow("sqs:*")))
        try await account.put(try SampleAccount.role("runner", 1, inline: [Self.full]))
        for principal in [SampleAccount.arn("root"), Self.alice, SampleAccount.sessionARN("runner/job")] {
            #expect(try answer(account, as: principal).decision == .implicitDeny, "\(principal)")
            #expect(try answer(account, "sqs:SendMessage", as: principal).decision == .allow, "\(principal)")
        }
        let service = Caller(principal: .service("backup.example"), peer: SampleAccount.peer)
        let own = Self.resource("Allow", "s3:Get*")
        func byPolicy(_ caller: Caller) throws -> DecisionOutcome {
            try Authorizer().makeDecider().authorize(
                AuthorizeRequest(action: "s3:GetObject", resource: Self.object, resourcePolicy: own),
                subject: caller,
                in: account.snapshot,
                at: SampleAccount.now
            ).decision
        }
        #expect(try byPolicy(service) == .allow)
        #expect(try byPolicy(try account.caller(Self.alice)) == .implicitDeny)
        // Resource control policies bind whoever comes to the account's resources.
        try await account.put(Self.rcp(0, "Puts", Self.resource("Allow", "s3:Put*")))
        #expect(try byPolicy(service) == .implicitDeny)
    }

    @Test func `resource control policies are about the account's own resources`() async throws {
        let account = try await account(Self.rcp(0, "Queues", Self.resource("Allow", "sqs:*")))
        let decider = Authorizer().makeDecider()
        func decide(_ resource: String, owner: String = "") throws -> DecisionOutcome {
            let policy = Self.resource("Allow", "*")
            return try decider.authorize(
                AuthorizeRequest(
                    action: "s3:GetObject",
                    resource: resource,
                    resourcePolicy: policy,
                    resourceAccount: owner
                ),
                subject: try account.caller(Self.alice),
                in: account.snapshot,
                at: SampleAccount.now
            ).decision
        }
        #expect(try decide(Self.object) == .implicitDeny)
        #expect(try decide(Self.object, owner: SampleAccount.digits) == .implicitDeny)
        #expect(try decide(Self.object, owner: "999999999999") == .allow)
        #expect(try decide("arn:aws:s3:eu:\(SampleAccount.digits):b/k") == .implicitDeny)
        #expect(try decide("arn:aws:s3:eu:999999999999:b/k") == .allow)
        #expect(try decide("arn:aws:s3:eu:999999999999:b/k", owner: SampleAccount.digits) == .implicitDeny)
    }

    @Test func `every change of them is seen by the next decision of a decider that was asked before`() async throws {
        let account = try await account()
        let decider = Authorizer().makeDecider()
        func decisions() throws -> [DecisionOutcome] {
            try [Self.alice, SampleAccount.arn("root")].map {
                try answer(account, as: $0, decider: decider).decision
            }
        }
        #expect(try decisions() == [.allow, .allow])
        try await account.put(Self.scp(0, "Queues", SampleAccount.allow("sqs:*")))
        #expect(try decisions() == [.implicitDeny, .implicitDeny])
        try await account.put(Self.scp(0, "Queues", Self.full))
        #expect(try decisions() == [.allow, .allow])
        try await account.put(Self.scp(0, "No", SampleAccount.deny("s3:*")))
        #expect(try decisions() == [.explicitDeny, .explicitDeny])
        try await account.delete(Self.scp(0, "No", ""))
        #expect(try decisions() == [.allow, .allow])
        try await account.put(Self.rcp(0, "No", Self.resource("Deny", "s3:*")))
        #expect(try decisions() == [.explicitDeny, .explicitDeny])
        try await account.delete(Self.rcp(0, "No", ""))
        #expect(try decisions() == [.allow, .allow])
        try await account.delete(Self.scp(0, "Queues", ""))
        #expect(try decisions() == [.allow, .allow])
        #expect(account.snapshot.controlPolicies.all.isEmpty)
    }

    @Test func `a write that touches none of them keeps what was compiled`() async throws {
        let account = try await account(Self.scp(0, "Full", Self.full))
        let decider = Authorizer().makeDecider()
        let caller = try account.caller(Self.alice)
        let before = try decider.ground(of: caller, in: account.snapshot, at: SampleAccount.now).principal
        try await account.put(try SampleAccount.user("bob", 2))
        let after = try decider.ground(of: caller, in: account.snapshot, at: SampleAccount.now).principal
        #expect(before === after)
        let bob = try account.caller(SampleAccount.arn("user/bob"))
        let other = try decider.ground(of: bob, in: account.snapshot, at: SampleAccount.now).principal
        #expect(other.controls === after.controls)
    }

    @Test func `an item of a batch is told the control policies that decided it`() async throws {
        let account = try await account(
            Self.scp(1, "Reads", SampleAccount.allow("s3:Get*")),
            Self.scp(1, "Writes", SampleAccount.allow("s3:Put*")),
            Self.scp(1, "NoDelete", SampleAccount.deny("s3:Delete*")),
            Self.scp(1, "NoList", SampleAccount.deny("s3:List*")),
            Self.rcp(0, "Mine", Self.resource("Allow", "s3:Get*")),
            Self.rcp(0, "Yours", Self.resource("Allow", "*"))
        )
        let actions = ["GetObject", "PutObject", "DeleteObject", "ListBucket", "CopyObject", "PutObject", "GetObject"]
        let decider = Authorizer().makeDecider()
        let caller = try account.caller(Self.alice)
        var run = try decider.beginBatch(
            BatchAuthorizeRequest(
                shared: AuthorizeRequest(resource: Self.object),
                items: actions.map { BatchItem(action: "s3:\($0)") }
            ),
            caller: caller,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now,
            refusalToAsk: { _ in nil }
        )
        run.step(maxItems: actions.count)
        #expect(run.response.results.count == actions.count)
        for (action, result) in zip(actions, run.response.results) {
            let alone = try answer(account, "s3:\(action)")
            #expect(result.decision == alone.decision, "\(action)")
            #expect(result.statements == alone.statements, "\(action)")
        }
        #expect(Set(run.response.results.map(\.statements)).count == 5)
    }

    @Test func `one that cannot be read stops every decision, and not the root user from removing it`() async throws {
        let account = try await account(Self.scp(0, "Broken", #"{"Statement":[{"Effect":"Maybe"}]}"#))
        let decider = Authorizer().makeDecider()
        for _ in 0..<2 {
            let refusal = #expect(throws: Refusal.self) { try answer(account, decider: decider) }
            #expect(refusal?.code == "ServiceFailure")
            #expect(refusal?.message.contains("control policy `Broken` of `service-control/0`") == true)
        }
        func permits(_ arn: String, isOfControlPolicies: Bool) throws -> Bool {
            let question = PermissionQuestion(
                action: "organizations:DeletePolicy",
                resource: "*",
                isOfControlPolicies: isOfControlPolicies
            )
            let caller = try account.caller(arn)
            return decider.permits(question, caller: caller, in: account.snapshot, at: SampleAccount.now).isAllowed
        }
        #expect(try permits(SampleAccount.arn("root"), isOfControlPolicies: true))
        #expect(try !permits(SampleAccount.arn("root"), isOfControlPolicies: false))
        #expect(try !permits(Self.alice, isOfControlPolicies: true))
        try await account.delete(Self.scp(0, "Broken", ""))
        #expect(try answer(account, decider: decider).decision == .allow)
    }

    @Test func `the root user manages them whatever they say, and nobody else does`() async throws {
        let account = try await account(
            Self.scp(0, "Full", Self.full),
            Self.scp(0, "Nothing", SampleAccount.deny("*")),
            Self.rcp(0, "Queues", Self.resource("Allow", "sqs:*"))
        )
        let decider = Authorizer().makeDecider()
        func permits(_ arn: String, _ action: String, isOfControlPolicies: Bool) throws -> Bool {
            let question = PermissionQuestion(
                action: action,
                resource: "*",
                isOfControlPolicies: isOfControlPolicies
            )
            let caller = try account.caller(arn)
            return decider.permits(question, caller: caller, in: account.snapshot, at: SampleAccount.now).isAllowed
        }
        let root = SampleAccount.arn("root")
        #expect(try permits(root, "organizations:DeletePolicy", isOfControlPolicies: true))
        #expect(try !permits(root, "iam:CreateUser", isOfControlPolicies: false))
        #expect(try !permits(Self.alice, "organizations:DeletePolicy", isOfControlPolicies: true))
    }
}
