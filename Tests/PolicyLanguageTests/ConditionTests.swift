import Model
import PolicyLanguage
import Testing

/// Every operator with values that it takes and neighbours that it does not.
@Suite struct ConditionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let condition: String
        let context: [String: [String]]
        let holds: Bool

        init(_ condition: String, _ context: [String: [String]], _ holds: Bool) {
            self.condition = condition
            self.context = context
            self.holds = holds
        }

        var testDescription: String { "\(condition) with \(context) is \(holds)" }
    }

    /// One operator on key `x:k`, with one value of the context.
    static func one(_ name: String, _ value: String, _ seen: String?, _ holds: Bool) -> Case {
        Case(#"{"\#(name)":{"x:k":\#(value)}}"#, seen.map { ["x:k": [$0]] } ?? [:], holds)
    }

    /// One operator on key `x:k`, with several values of the context.
    static func many(_ name: String, _ value: String, _ seen: [String]?, _ holds: Bool) -> Case {
        Case(#"{"\#(name)":{"x:k":\#(value)}}"#, seen.map { ["x:k": $0] } ?? [:], holds)
    }

    func check(_ one: Case) throws {
        let policy = try Samples.compiled(Samples.statement(condition: one.condition))
        let request = try Samples.request(context: one.context)
        let decision = Evaluator.decide(request, under: ApplicablePolicies(identity: [policy]))
        #expect(decision.isAllowed == one.holds)
    }

    @Test(arguments: [
        one("StringEquals", #""a""#, "a", true),
        one("StringEquals", #""a""#, "A", false),
        one("StringEquals", #""a""#, "a ", false),
        one("StringEquals", #""a*""#, "ab", false),
        one("StringEquals", #""a*""#, "a*", true),
        one("StringEquals", #"["a","b"]"#, "b", true),
        one("StringEquals", #"["a","b"]"#, "c", false),
        one("StringEquals", #""a""#, nil, false),
        one("StringEquals", #""\u00e9""#, "e\u{301}", false),
        one("StringEquals", #""\u00e9""#, "\u{e9}", true),
        one("StringEquals", "true", "true", true),
        one("StringEquals", "12", "12", true),
        one("StringNotEquals", #""a""#, "b", true),
        one("StringNotEquals", #""a""#, "a", false),
        one("StringNotEquals", #"["a","b"]"#, "b", false),
        one("StringNotEquals", #"["a","b"]"#, "c", true),
        one("StringNotEquals", #""a""#, nil, true),
        one("StringEqualsIgnoreCase", #""AbC""#, "aBc", true),
        one("StringEqualsIgnoreCase", #""AbC""#, "aBd", false),
        one("StringEqualsIgnoreCase", #""ÉTÉ""#, "été", true),
        one("StringEqualsIgnoreCase", #""ÉTÉ""#, "ete", false),
        one("StringEqualsIgnoreCase", #""k""#, "\u{212A}", true),
        one("StringNotEqualsIgnoreCase", #""AbC""#, "aBc", false),
        one("StringNotEqualsIgnoreCase", #""AbC""#, nil, true),
        one("StringLike", #""a*c""#, "abbc", true),
        one("StringLike", #""a*c""#, "abbcd", false),
        one("StringLike", #""a?c""#, "abc", true),
        one("StringLike", #""a?c""#, "ac", false),
        one("StringLike", #""a?c""#, "aéc", true),
        one("StringLike", #""*??""#, "€", false),
        one("StringLike", #""*??""#, "€€", true),
        one("StringLike", #""A*""#, "ab", false),
        one("StringLike", #""a:*b""#, "a:x:y:b", true),
        one("StringLike", #""*""#, "", true),
        one("StringLike", #""?*""#, "", false),
        one("StringLike", #""${*}x""#, "*x", true),
        one("StringLike", #""${*}x""#, "ax", false),
        one("StringLike", #""${?}${$}""#, "?$", true),
        one("StringNotLike", #""a*c""#, "abbc", false),
        one("StringNotLike", #""a*c""#, "b", true),
        one("StringNotLike", #""a*c""#, nil, true),
    ]) func `compares strings`(_ one: Case) throws { try check(one) }

    @Test(arguments: [
        one("NumericGreaterThan", #""9223372036854775807""#, "18446744073709551615", true),
        one("NumericEquals", #""18446744073709551615""#, "18446744073709551614.5", false),
        one("NumericEquals", #""99999999999999999999""#, "99999999999999999999.0", true),
        one("NumericLessThan", #""1""#, "100000000000000000000", false),
        one("NumericEquals", #""10""#, "10.0", true),
        one("NumericEquals", "10", "+10", true),
        one("NumericEquals", #""10""#, "10x", false),
        one("NumericEquals", #""0.1""#, "0.10000000000000000", true),
        one("NumericEquals", #""9007199254740993""#, "9007199254740992", false),
        one("NumericEquals", #""9007199254740993""#, "9007199254740993", true),
        one("NumericEquals", #""0.5""#, "0.500000000000000000000", true),
        one("NumericEquals", #""0.5""#, "0.500000000000000001", false),
        one("NumericEquals", #""0.5""#, "0.5000000000000000001", false),
        one("NumericLessThan", #""999999999999999999.9""#, "999999999999999999.899999999999999999", true),
        one("NumericLessThan", #""999999999999999999.9""#, "999999999999999999.900000000000000001", false),
        one("NumericGreaterThan", #""999999999999999999""#, "1000000000000000000", true),
        one("NumericGreaterThan", #""-999999999999999999.5""#, "-999999999999999999.499999999999999999", true),
        one("NumericGreaterThan", #""-999999999999999999.5""#, "-999999999999999999.500000000000000001", false),
        one("NumericNotEquals", #""10""#, "11", true),
        one("NumericNotEquals", #""10""#, "10", false),
        one("NumericNotEquals", #""10""#, "ten", true),
        one("NumericNotEquals", #""10""#, nil, true),
        one("NumericLessThan", #""10""#, "9.999", true),
        one("NumericLessThan", #""10""#, "10", false),
        one("NumericLessThan", #""10""#, "", false),
        one("NumericLessThan", #""-1""#, "-2", true),
        one("NumericLessThan", #""-2""#, "-1", false),
        one("NumericLessThanEquals", #""10""#, "10", true),
        one("NumericLessThanEquals", #""10""#, "10.1", false),
        one("NumericGreaterThan", #""10""#, "10.1", true),
        one("NumericGreaterThan", #""10""#, "10", false),
        one("NumericGreaterThan", #""10""#, nil, false),
        one("NumericGreaterThanEquals", #""10""#, "10", true),
        one("NumericGreaterThanEquals", #""10""#, "9", false),
        one("DateEquals", #""2030-01-31T12:00:00Z""#, "2030-01-31T12:00:00.000Z", true),
        one("DateEquals", #""2030-01-31T12:00:00Z""#, "2030-01-31T13:00:00+01:00", true),
        one("DateEquals", #""2030-01-31T12:00:00Z""#, "2030-01-31T12:00:01Z", false),
        one("DateEquals", #""2030-01-31""#, "2030-01-31T00:00:00Z", true),
        one("DateEquals", #""1970-01-02""#, "86400", true),
        one("DateEquals", #""1970-01-02""#, "86401", false),
        one("DateEquals", #""2030-01-31T12:00:00Z""#, "2030-01-31T12:00:00", false),
        one("DateEquals", #""2030-02-28""#, "2030-02-29", false),
        one("DateNotEquals", #""2030-01-31""#, "2030-01-30", true),
        one("DateNotEquals", #""2030-01-31""#, "2030-01-31", false),
        one("DateNotEquals", #""2030-01-31""#, nil, true),
        one("DateLessThan", #""2030-01-31T12:00:00Z""#, "2030-01-31T11:59:59.999999Z", true),
        one("DateLessThan", #""2030-01-31T12:00:00Z""#, "2030-01-31T12:00:00Z", false),
        one("DateLessThanEquals", #""2030-01-31T12:00:00Z""#, "2030-01-31T12:00:00Z", true),
        one("DateGreaterThan", #""2030-01-31T12:00:00Z""#, "2030-01-31T12:00:00.1Z", true),
        one("DateGreaterThan", #""2030-01-31T12:00:00Z""#, "2030-01-31T12:00:00Z", false),
        one("DateGreaterThanEquals", #""2030-01-31T12:00:00Z""#, "2030-01-31T12:00:00Z", true),
        one("DateGreaterThanEquals", #""2030-01-31T12:00:00Z""#, "soon", false),
    ]) func `compares numbers and dates`(_ one: Case) throws { try check(one) }

    @Test(arguments: [
        one("Bool", #""true""#, "TRUE", true),
        one("Bool", #""true""#, "false", false),
        one("Bool", "false", "false", true),
        one("Bool", #""true""#, "1", false),
        one("Bool", #""false""#, nil, false),
        one("BoolIfExists", #""false""#, nil, true),
        one("BoolIfExists", #""false""#, "true", false),
        one("BinaryEquals", #""QUJD""#, "QUJD", true),
        one("BinaryEquals", #""QUJD""#, "QUJE", false),
        one("BinaryEquals", #""QQ==""#, "QR==", false),
        one("IpAddress", #""10.0.0.0/8""#, "10.255.0.1", true),
        one("IpAddress", #""10.0.0.0/8""#, "11.0.0.1", false),
        one("IpAddress", #""10.1.2.3""#, "10.1.2.3", true),
        one("IpAddress", #""10.1.2.3""#, "10.1.2.4", false),
        one("IpAddress", #""10.0.0.0/8""#, "::ffff:10.1.2.3", true),
        one("IpAddress", #""::ffff:10.0.0.0/104""#, "10.1.2.3", true),
        one("IpAddress", #""::/0""#, "10.1.2.3", false),
        one("IpAddress", #""::/0""#, "::ffff:10.1.2.3", false),
        one("IpAddress", #""::/0""#, "2001:db8::1", true),
        one("NotIpAddress", #""::/0""#, "10.1.2.3", true),
        one("IpAddress", #""0.0.0.0/0""#, "2001:db8::1", false),
        one("IpAddress", #""10.0.0.0/8""#, "10.1.2", false),
        one("IpAddress", #""10.0.0.0/8""#, "10.1.2.03", false),
        one("IpAddress", #""0.0.0.0/0""#, "2001:db8::1", false),
        one("IpAddress", #""2001:db8::/32""#, "2001:0DB8:1::1", true),
        one("IpAddress", #""2001:db8::/32""#, "2001:db9::1", false),
        one("IpAddress", #""::1""#, "0:0:0:0:0:0:0:1", true),
        one("IpAddress", #""::1""#, "::1:", false),
        one("IpAddress", #""::1""#, "1::1::1", false),
        one("NotIpAddress", #""10.0.0.0/8""#, "11.0.0.1", true),
        one("NotIpAddress", #""10.0.0.0/8""#, "10.0.0.1", false),
        one("NotIpAddress", #""10.0.0.0/8""#, nil, true),
        one("NotIpAddress", #""10.0.0.0/8""#, "localhost", true),
        one("ArnEquals", #""arn:aws:iam::1:role/*""#, "arn:aws:iam::1:role/a/b", true),
        one("ArnLike", #""arn:aws:iam::*:role/x""#, "arn:aws:iam::1:role/x", true),
        one("ArnLike", #""arn:aws:iam::*:role/x""#, "arn:aws:iam::1:2:role/x", false),
        one("ArnLike", #""arn:aws:s*::::*""#, "arn:aws:s3:::b", false),
        one("ArnLike", #""arn:aws:s*:::*""#, "arn:aws:s3:::b:c", true),
        one("ArnLike", #""*""#, "arn:aws:s3:::b", true),
        one("ArnLike", #""*""#, "b", false),
        one("ArnLike", #""arn:aws:s3:::b?""#, "arn:aws:s3:::bc", true),
        one("ArnLike", #""arn:aws:s3:::b?""#, "arn:aws:s3:::b", false),
        one("ArnNotEquals", #""arn:aws:s3:::b""#, "arn:aws:s3:::c", true),
        one("ArnNotLike", #""arn:aws:s3:::b*""#, "arn:aws:s3:::bc", false),
        one("ArnNotLike", #""arn:aws:s3:::b*""#, "bc", true),
        one("ArnNotLike", #""arn:aws:s3:::b*""#, nil, true),
    ])
    func `compares truth values, bytes, addresses and ARNs`(_ one: Case) throws { try check(one) }

    @Test(arguments: [
        one("Null", #""true""#, nil, true),
        one("Null", #""true""#, "x", false),
        one("Null", "false", nil, false),
        one("Null", "false", "x", true),
        many("Null", "true", [], true),
        one("StringEqualsIfExists", #""a""#, nil, true),
        one("StringEqualsIfExists", #""a""#, "b", false),
        one("StringNotEqualsIfExists", #""a""#, "a", false),
        many("ForAnyValue:StringEquals", #"["a","b"]"#, ["c", "b"], true),
        many("ForAnyValue:StringEquals", #"["a","b"]"#, ["c", "d"], false),
        many("ForAnyValue:StringEquals", #"["a","b"]"#, [], false),
        many("ForAnyValue:StringEquals", #"["a","b"]"#, nil, false),
        many("ForAnyValue:StringNotEquals", #"["a","b"]"#, ["a", "c"], true),
        many("ForAnyValue:StringNotEquals", #"["a","b"]"#, ["a", "b"], false),
        many("ForAnyValue:StringNotEquals", #"["a","b"]"#, nil, false),
        many("ForAnyValue:StringEqualsIfExists", #""a""#, nil, true),
        many("ForAllValues:StringEquals", #"["a","b"]"#, ["b", "a"], true),
        many("ForAllValues:StringEquals", #"["a","b"]"#, ["b", "c"], false),
        many("ForAllValues:StringEquals", #"["a","b"]"#, [], true),
        many("ForAllValues:StringEquals", #"["a","b"]"#, nil, true),
        many("ForAllValues:StringNotEquals", #"["a","b"]"#, ["c", "d"], true),
        many("ForAllValues:StringNotEquals", #"["a","b"]"#, ["c", "a"], false),
        many("StringEquals", #""a""#, ["b", "a"], true),
        many("StringNotEquals", #""a""#, ["b", "a"], false),
        Case(#"{"StringEquals":{"X:K":"a","y:k":"b"}}"#, ["x:k": ["a"], "Y:K": ["b"]], true),
        Case(#"{"StringEquals":{"X:K":"a","y:k":"b"}}"#, ["x:k": ["a"], "Y:K": ["c"]], false),
        Case(#"{"StringEquals":{"x:k":"a"},"Bool":{"x:b":"true"}}"#, ["x:k": ["a"], "x:b": ["true"]], true),
        Case(#"{"StringEquals":{"x:k":"a"},"Bool":{"x:b":"true"}}"#, ["x:k": ["a"], "x:b": ["false"]], false),
        Case("{}", [:], true),
    ]) func `takes missing keys, sets and blocks as AWS does`(_ one: Case) throws { try check(one) }

    @Test(arguments: [
        one("StringEquals", #""${aws:PrincipalTag/Team}""#, "blue", true),
        one("StringEquals", #""${AWS:principaltag/team}""#, "blue", true),
        one("StringEquals", #""${aws:PrincipalTag/Team}""#, "red", false),
        one("StringLike", #""${x:star}*""#, "*a", true),
        one("StringLike", #""${x:star}*""#, "ba", false),
        one("StringEquals", #""${x:none, 'all'}""#, "all", true),
        one("StringEquals", #""${x:none,'all'}""#, "none", false),
        one("StringEquals", #""${aws:PrincipalTag/Team, 'all'}""#, "blue", true),
        one("StringEquals", #"["${x:none}","lit"]"#, "lit", false),
        one("StringLike", #"["home/","home/${x:none}/"]"#, "home/", false),
        one("ForAnyValue:StringEquals", #"["${x:none}","lit"]"#, "lit", false),
        one("ForAllValues:StringEquals", #""${x:none}""#, nil, false),
        one("ForAllValues:StringEqualsIfExists", #""${x:none}""#, nil, true),
        // AWS: what is negated does match, for nothing is equal to no value.
        one("StringNotEquals", #""${x:none}""#, "lit", true),
        one("StringNotEquals", #"["${x:none}","lit"]"#, "lit", false),
        one("StringNotEquals", #""${x:none}""#, nil, true),
        one("ForAllValues:StringNotLike", #""${x:none}*""#, "lit", true),
        one("ForAnyValue:StringNotLike", #""${x:none}*""#, "lit", true),
        one("ForAnyValue:StringNotLike", #""${x:none}*""#, nil, false),
        one("ArnNotLike", #""arn:aws:s3:::${x:none}""#, "arn:aws:s3:::b", true),
        one("StringEqualsIfExists", #""${x:none}""#, nil, true),
        one("StringEqualsIfExists", #"["${x:none}","lit"]"#, "lit", false),
        one("StringNotEqualsIfExists", #""${x:none}""#, "lit", true),
        one("StringEquals", #""${x:two}""#, "a", false),
        one("StringEquals", #""${x:two, 'a'}""#, "a", false),
        one("StringEqualsIgnoreCase", #""${aws:PrincipalTag/Team}!""#, "BLUE!", true),
        one("ArnEquals", #""${x:arn}""#, "arn:aws:s3:::b", true),
        one("ArnEquals", #""${x:arn}""#, "arn:aws:s3:::c", false),
    ]) func `puts values in for variables`(_ one: Case) throws {
        let known = [
            "aws:PrincipalTag/Team": ["blue"], "x:star": ["*"], "x:two": ["a", "b"], "x:arn": ["arn:aws:s3:::b"],
        ]
        let context = one.context.merging(known) { own, _ in own }
        try check(Case(one.condition, context, one.holds))
    }

    @Test func `takes a variable as text in version 2008-10-17`() throws {
        let condition = #""Action":"*","Resource":"*","Condition":{"StringEquals":{"x:k":"${aws:username}"}}"#
        for (version, seen, holds) in [
            ("2008-10-17", "${aws:username}", true), ("2008-10-17", "alice", false), ("2012-10-17", "alice", true),
        ] {
            let policy = try Samples.compiled(Samples.policy(condition, version: version))
            let request = try Samples.request(context: ["x:k": [seen], "aws:username": ["alice"]])
            #expect(Evaluator.decide(request, under: ApplicablePolicies(identity: [policy])).isAllowed == holds)
        }
    }
}
