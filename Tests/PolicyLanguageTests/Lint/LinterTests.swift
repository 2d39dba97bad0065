import PolicyLanguage
import Testing

/// What `PolicyLinter` says, and beside each the neighbour of which it says nothing.
@Suite struct LinterTests {
    /// Codes found in an identity policy of version 2012-10-17 with these statements.
    private static func codes(_ statements: String, kind: DocumentKind = .identity) -> Set<PolicyFinding.Code> {
        let text = #"{"Version":"2012-10-17","Statement":[\#(statements)]}"#
        return Set(PolicyLinter.findings(in: text, kind: kind).map(\.code))
    }

    struct Case: Sendable {
        let code: PolicyFinding.Code
        let found: String
        let notFound: String
        var kind = DocumentKind.identity
    }

    private static func allow(_ action: String, _ resource: String = "*", _ rest: String = "") -> String {
        #"{"Effect":"Allow","Action":\#(action),"Resource":\#(resource == "*" ? "\"*\"" : resource)\#(rest)}"#
    }

    private static func deny(_ action: String, _ resource: String = "\"*\"", _ rest: String = "") -> String {
        #"{"Effect":"Deny","Action":\#(action),"Resource":\#(resource)\#(rest)}"#
    }

    private static func condition(_ text: String) -> String { #","Condition":{\#(text)}"# }

    static let cases: [Case] = [
        Case(
            code: .allowWithNotAction,
            found: #"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#,
            notFound: #"{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}"#
        ),
        Case(
            code: .allowWithNotResource,
            found: #"{"Effect":"Allow","Action":"s3:GetObject","NotResource":"arn:aws:s3:::a/*"}"#,
            notFound: #"{"Effect":"Deny","Action":"s3:GetObject","NotResource":"arn:aws:s3:::a/*"}"#
        ),
        Case(
            code: .allowForAllValuesWithoutNull,
            found: allow("\"s3:PutObject\"", "*", condition(#""ForAllValues:StringEquals":{"aws:TagKeys":"a"}"#)),
            notFound: allow(
                "\"s3:PutObject\"",
                "*",
                condition(#""ForAllValues:StringEquals":{"aws:TagKeys":"a"},"Null":{"aws:TagKeys":"false"}"#)
            )
        ),
        Case(
            code: .allowForAllValuesWithoutNull,
            found: allow(
                "\"s3:PutObject\"",
                "*",
                condition(#""ForAllValues:StringEquals":{"aws:TagKeys":"a"},"Null":{"aws:TagKeys":"true"}"#)
            ),
            notFound: deny(
                "\"s3:PutObject\"",
                "\"*\"",
                condition(#""ForAllValues:StringEquals":{"aws:TagKeys":"a"}"#)
            )
        ),
        Case(
            code: .passRoleOnAll,
            found: allow("\"iam:Pass*\""),
            notFound: allow("\"iam:PassRole\"", "\"arn:aws:iam::123456789012:role/app\"")
        ),
        Case(
            code: .passRoleOnAll,
            found: allow("\"*\"") + "," + deny("\"iam:PassRole\"", "\"arn:aws:iam::123456789012:role/app\""),
            notFound: allow("\"*\"") + "," + deny("\"iam:PassRole\"")
        ),
        Case(
            code: .passRoleWithNotResource,
            found: #"{"Effect":"Allow","Action":"iam:PassRole","NotResource":"arn:aws:iam::123456789012:role/a"}"#,
            notFound: #"{"Effect":"Allow","Action":"iam:GetRole","NotResource":"arn:aws:iam::123456789012:role/a"}"#
        ),
        Case(
            code: .privilegeEscalation,
            found: allow("\"iam:CreatePolicyVersion\""),
            notFound: allow("\"iam:CreatePolicyVersion\"", "\"arn:aws:iam::123456789012:policy/other\"")
        ),
        Case(
            code: .privilegeEscalation,
            found: allow("\"iam:Put*\""),
            notFound: allow("\"iam:Get*\"")
        ),
        Case(
            code: .wildcardWithoutLike,
            found: allow("\"s3:GetObject\"", "*", condition(#""StringEquals":{"aws:PrincipalTag/team":"a*"}"#)),
            notFound: allow(
                "\"s3:GetObject\"",
                "*",
                condition(#""StringLike":{"aws:PrincipalTag/team":"a*"},"StringEquals":{"aws:userid":"a${*}"}"#)
            )
        ),
        Case(
            code: .multivaluedKeyWithoutSetOperator,
            found: allow("\"s3:GetObject\"", "*", condition(#""StringEquals":{"aws:tagkeys":"a"}"#)),
            notFound: allow("\"s3:GetObject\"", "*", condition(#""ForAnyValue:StringEquals":{"aws:tagkeys":"a"}"#))
        ),
        Case(
            code: .setOperatorWithSingleValuedKey,
            found: allow("\"s3:GetObject\"", "*", condition(#""ForAnyValue:StringEquals":{"aws:ResourceTag/a":"b"}"#)),
            notFound: allow("\"s3:GetObject\"", "*", condition(#""ForAnyValue:StringEquals":{"shop:Colours":"b"}"#))
        ),
        Case(
            code: .unreachableStatement,
            found: #"{"Effect":"Deny","NotAction":["s3:*","*"],"Resource":"*"}"#,
            notFound: #"{"Effect":"Deny","NotAction":["s3:*"],"Resource":"*"}"#
        ),
        Case(
            code: .unreachableStatement,
            found: #"{"Effect":"Allow","Action":"s3:GetObject","NotResource":"*"}"#,
            notFound: #"{"Effect":"Allow","Action":"s3:GetObject","NotResource":"arn:aws:s3:::*"}"#
        ),
        Case(
            code: .unreachableStatement,
            found: allow(
                "\"s3:GetObject\"",
                "*",
                condition(#""Null":{"aws:SourceIp":"true"},"IpAddress":{"AWS:sourceip":"10.0.0.0/8"}"#)
            ),
            notFound: allow(
                "\"s3:GetObject\"",
                "*",
                condition(#""Null":{"aws:SourceIp":"true"},"IpAddressIfExists":{"aws:SourceIp":"10.0.0.0/8"}"#)
            )
        ),
        Case(
            code: .allowShadowedByDeny,
            found: allow("\"s3:GetObject\"", "\"arn:aws:s3:::a/*\"") + "," + deny("\"S3:Get*\""),
            notFound: allow("\"s3:GetObject\"", "\"arn:aws:s3:::a/*\"") + ","
                + deny("\"s3:Get*\"", "\"*\"", condition(#""Bool":{"aws:SecureTransport":"false"}"#))
        ),
        Case(
            code: .allowShadowedByDeny,
            found: allow("\"s3:GetObject\"") + #",{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}"#,
            notFound: allow("[\"s3:GetObject\",\"i*:Get*\"]")
                + #",{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}"#
        ),
        Case(
            code: .unknownAction,
            found: allow("\"s3:GetObjct\""),
            notFound: allow("[\"s3:getobject\",\"shop:GetObjct\",\"s3:GetObj*\",\"s3:SomethingNew\"]")
        ),
        Case(
            code: .unknownConditionKey,
            found: allow("\"s3:GetObject\"", "*", condition(#""Bool":{"aws:MultiFactorAuthPresnt":"true"}"#)),
            notFound: allow(
                "\"s3:GetObject\"",
                "*",
                condition(#""Bool":{"AWS:multifactorauthpresent":"true","shop:SourceIpp":"true"}"#)
            )
        ),
        Case(
            code: .dotSegmentInResource,
            found: allow("\"s3:GetObject\"", "\"arn:aws:s3:::a/../b\""),
            notFound: allow("\"s3:GetObject\"", "\"arn:aws:s3:::a/..b\"")
        ),
        Case(
            code: .questionMarkInResource,
            found: allow("\"s3:GetObject\"", "\"arn:aws:s3:::a/?\""),
            notFound: allow("\"s3:GetObject\"", "\"arn:aws:s3:::a/${?}\"")
        ),
        Case(
            code: .emptySid,
            found: #"{"Sid":"","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#,
            notFound: #"{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#
        ),
        Case(
            code: .redundantAction,
            found: allow("[\"s3:GetObject\",\"S3:get*\"]"),
            notFound: allow("[\"s3:GetObject\",\"s3:Put*\"]")
        ),
        Case(
            code: .redundantResource,
            found: allow("\"s3:GetObject\"", "[\"arn:aws:s3:::a/*\",\"arn:aws:s3:::a/b/*\"]"),
            notFound: allow("\"s3:GetObject\"", "[\"arn:aws:s3:::a/*\",\"arn:aws:s3:::${aws:username}/a\"]")
        ),
        Case(
            code: .redundantConditionValue,
            found: allow("\"s3:GetObject\"", "*", condition(#""StringEquals":{"aws:username":["a","a"]}"#)),
            notFound: allow("\"s3:GetObject\"", "*", condition(#""StringEquals":{"aws:username":["a","A"]}"#))
        ),
        Case(
            code: .redundantStatement,
            found: allow("\"s3:*\"") + "," + allow("\"s3:GetObject\"", "\"arn:aws:s3:::a\""),
            notFound: allow("\"s3:*\"", "*", condition(#""Bool":{"aws:SecureTransport":"true"}"#)) + ","
                + allow("\"s3:GetObject\"", "\"arn:aws:s3:::a\"")
        ),
    ]

    @Test(arguments: cases)
    func `a finding is found, and its neighbour is not`(one: Case) {
        #expect(Self.codes(one.found, kind: one.kind).contains(one.code), "\(one.found)")
        #expect(!Self.codes(one.notFound, kind: one.kind).contains(one.code), "\(one.notFound)")
        for text in [one.found, one.notFound] {
            #expect(!Self.codes(text, kind: one.kind).contains(.malformedPolicy), "\(text)")
        }
    }

    @Test func `every code but those of versions and of errors has a case`() {
        let others: Set<PolicyFinding.Code> = [.malformedPolicy, .missingVersion, .variableInOldVersion]
        #expect(Set(Self.cases.map(\.code)).union(others) == Set(PolicyFinding.Code.allCases))
    }

    @Test func `a version that has no variables is told, where there are some`() {
        let old = #"{"Statement":{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:a:::${aws:username}"}}"#
        #expect(
            PolicyLinter.findings(in: old, kind: .identity).map(\.code) == [.missingVersion, .variableInOldVersion]
        )
        let plain = #"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"a:b","Resource":"*"}}"#
        #expect(PolicyLinter.findings(in: plain, kind: .identity).isEmpty)
        let new =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"a:b","Resource":"arn:aws:a:::${a:b}"}}"#
        #expect(PolicyLinter.findings(in: new, kind: .identity).isEmpty)
    }

    @Test func `what is no policy is an error with its place`() throws {
        let text = "{\n  \"Statement\": []}"
        let finding = try #require(PolicyLinter.findings(in: text, kind: .identity).first)
        #expect(finding.code == .malformedPolicy)
        #expect(finding.severity == .error)
        #expect(finding.position.line == 2)
    }

    @Test func `what bounds others grants nothing`() {
        let full = Self.allow("\"*\"")
        #expect(Self.codes(full).contains(.privilegeEscalation))
        for kind in [DocumentKind.permissionsBoundary, .serviceControl] {
            #expect(Self.codes(full, kind: kind).isEmpty)
        }
    }

    @Test func `a mended policy has nothing to be said of`() {
        let mended = Self.allow("\"orders:Read\"", "\"arn:aws:orders:::order/*\"")
        #expect(Self.codes(mended).isEmpty)
    }
}
