import Model
import PolicyLanguage
import Testing

/// How policies of several types make one decision (AWS: reference_policies_evaluation-logic.html).
@Suite struct EvaluationTests {
    static let allow = Samples.policy(#""Action":"*","Resource":"*""#)
    static let deny = Samples.policy(#""Action":"*","Resource":"*""#, effect: "Deny")
    static let other = Samples.policy(#""Action":"ec2:*","Resource":"*""#)
    static let user = "arn:aws:iam::123456789012:user/alice"
    static let session = "arn:aws:sts::123456789012:assumed-role/r/s"
    static let role = "arn:aws:iam::123456789012:role/r"
    static let root = "arn:aws:iam::123456789012:root"

    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        var principal = EvaluationTests.user
        var owner = "123456789012"
        var identity: String?
        var boundary: String?
        var session: String?
        /// What the resource policy's one Allow says of principals.
        var resource: String?
        var effect = "Allow"
        var rule = ApplicablePolicies.ResourceRule.ordinary
        let expect: Decision.Outcome
        var missing: PolicyType?

        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(name: "nothing", expect: .implicitDeny, missing: .identity),
        Case(name: "identity", identity: allow, expect: .allow),
        Case(
            name: "boundary of something else",
            identity: allow,
            boundary: other,
            expect: .implicitDeny,
            missing: .permissionsBoundary
        ),
        Case(name: "boundary alone grants nothing", boundary: allow, expect: .implicitDeny, missing: .identity),
        Case(
            name: "session policy of something else",
            principal: session,
            identity: allow,
            session: other,
            expect: .implicitDeny,
            missing: .session
        ),
        Case(name: "deny in a boundary", identity: allow, boundary: deny, expect: .explicitDeny),
        Case(
            name: "deny in a session policy",
            principal: session,
            identity: allow,
            session: deny,
            expect: .explicitDeny
        ),
        Case(name: "user named", resource: #"{"AWS":"\#(user)"}"#, expect: .allow),
        Case(
            name: "user named, boundary without allow",
            boundary: other,
            resource: #"{"AWS":"\#(user)"}"#,
            expect: .allow
        ),
        Case(name: "other user named", resource: #"{"AWS":"\#(user)x"}"#, expect: .implicitDeny, missing: .identity),
        Case(name: "unique id named", resource: #"{"AWS":"AIDAEXAMPLEUSER00001"}"#, expect: .allow),
        Case(
            name: "another's unique id",
            resource: #"{"AWS":"AIDAEXAMPLEUSER00002"}"#,
            expect: .implicitDeny,
            missing: .identity
        ),
        Case(
            name: "account named delegates",
            resource: #"{"AWS":"123456789012"}"#,
            expect: .implicitDeny,
            missing: .identity
        ),
        Case(
            name: "root named delegates",
            resource: #"{"AWS":"\#(root)"}"#,
            expect: .implicitDeny,
            missing: .identity
        ),
        Case(name: "everybody", resource: #""*""#, expect: .allow),
        Case(name: "role named", principal: session, resource: #"{"AWS":"\#(role)"}"#, expect: .allow),
        Case(
            name: "role named, boundary without allow",
            principal: session,
            boundary: other,
            resource: #"{"AWS":"\#(role)"}"#,
            expect: .implicitDeny,
            missing: .permissionsBoundary
        ),
        Case(
            name: "role named, session policy without allow",
            principal: session,
            session: other,
            resource: #"{"AWS":"\#(role)"}"#,
            expect: .implicitDeny,
            missing: .session
        ),
        Case(
            name: "session named, both without allow",
            principal: session,
            boundary: other,
            session: other,
            resource: #"{"AWS":"\#(Self.session)"}"#,
            expect: .allow
        ),
        Case(
            name: "another session named",
            principal: session,
            resource: #"{"AWS":"\#(Self.session)x"}"#,
            expect: .implicitDeny,
            missing: .identity
        ),
        Case(
            name: "cross-account, identity only",
            owner: "111111111111",
            identity: allow,
            expect: .implicitDeny,
            missing: .resource
        ),
        Case(
            name: "cross-account, resource only",
            owner: "111111111111",
            resource: #"{"AWS":"\#(user)"}"#,
            expect: .implicitDeny,
            missing: .identity
        ),
        Case(
            name: "cross-account, both",
            owner: "111111111111",
            identity: allow,
            resource: #"{"AWS":"\#(root)"}"#,
            expect: .allow
        ),
        Case(
            name: "cross-account, boundary without allow",
            owner: "111111111111",
            identity: allow,
            boundary: other,
            resource: #"{"AWS":"\#(user)"}"#,
            expect: .implicitDeny,
            missing: .permissionsBoundary
        ),
        Case(name: "root of the account", principal: root, expect: .allow),
        Case(
            name: "root denied by the resource",
            principal: root,
            resource: #"{"AWS":"\#(root)"}"#,
            effect: "Deny",
            expect: .explicitDeny
        ),
        Case(
            name: "root elsewhere",
            principal: root,
            owner: "111111111111",
            expect: .implicitDeny,
            missing: .resource
        ),
        Case(
            name: "trust names the account",
            identity: allow,
            resource: #"{"AWS":"\#(root)"}"#,
            rule: .mustAllow,
            expect: .allow
        ),
        Case(
            name: "trust names the account, caller may not",
            resource: #"{"AWS":"\#(root)"}"#,
            rule: .mustAllow,
            expect: .implicitDeny,
            missing: .identity
        ),
        Case(name: "trust names the caller", resource: #"{"AWS":"\#(user)"}"#, rule: .mustAllow, expect: .allow),
        Case(
            name: "trust names nobody of us",
            identity: allow,
            resource: #"{"AWS":"111111111111"}"#,
            rule: .mustAllow,
            expect: .implicitDeny,
            missing: .resource
        ),
        Case(
            name: "service",
            principal: "lambda.amazonaws.com",
            identity: allow,
            expect: .implicitDeny,
            missing: .resource
        ),
        Case(
            name: "service named",
            principal: "lambda.amazonaws.com",
            resource: #"{"Service":"lambda.amazonaws.com"}"#,
            expect: .allow
        ),
        Case(
            name: "other service named",
            principal: "lambda.amazonaws.com",
            resource: #"{"Service":"ec2.amazonaws.com"}"#,
            expect: .implicitDeny,
            missing: .resource
        ),
        Case(name: "anonymous", principal: "anonymous", resource: #"{"AWS":"*"}"#, expect: .allow),
        Case(
            name: "anonymous is of no account",
            principal: "anonymous",
            resource: #"{"AWS":"123456789012"}"#,
            expect: .implicitDeny,
            missing: .resource
        ),
        Case(
            name: "federated user without session policy",
            principal: "arn:aws:sts::123456789012:federated-user/bob",
            identity: allow,
            expect: .implicitDeny,
            missing: .session
        ),
        Case(
            name: "federated user with session policy",
            principal: "arn:aws:sts::123456789012:federated-user/bob",
            identity: allow,
            session: allow,
            expect: .allow
        ),
        Case(
            name: "account of another partition",
            owner: "111111111111",
            identity: allow,
            resource: #"{"AWS":"arn:aws-cn:iam::123456789012:root"}"#,
            expect: .implicitDeny,
            missing: .resource
        ),
        Case(
            name: "federated user",
            principal: "arn:aws:sts::123456789012:federated-user/bob",
            resource: #"{"AWS":"arn:aws:sts::123456789012:federated-user/bob"}"#,
            expect: .allow
        ),
    ]) func `makes one decision of policies of several types`(_ one: Case) throws {
        let decision = Evaluator.decide(
            try Samples.request(one.principal, owner: one.owner),
            under: try policies(of: one)
        )
        #expect(decision.outcome == one.expect)
        #expect(decision.missing == one.missing)
    }

    private func policies(of one: Case) throws -> ApplicablePolicies {
        ApplicablePolicies(
            identity: try one.identity.map { [try Samples.compiled($0)] } ?? [],
            permissionsBoundary: try one.boundary.map { [try Samples.compiled($0, .permissionsBoundary)] },
            session: try one.session.map { [try Samples.compiled($0, .session)] },
            resource: try one.resource.map {
                let text = Samples.policy(#""Action":"*","Resource":"*","Principal":\#($0)"#, effect: one.effect)
                return [try Samples.compiled(text, .resource)]
            } ?? [],
            resourceRule: one.rule
        )
    }

    @Test(arguments: [
        (user, #"{"AWS":"\#(user)"}"#, false, false),
        (user, #"{"AWS":"\#(user)x"}"#, false, true),
        (user, #"{"AWS":["\#(user)","\#(root)"]}"#, false, false),
        // AWS's page: all but Bob are denied, others of Bob's account too.
        (user, #"{"AWS":["arn:aws:iam::123456789012:user/bob","\#(root)"]}"#, false, true),
        (root, #"{"AWS":["arn:aws:iam::123456789012:user/bob","\#(root)"]}"#, false, false),
        (user, #"{"AWS":"\#(user)"}"#, true, true),
        (session, #"{"AWS":"\#(role)"}"#, false, false),
        (session, #"{"AWS":["\#(role)","\#(session)"]}"#, false, false),
        (session, #"{"AWS":["\#(role)","\#(session)x"]}"#, false, true),
        ("anonymous", #"{"AWS":"\#(user)"}"#, false, true),
    ]) func `NotPrincipal denies all but those named, and whoever has a boundary`(
        principal: String,
        named: String,
        hasBoundary: Bool,
        isDenied: Bool
    ) throws {
        let text = Samples.policy(#""Action":"*","Resource":"*","NotPrincipal":\#(named)"#, effect: "Deny")
        let boundary = try Samples.compiled(Self.allow, .permissionsBoundary)
        let policies = ApplicablePolicies(
            identity: [try Samples.compiled(Self.allow)],
            permissionsBoundary: hasBoundary ? [boundary] : nil,
            resource: [try Samples.compiled(text, .resource)]
        )
        let decision = Evaluator.decide(try Samples.request(principal), under: policies)
        #expect((decision.outcome == .explicitDeny) == isDenied)
    }

    @Test func `every level of control policies must allow`() throws {
        let allow = try Samples.compiled(Self.allow, .serviceControl)
        let other = try Samples.compiled(Self.other, .serviceControl)
        let everybody = #""Action":"*","Resource":"*","Principal":"*""#
        let all = try Samples.compiled(Samples.policy(everybody), .resourceControl)
        let none = try Samples.compiled(Samples.policy(everybody, effect: "Deny"), .resourceControl)
        let identity = [try Samples.compiled(Self.allow)]
        let open = try Samples.compiled(Samples.policy(everybody), .resource)
        func decide(
            _ principal: String = Self.user,
            service: [[CompiledPolicy]] = [],
            resource: [[CompiledPolicy]] = []
        ) throws -> Decision {
            let policies = ApplicablePolicies(
                identity: identity,
                resource: [open],
                serviceControl: service,
                resourceControl: resource
            )
            return Evaluator.decide(try Samples.request(principal), under: policies)
        }
        #expect(try decide(service: [[allow], [other, allow]]).isAllowed)
        #expect(try decide(service: [[allow], [other]]).missing == .serviceControl)
        #expect(try decide(service: [[allow], []]).missing == .serviceControl)
        #expect(try decide(Self.root, service: [[other]]).missing == .serviceControl)
        #expect(try decide("lambda.amazonaws.com", service: [[other]]).isAllowed)
        #expect(try decide(resource: [[all]]).isAllowed)
        #expect(try decide("anonymous", resource: [[all], [all, none]]).outcome == .explicitDeny)
        let place = try decide(resource: [[all], [all, none]]).resourceControl
        #expect(place == StatementPosition(type: .resourceControl, policy: 2, statement: 0))
    }

    @Test func `an empty boundary or session policy allows nothing`() throws {
        let identity = [try Samples.compiled(Self.allow)]
        for (boundary, session) in [([], nil), (nil, [])] as [([CompiledPolicy]?, [CompiledPolicy]?)] {
            let policies = ApplicablePolicies(identity: identity, permissionsBoundary: boundary, session: session)
            #expect(Evaluator.decide(try Samples.request(), under: policies).outcome == .implicitDeny)
        }
    }

    @Test(arguments: [
        (nil, "arn:aws:iam::123456789012:user/x", true), (nil, "arn:aws:iam::111111111111:user/x", false),
        (nil, "arn:aws:s3:::b", true), (nil, "*", true), ("123456789012", "arn:aws:iam::111111111111:user/x", true),
        ("111111111111", "arn:aws:s3:::b", false), (nil, "arn:aws:iam::aws:policy/x", true),
    ]) func `takes the resource's account from the request, from its ARN, or from the caller`(
        owner: String?,
        resource: String,
        isOwn: Bool
    ) throws {
        let policies = ApplicablePolicies(identity: [try Samples.compiled(Self.allow)])
        let request = try Samples.request(resource: resource, owner: owner)
        #expect(Evaluator.decide(request, under: policies).isAllowed == isOwn)
    }
}
