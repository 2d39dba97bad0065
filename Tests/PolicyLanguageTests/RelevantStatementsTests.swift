import Model
import PolicyLanguage
import Support
import Testing

/// What is found ahead about an action decides as what is found while deciding.
@Suite struct RelevantStatementsTests {
    private func relevant(_ policies: ApplicablePolicies, _ action: String) throws -> RelevantStatements {
        RelevantStatements(of: policies, about: try #require(Action(action)))
    }

    @Test(arguments: [
        (#""Action":"s3:GetObject""#, 1), (#""Action":"S3:getobject""#, 1), (#""Action":"s3:GetObjec""#, 0),
        (#""Action":"s3:GetObjectX""#, 0), (#""Action":"s3:Get*""#, 1), (#""Action":"s3:Put*""#, 0),
        (#""Action":"s3:*""#, 1), (#""Action":"s:*""#, 0), (#""Action":"*""#, 1), (#""Action":"s?:GetObject""#, 1),
        (#""Action":"s?:PutObject""#, 0), (#""NotAction":"s3:Put*""#, 1), (#""NotAction":"s3:GetObject""#, 0),
        (#""Action":["s3:Put*","s3:GetObject"]"#, 1), (#""Action":["s3:Put*","sqs:GetObject"]"#, 0),
        (#""Action":["s3:GetObject","S3:GetObject"]"#, 1),
    ]) func `holds the statements that are about the action`(members: String, count: Int) throws {
        for effect in ["Allow", "Deny"] {
            let text = Samples.policy(#"\#(members),"Resource":"*""#, effect: effect)
            let policies = ApplicablePolicies(
                identity: [try Samples.compiled(text)],
                permissionsBoundary: [try Samples.compiled(text, .permissionsBoundary)]
            )
            let found = try relevant(policies, "s3:GetObject").count
            // Twice the same action in one statement is found twice, and decides once.
            #expect((found > 0) == (count > 0))
            let request = try Samples.request()
            let decision = Evaluator.decide(
                request,
                under: policies,
                relevant: try relevant(policies, "s3:GetObject")
            )
            #expect(decision == Evaluator.decide(request, under: policies))
            #expect(decision.isAllowed == (count > 0 && effect == "Allow"))
        }
    }

    /// Statements that name the action more closely are looked at first: one that spells it out is found among many.
    @Test(arguments: [
        (["*", "s3:Get*", "s3:GetObject"], 2), (["*", "s3:Get*"], 1), (["s3:GetObject", "s3:getobject"], 0),
        (["s3:PutObject", "*"], 1), (["sqs:*", "s?:*", "s3:*"], 2), (["*", "s?:*"], 0),
    ]) func `names the statement that names the action most closely`(actions: [String], place: Int) throws {
        for effect in ["Allow", "Deny"] {
            let policies = ApplicablePolicies(
                identity: try actions.map {
                    try Samples.compiled(Samples.policy(#""Action":"\#($0)","Resource":"*""#, effect: effect))
                }
            )
            let request = try Samples.request()
            for found in [nil, try relevant(policies, "s3:GetObject")] {
                let decision = Evaluator.decide(request, under: policies, relevant: found)
                #expect(decision.outcome == (effect == "Allow" ? .allow : .explicitDeny))
                #expect(decision.identity?.policy == UInt32(place))
            }
        }
    }

    /// The literal beginning is compared ahead where it has eight bytes or more.
    @Test(arguments: [
        ("arn:aws:*", "arn:aws:s3:::b", true), ("arn:aws:*", "arn:awz:s3:::b", false),
        ("arn:aws:*", "arn:aws", false), ("arn:aw*", "arn:aws:s3:::b", true), ("arn:ax*", "arn:aws:s3:::b", false),
        ("arn:aws:s3:::bucket/k", "arn:aws:s3:::bucket/k", true),
        ("arn:aws:s3:::bucket/k", "arn:aws:s3:::bucket/l", false),
        ("arn:aws:s3:::bucket/k", "arn:aws:s3:::bucket/kk", false),
        ("arn:aws:s3:::bucket/k", "brn:aws:s3:::bucket/k", false),
        ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket/", true),
        ("arn:aws:s3:::bucket/*", "arn:aws:s3:::bucket", false), ("arn:aws:s3:::bucket/*", "*", false),
        ("*", "*", true), ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::alice/k", true),
        ("arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::bob/k", false),
    ]) func `compares the beginning of a resource ahead`(pattern: String, resource: String, isHit: Bool) throws {
        let policies = ApplicablePolicies(
            identity: [
                try Samples.compiled(Samples.policy(#""Action":"*","Resource":"\#(pattern)""#), .identity, .foreign)
            ]
        )
        let request = try Samples.request(resource: resource, context: ["aws:username": ["alice"]])
        let decision = Evaluator.decide(
            request,
            under: policies,
            relevant: try relevant(policies, "s3:GetObject")
        )
        #expect(decision.isAllowed == isHit)
        #expect(decision == Evaluator.decide(request, under: policies))
        let others = ApplicablePolicies(
            identity: [
                try Samples.compiled(Samples.policy(#""Action":"*","NotResource":"\#(pattern)""#), .identity, .foreign)
            ]
        )
        let another = Evaluator.decide(request, under: others, relevant: try relevant(others, "s3:GetObject"))
        #expect(another.isAllowed == !isHit)
    }

    @Test(arguments: Seed.forThisRun(count: 300))
    func `decides as a look through all policies does, by the same statements`(_ seed: Seed) throws {
        var random = RandomPolicies(seed)
        let policies = try random.policies()
        for text in RandomPolicies.actions {
            let relevant = try relevant(policies, text)
            for _ in 0..<20 {
                let request = try Samples.request(
                    random.pick(RandomPolicies.principals),
                    action: text,
                    resource: random.pick(RandomPolicies.resources),
                    owner: random.pick(["123456789012", "999999999999", nil]),
                    context: random.context()
                )
                let decision = Evaluator.decide(request, under: policies, relevant: relevant)
                #expect(decision == Evaluator.decide(request, under: policies), "\(request)")
            }
        }
    }
}
