import Model
import PolicyLanguage
import Testing

/// What is refused, with its code and place.
@Suite struct ParsingTests {
    struct Refused: CustomTestStringConvertible, Sendable {
        let text: String
        let code: PolicyError.Code
        let line: Int
        let column: Int
        let kind: DocumentKind

        init(_ text: String, _ code: PolicyError.Code, _ line: Int, _ column: Int, _ kind: DocumentKind = .identity) {
            self.text = text
            self.code = code
            self.line = line
            self.column = column
            self.kind = kind
        }

        var testDescription: String { String(text.prefix(80)) }
    }

    /// A policy with one statement whose members stand on line 2; column 0 is the statement itself, on line 1.
    static func statement(
        _ members: String,
        _ code: PolicyError.Code,
        _ column: Int,
        _ kind: DocumentKind = .identity
    ) -> Refused {
        let text = #"{"Version":"2012-10-17","Statement":[{"# + "\n\(members)}]}"
        return Refused(text, code, column > 0 ? 2 : 1, column > 0 ? column : 38, kind)
    }

    func check(_ one: Refused) {
        #expect {
            _ = try PolicyDocument(parsing: one.text, kind: one.kind)
        } throws: { error in
            guard let error = error as? PolicyError else { return false }
            let isThere = error.code == one.code && error.line == one.line && error.column == one.column
            if !isThere { print("found", error.code, error.description, "for", one.text) }
            let message = error.message
            return isThere && !message.hasSuffix(".") && !message.contains("\n")
                && error.description.hasPrefix("line \(one.line), column \(one.column): ")
        }
    }

    static let good = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#

    @Test(arguments: [
        Refused("", .syntax, 1, 1),
        Refused("  \n ", .syntax, 2, 2),
        Refused("[]", .wrongType, 1, 1),
        Refused("{", .syntax, 1, 2),
        Refused(good + " x", .syntax, 1, 88),
        Refused(good + good, .syntax, 1, 87),
        Refused("\u{FEFF}" + good, .invalidText, 1, 1),
        Refused("{'a':1}", .syntax, 1, 2),
        Refused(#"{"a":1,}"#, .syntax, 1, 8),
        Refused(#"{"a" 1}"#, .syntax, 1, 6),
        Refused(#"{"a":[1 2]}"#, .syntax, 1, 9),
        Refused(#"{"a":[1,]}"#, .syntax, 1, 9),
        Refused(#"{"a":01}"#, .syntax, 1, 7),
        Refused(#"{"a":1.}"#, .syntax, 1, 8),
        Refused(#"{"a":.5}"#, .syntax, 1, 6),
        Refused(#"{"a":tru}"#, .syntax, 1, 6),
        Refused(#"{"a":NaN}"#, .syntax, 1, 6),
        Refused(#"{"a":"b"#, .syntax, 1, 8),
        Refused("{\"a\":\"b\tc\"}", .syntax, 1, 8),
        Refused(#"{"a":"\x"}"#, .syntax, 1, 7),
        Refused(#"{"a":"\u12"}"#, .syntax, 1, 7),
        Refused("{\"a\":\"b\u{0}c\"}", .invalidText, 1, 8),
        Refused(#"{"a":"b\u0000c"}"#, .invalidText, 1, 8),
        Refused(#"{"a":"\ud83d"}"#, .invalidText, 1, 7),
        Refused(#"{"a":"\ud83d\u0041"}"#, .invalidText, 1, 7),
        Refused(#"{"a":"\ude00\ud83d"}"#, .invalidText, 1, 7),
        Refused("{\"é\":1, \"é\":2}", .duplicateKey, 1, 10),
        Refused(#"{"Statement":[],"Statement":[]}"#, .duplicateKey, 1, 17),
        Refused("{\n \"a\": 1 /* no */}", .syntax, 2, 9),
    ]) func `refuses what is not strict JSON`(_ one: Refused) { check(one) }

    @Test(arguments: [
        Refused("{}", .missingElement, 1, 1),
        Refused(#"{"Statement":[]}"#, .emptyList, 1, 14),
        Refused(#"{"Statement":"x"}"#, .wrongType, 1, 14),
        Refused(#"{"Version":"2012-10-18","Statement":[]}"#, .invalidVersion, 1, 12),
        Refused(#"{"Version":2012,"Statement":[]}"#, .wrongType, 1, 12),
        Refused(#"{"version":"2012-10-17","Statement":[]}"#, .unknownElement, 1, 2),
        Refused(#"{"Id":7,"Statement":[]}"#, .wrongType, 1, 7),
        statement(#""Action":"*","Resource":"*""#, .missingElement, 0),
        statement(#""Effect":"allow","Action":"*","Resource":"*""#, .invalidEffect, 10),
        statement(#""Effect":true,"Action":"*","Resource":"*""#, .wrongType, 10),
        statement(#""Effect":"Deny","action":"*","Resource":"*""#, .unknownElement, 17),
        statement(#""Effect":"Deny","Actions":"*","Resource":"*""#, .unknownElement, 17),
        statement(#""Effect":"Deny","Resource":"*""#, .missingElement, 0),
        statement(#""Effect":"Deny","Action":"*""#, .missingElement, 0),
        statement(#""Effect":"Deny","Action":[],"Resource":"*""#, .emptyList, 26),
        statement(#""Effect":"Deny","Action":["*",1],"Resource":"*""#, .wrongType, 31),
        statement(#""Effect":"Deny","Action":{"a":1},"Resource":"*""#, .wrongType, 26),
        statement(#""Effect":"Deny","Action":null,"Resource":"*""#, .wrongType, 26),
        statement(#""Effect":"Deny","Action":"*","NotAction":"*","Resource":"*""#, .conflictingElements, 42),
        statement(#""Effect":"Deny","Action":"*","NotResource":"*","Resource":"*""#, .conflictingElements, 44),
        statement(#""Effect":"Deny","Action":"GetObject","Resource":"*""#, .invalidAction, 26),
        statement(#""Effect":"Deny","Action":":Get","Resource":"*""#, .invalidAction, 26),
        statement(#""Effect":"Deny","Action":"s 3:Get","Resource":"*""#, .invalidAction, 26),
        statement(#""Effect":"Deny","Action":"","Resource":"*""#, .invalidAction, 26),
        statement(#""Effect":"Deny","Action":"s3:Gét","Resource":"*""#, .invalidAction, 26),
        statement(#""Effect":"Deny","Action":"*","Resource":"bucket""#, .invalidResource, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"""#, .invalidResource, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"arn:aws:s3:bucket""#, .invalidResource, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"arn:aws:s?:::bucket""#, .invalidResource, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"arn:aws:*""#, .invalidResource, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"arn:*""#, .invalidResource, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::${""#, .invalidVariable, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::${}""#, .invalidVariable, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::${user}""#, .invalidVariable, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"arn:aws:s3:::${a:b, c}""#, .invalidVariable, 41),
        statement(#""Effect":"Deny","Action":"*","Resource":"*","Sid":"a b""#, .invalidSid, 0),
    ]) func `refuses a document or statement of the wrong shape`(_ one: Refused) { check(one) }

    static func condition(_ block: String, _ code: PolicyError.Code, _ column: Int) -> Refused {
        statement(#""Effect":"Deny","Action":"*","Resource":"*","Condition":"# + block, code, column + 56)
    }

    @Test(arguments: [
        condition("[]", .wrongType, 1),
        condition(#"{"StringEqual":{}}"#, .unknownOperator, 2),
        condition(#"{"stringEquals":{}}"#, .unknownOperator, 2),
        condition(#"{"NullIfExists":{"a:b":"true"}}"#, .unknownOperator, 2),
        condition(#"{"ForAnyValue:Null":{"a:b":"true"}}"#, .unknownOperator, 2),
        condition(#"{"ForSomeValues:StringEquals":{"a:b":"true"}}"#, .unknownOperator, 2),
        condition(#"{"StringEqualsIfExistsIfExists":{"a:b":"true"}}"#, .unknownOperator, 2),
        condition(#"{"StringEquals":"a"}"#, .wrongType, 17),
        condition(#"{"StringEquals":{"a:b":[]}}"#, .emptyList, 24),
        condition(#"{"StringEquals":{"a:b":null}}"#, .wrongType, 24),
        condition(#"{"StringEquals":{"a:b":["x",["y"]]}}"#, .wrongType, 29),
        condition(#"{"StringEquals":{"ab":"x"}}"#, .invalidConditionKey, 18),
        condition(#"{"StringEquals":{"a:b":"x","A:B":"y"}}"#, .duplicateKey, 28),
        condition(#"{"StringEquals":{"a:b":"x"},"StringEquals":{"a:c":"x"}}"#, .duplicateKey, 29),
        condition(#"{"StringEquals":{"a:b":"${x"}}"#, .invalidVariable, 24),
        condition(#"{"NumericEquals":{"a:b":"ten"}}"#, .invalidConditionValue, 25),
        condition(#"{"NumericEquals":{"a:b":1e3}}"#, .invalidConditionValue, 25),
        condition(#"{"NumericEquals":{"a:b":"${a:b}"}}"#, .invalidConditionValue, 25),
        condition(#"{"DateEquals":{"a:b":"2030-02-30"}}"#, .invalidConditionValue, 22),
        condition(#"{"Bool":{"a:b":"yes"}}"#, .invalidConditionValue, 16),
        condition(#"{"Null":{"a:b":"no"}}"#, .invalidConditionValue, 16),
        condition(#"{"BinaryEquals":{"a:b":"?"}}"#, .invalidConditionValue, 24),
        condition(#"{"IpAddress":{"a:b":"10.0.0.0/33"}}"#, .invalidConditionValue, 21),
        condition(#"{"IpAddress":{"a:b":"10.0.0.0/"}}"#, .invalidConditionValue, 21),
        condition(#"{"IpAddress":{"a:b":"10.0.0.0/+8"}}"#, .invalidConditionValue, 21),
        condition(#"{"IpAddress":{"a:b":"10.0.0.256"}}"#, .invalidConditionValue, 21),
        condition(#"{"ArnLike":{"a:b":"arn:aws:s3"}}"#, .invalidConditionValue, 19),
    ]) func `refuses a condition that it does not understand`(_ one: Refused) { check(one) }

    static func with(_ principal: String, _ kind: DocumentKind, _ code: PolicyError.Code, _ column: Int) -> Refused {
        statement(#""Effect":"Deny","Action":"sts:*",\#(principal)"#, code, column + 33, kind)
    }

    static func not(_ members: String, _ column: Int) -> Refused {
        statement(members, .prohibitedElement, column, .resource)
    }

    @Test(arguments: [
        with(#""Resource":"*","Principal":"*""#, .identity, .prohibitedElement, 28),
        with(#""Resource":"*","Principal":"*""#, .session, .prohibitedElement, 28),
        with(#""Resource":"*","Principal":"*""#, .permissionsBoundary, .prohibitedElement, 28),
        with(#""Resource":"*","Principal":"*""#, .serviceControl, .prohibitedElement, 28),
        with(#""Resource":"*""#, .resource, .missingElement, -33),
        with(#""Resource":"*""#, .resourceControl, .missingElement, -33),
        with(#""Condition":{}"#, .trust, .missingElement, -33),
        with(#""Principal":"*","Resource":"*""#, .trust, .prohibitedElement, 28),
        with(#""NotPrincipal":"*""#, .trust, .prohibitedElement, 16),
        with(#""Resource":"*","Principal":{"AWS":"123456789012"}"#, .resourceControl, .invalidPrincipal, 35),
        with(#""Principal":"arn:aws:iam::123456789012:user/a""#, .resource, .invalidPrincipal, 13),
        with(#""Principal":{"AWS":"arn:aws:iam::123456789012:user/*"}"#, .resource, .invalidPrincipal, 20),
        with(#""Principal":{"AWS":"arn:aws:iam::123456789012:group/a"}"#, .resource, .invalidPrincipal, 20),
        with(#""Principal":{"AWS":"1234"}"#, .resource, .invalidPrincipal, 20),
        with(#""Principal":{"AWS":[]}"#, .resource, .emptyList, 20),
        with(#""Principal":{}"#, .resource, .emptyList, 13),
        with(#""Principal":{"aws":"*"}"#, .resource, .unknownElement, 14),
        with(#""Principal":{"Service":"*.amazonaws.com"}"#, .resource, .invalidPrincipal, 24),
        with(#""Principal":["*"]"#, .resource, .wrongType, 13),
        with(#""Principal":"*","NotPrincipal":"*""#, .resource, .conflictingElements, 32),
        not(#""Effect":"Allow","Action":"*","NotPrincipal":{"AWS":"123456789012"}"#, 53),
        not(#""NotPrincipal":{"AWS":["123456789012"]},"Action":"*","Effect":"Allow""#, 24),
        not(#""Effect":"Allow","NotPrincipal":{"Service":"ec2.amazonaws.com"},"Action":"*""#, 44),
    ]) func `asks of each kind of policy what is its own`(_ one: Refused) { check(one) }

    @Test func `NotPrincipal denies, and allows only in the cases of others`() throws {
        let others = #""Action":"*","NotPrincipal":{"AWS":"123456789012"}"#
        _ = try PolicyDocument(parsing: Samples.policy(others, effect: "Deny"), kind: .resource)
        let allow = Samples.policy(others)
        #expect(throws: PolicyError.self) { try PolicyDocument(parsing: allow, kind: .resource) }
        _ = try PolicyDocument(parsing: allow, kind: .resource, strictness: .foreign)
    }

    @Test func `a trust policy is about sts`() throws {
        let text = Samples.policy(#""Action":"sts:AssumeRole","Principal":{"AWS":"123456789012"}"#)
        _ = try PolicyDocument(parsing: text, kind: .trust)
        for action in ["*", "s3:*"] {
            let other = Samples.policy(#""Action":"\#(action)","Principal":{"AWS":"123456789012"}"#)
            #expect(throws: PolicyError.self) { try PolicyDocument(parsing: other, kind: .trust) }
        }
    }

    @Test func `sids are unique, and may be empty`() throws {
        func policy(_ first: String, _ second: String) -> String {
            let rest = #""Effect":"Allow","Action":"*","Resource":"*""#
            return #"{"Statement":[{"Sid":"\#(first)",\#(rest)},{"Sid":"\#(second)",\#(rest)}]}"#
        }
        for (first, second) in [("a", "b"), ("", ""), ("a", "A")] {
            _ = try PolicyDocument(parsing: policy(first, second), kind: .identity)
        }
        #expect(throws: PolicyError.self) { try PolicyDocument(parsing: policy("a", "a"), kind: .identity) }
    }

    @Test func `counts characters as quotas do`() {
        #expect(PolicyDocument.countedCharacters("{ \"a\" :\n \"b c\\\" d\" }\t") == 15)
        #expect(PolicyDocument.countedCharacters("{\"a\":\"é\"}") == 9)
    }
}
