import Model
import PolicyLanguage
import Testing

/// What an explanation says.
@Suite struct ExplanationTests {
    static let policy = """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::bucket/*",
           "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}, "Bool": {"aws:SecureTransport": "true"}}},
          {"Sid": "Write", "Effect": "Allow", "Action": "s3:Put*", "Resource": "arn:aws:s3:::other/*"},
          {"Effect": "Deny", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bucket/secret/*"}
        ]}
        """

    func explain(_ context: [String: [String]], _ resource: String = "arn:aws:s3:::bucket/k") throws -> Explanation {
        let policies = ApplicablePolicies(identity: [try Samples.compiled(Self.policy)])
        let request = try Samples.request(resource: resource, context: context)
        let explanation = Evaluator.explain(request, under: policies)
        #expect(explanation.decision == Evaluator.decide(request, under: policies))
        return explanation
    }

    @Test func `names the statement that allows, with its line`() throws {
        let explanation = try explain(["aws:SourceIp": ["10.1.1.1"], "aws:SecureTransport": ["true"]])
        #expect(explanation.deciding.map(\.title) == ["statement `Read` of identity policy 1 (line 2)"])
        #expect(explanation.needed.isEmpty)
        #expect(explanation.findings.count == 3)
    }

    @Test func `names the nearest statement and the condition it lacked`() throws {
        let explanation = try explain(["aws:SourceIp": ["11.1.1.1"]])
        #expect(explanation.nearest.map(\.sid) == ["Read", "Write"])
        #expect(
            explanation.nearest.first?.lacks == [
                .condition(
                    operator: "IpAddress",
                    key: "aws:SourceIp",
                    values: ["10.0.0.0/8"],
                    seen: ["11.1.1.1"]
                ),
                .condition(operator: "Bool", key: "aws:SecureTransport", values: ["true"], seen: nil),
            ]
        )
        #expect(
            explanation.needed.prefix(2) == [
                "an identity policy must allow `s3:GetObject` on `arn:aws:s3:::bucket/k`",
                "statement `Read` of identity policy 1 (line 2) would allow it, but "
                    + "its condition IpAddress wants `aws:SourceIp` `10.0.0.0/8` and saw `11.1.1.1`, and "
                    + "its condition Bool wants `aws:SecureTransport` `true` and saw none: the key is missing",
            ]
        )
    }

    @Test func `says which deny is in the way`() throws {
        let explanation = try explain([:], "arn:aws:s3:::bucket/secret/k")
        #expect(explanation.decision.outcome == .explicitDeny)
        #expect(
            explanation.needed == [
                "statement 3 of identity policy 1 (line 5) must not apply: an explicit deny wins over any allow"
            ]
        )
    }

    @Test(arguments: [
        ("DateLessThan", #""2030-01-31T12:00:00.5Z""#, "2030-01-31T12:00:00.500000Z"),
        ("DateLessThan", #""1969-12-31""#, "1969-12-31T00:00:00Z"),
        ("DateLessThan", #""2000-02-29""#, "2000-02-29T00:00:00Z"),
        ("NumericEquals", #""-1.50""#, "-1.5"),
        ("IpAddress", #""2001:db8::/32""#, "2001:db8:0:0:0:0:0:0/32"),
        ("IpAddress", #""10.1.2.3/8""#, "10.0.0.0/8"),
        ("BinaryEquals", #""QUI=""#, "QUI="),
        ("StringLike", #""a*${aws:username, 'x'}?""#, "a*${aws:username, 'x'}?"),
        ("StringEqualsIgnoreCase", #""Straße-${aws:username, 'X'}""#, "Straße-${aws:username, 'X'}"),
        ("StringNotEqualsIgnoreCaseIfExists", #""?""#, "?"),
        ("Null", "false", "false"),
    ]) func `spells a policy's values as they are understood`(name: String, value: String, spelled: String) throws {
        let text = Samples.statement(condition: #"{"\#(name)":{"x:k":\#(value)}}"#)
        let context = ["x:k": ["?"], "x:other": ["?"]].filter { _ in name != "Null" }
        let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
        let explanation = Evaluator.explain(try Samples.request(context: context), under: policies)
        guard case .condition(_, _, let values, _)? = explanation.findings.first?.lacks.first else {
            Issue.record("no condition failed")
            return
        }
        #expect(values == [spelled])
    }

    @Test func `shows actions as they are written`() throws {
        for (element, isNegated) in [("Action", false), ("NotAction", true)] {
            let actions = #"["SQS:Send*", "iam:PassRole", "s3:*"]"#
            let document = Samples.policy(#""\#(element)":\#(actions),"Resource":"*""#)
            let action = isNegated ? "S3:GetObject" : "ec2:RunInstances"
            let policies = ApplicablePolicies(identity: [try Samples.compiled(document)])
            let explanation = Evaluator.explain(try Samples.request(action: action), under: policies)
            let written = ["SQS:Send*", "iam:PassRole", "s3:*"]
            #expect(explanation.findings.first?.lacks == [.action(patterns: written, isNegated: isNegated)])
        }
    }

    @Test func `says that a variable has no value, and that others are meant`() throws {
        let text = Samples.policy(
            #""Action":"*","Resource":"arn:aws:s3:::${aws:username}","Principal":{"AWS":"111111111111"}"#
        )
        let policies = ApplicablePolicies(resource: [try Samples.compiled(text, .resource)], resourceRule: .mustAllow)
        let explanation = Evaluator.explain(try Samples.request(), under: policies)
        #expect(explanation.nearest.first?.lacks == [.variable("aws:username"), .principal])
    }

    @Test func `says that a variable has no value only where that keeps the statement from applying`() throws {
        let text = Samples.policy(
            #""Action":"*","Resource":["*","arn:aws:s3:::${aws:username}"],"Condition":{"#
                + #""StringNotEquals":{"x:k":"${x:none}"},"StringLike":{"x:k":["${x:none}","b"]}}"#
        )
        let policies = ApplicablePolicies(identity: [try Samples.compiled(text)])
        let request = try Samples.request(context: ["x:k": ["b"]])
        let lacks = try #require(Evaluator.explain(request, under: policies).findings.first?.lacks)
        #expect(lacks.first == .variable("x:none"))
        #expect(lacks.count == 2)
        let known = try Samples.request(context: ["x:k": ["b"], "x:none": ["c"]])
        #expect(Evaluator.explain(known, under: policies).findings.first?.applies == true)
    }

    @Test(arguments: [("lambda.amazonaws.com", 0), ("anonymous", 0), ("arn:aws:iam::123456789012:user/alice", 1)])
    func `does not tell of service control policies to whom they do not bind`(principal: String, told: Int) throws {
        let deny = Samples.policy(#""Action":"*","Resource":"*""#, effect: "Deny")
        let policies = ApplicablePolicies(serviceControl: [[try Samples.compiled(deny, .serviceControl)]])
        let explanation = Evaluator.explain(try Samples.request(principal), under: policies)
        #expect(explanation.findings.count == told)
        #expect(explanation.decision.outcome == (told == 0 ? .implicitDeny : .explicitDeny))
    }
}
