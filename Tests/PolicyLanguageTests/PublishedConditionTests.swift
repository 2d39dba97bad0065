import Model
import PolicyLanguage
import Testing

/// The conditions of AWS's user guide with the requests and results of its tables, row by row.
@Suite struct PublishedConditionTests {
    struct Row: CustomTestStringConvertible, Sendable {
        let page: String
        let condition: String
        let context: [String: [String]]
        let matches: Bool

        var testDescription: String { "\(condition) \(context): \(page)" }
    }

    private static func rows(_ page: String, _ condition: String, _ rows: [([String: [String]], Bool)]) -> [Row] {
        rows.map { Row(page: page, condition: condition, context: $0.0, matches: $0.1) }
    }

    static let guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    static let operators = guide + "reference_policies_elements_condition_operators.html"
    static let multivalued = guide + "reference_policies_condition_examples-multi-valued-context-keys.html"
    static let variables = guide + "reference_policies_variables.html"
    static let keys = guide + "reference_policies_condition-keys.html"

    static let text: [Row] =
        rows(
            operators + "#Conditions_String",
            #"{"StringEquals":{"aws:PrincipalTag/job-category":"iamuser-admin"}}"#,
            [
                (["aws:PrincipalTag/job-category": ["iamuser-admin"]], true),
                (["aws:PrincipalTag/job-category": ["dev-ops"]], false), ([:], false),
            ]
        )
        + rows(
            operators + "#Conditions_String",
            #"{"StringLike":{"s3:prefix":["","home/","home/${aws:username}/"]}}"#,
            [
                (["aws:username": ["martha_rivera"], "s3:prefix": ["home/martha_rivera/"]], true),
                (["aws:username": ["nikki_wolf"], "s3:prefix": ["home/martha_rivera/"]], false),
                (["aws:username": ["nikki_wolf"], "s3:prefix": [""]], true),
                // "No `aws:username` in the request context: no match".
                (["s3:prefix": ["home/"]], false),
            ]
        )
        + rows(
            operators + "#Conditions_String",
            #"{"StringEqualsIgnoreCase":{"aws:RequestTag/environment":["preprod","storage"]},"#
                + #""ForAnyValue:StringEquals":{"aws:TagKeys":"environment"}}"#,
            [
                (["aws:TagKeys": ["environment"], "aws:RequestTag/environment": ["preprod"]], true),
                (["aws:TagKeys": ["environment", "costcenter"], "aws:RequestTag/environment": ["PreProd"]], true),
                (["aws:TagKeys": ["Environment"], "aws:RequestTag/Environment": ["preprod"]], false),
                (["aws:TagKeys": ["costcenter"], "aws:RequestTag/environment": ["preprod"]], false),
                (["aws:RequestTag/environment": ["storage"]], false), (["aws:TagKeys": ["environment"]], false),
                ([:], false),
            ]
        )

    static let others: [Row] =
        rows(
            operators + "#Conditions_Numeric",
            #"{"NumericLessThanEquals":{"s3:max-keys":"10"}}"#,
            [(["s3:max-keys": ["10"]], true), (["s3:max-keys": ["11"]], false), ([:], false)]
        )
        + rows(
            operators + "#Conditions_Date",
            #"{"DateGreaterThan":{"aws:TokenIssueTime":"2020-01-01T00:00:01Z"}}"#,
            [
                (["aws:TokenIssueTime": ["2020-01-01T00:00:02Z"]], true),
                (["aws:TokenIssueTime": ["2020-01-01T00:00:01Z"]], false),
                (["aws:TokenIssueTime": ["1577836802"]], true), ([:], false),
            ]
        )
        + rows(
            operators + "#Conditions_Boolean",
            #"{"Bool":{"aws:SecureTransport":"false"}}"#,
            [(["aws:SecureTransport": ["false"]], true), (["aws:SecureTransport": ["true"]], false), ([:], false)]
        )
        + rows(
            operators + "#Conditions_BinaryEquals",
            #"{"BinaryEquals":{"x:key":"QmluYXJ5VmFsdWVJbkJhc2U2NA=="}}"#,
            [
                (["x:key": ["QmluYXJ5VmFsdWVJbkJhc2U2NA=="]], true), (["x:key": ["ASIAIOSFODNN7EXAMPLE"]], false),
                ([:], false),
            ]
        )
        + rows(
            operators + "#Conditions_IPAddress",
            #"{"IpAddress":{"aws:SourceIp":"203.0.113.0/24"}}"#,
            [(["aws:SourceIp": ["203.0.113.1"]], true), (["aws:SourceIp": ["198.51.100.1"]], false), ([:], false)]
        )
        + rows(
            operators + "#Conditions_IPAddress",
            #"{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:DB8:1234:5678::/64"]}}"#,
            [
                (["aws:SourceIp": ["203.0.113.255"]], true), (["aws:SourceIp": ["2001:db8:1234:5678::1"]], true),
                (["aws:SourceIp": ["2001:db8:1234:5679::1"]], false),
            ]
        )
        + rows(
            operators + "#Conditions_ARN",
            #"{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-west-2:123456789012:TOPIC-ID"}}"#,
            [
                (["aws:SourceArn": ["arn:aws:sns:us-west-2:123456789012:TOPIC-ID"]], true),
                (["aws:SourceArn": ["arn:aws:sns:us-west-2:777788889999:TOPIC-ID"]], false), ([:], false),
            ]
        )
        + rows(
            operators + "#Conditions_ARN",
            #"{"ForAllValues:ArnLike":{"logs:LogGeneratingResourceArns":["#
                + #""arn:aws::cloudfront:123456789012:distribution/*","arn:aws::cloudfront:123456789012:distribution/support*"]}}"#,
            [
                (["logs:LogGeneratingResourceArns": [distribution("123456789012", "costcenter")]], true),
                (
                    [
                        "logs:LogGeneratingResourceArns": [
                            distribution("123456789012", "costcenter"), distribution("123456789012", "support2025"),
                        ]
                    ], true
                ),
                (["logs:LogGeneratingResourceArns": [distribution("777788889999", "costcenter")]], false), ([:], true),
            ]
        )
        + rows(
            operators + "#Conditions_ARN",
            #"{"ArnLike":{"aws:SourceArn":"arn:aws:someservice:*:111122223333:finance/*"}}"#,
            [
                (["aws:SourceArn": ["arn:aws:someservice:us-east-2:111122223333:finance/document.txt"]], true),
                (["aws:SourceArn": [farArn]], false),
            ]
        )
        + rows(
            operators + "#Conditions_ARN",
            #"{"StringLike":{"aws:SourceArn":"arn:aws:someservice:*:111122223333:finance/*"}}"#,
            [(["aws:SourceArn": [farArn]], true)]
        )
        + rows(
            operators + "#Conditions_IfExists",
            #"{"StringLikeIfExists":{"ec2:InstanceType":["t1.*","t2.*","m3.*"]}}"#,
            [(["ec2:InstanceType": ["t1.micro"]], true), (["ec2:InstanceType": ["m2.micro"]], false), ([:], true)]
        )
        + rows(
            operators + "#Conditions_Null",
            #"{"Null":{"aws:TokenIssueTime":"false"}}"#,
            [(["aws:TokenIssueTime": ["2026-11-25T07:00:00Z"]], true), ([:], false)]
        )
        + rows(
            operators + "#Conditions_Null",
            #"{"Null":{"aws:TokenIssueTime":"true"}}"#,
            [(["aws:TokenIssueTime": ["2026-11-25T07:00:00Z"]], false), ([:], true)]
        )

    private static let farArn =
        "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt"

    private static func distribution(_ account: String, _ name: String) -> String {
        "arn:aws::cloudfront:\(account):distribution/\(name)"
    }

    static let sets: [Row] =
        rows(
            multivalued + "#reference_policies_condition_examples-multi-valued-context-keys-1",
            #"{"ForAllValues:StringNotLike":{"aws:TagKeys":"key1*"}}"#,
            [
                (["aws:TagKeys": ["key1:legal"]], false), (["aws:TagKeys": ["key1:hr", "key1:personnel"]], false),
                (["aws:TagKeys": ["key2:audit"]], true), ([:], true),
            ]
        )
        + rows(
            multivalued + "#reference_policies_condition_examples-multi-valued-context-keys-1",
            #"{"ForAllValues:StringNotLike":{"aws:TagKeys":["key1*","key2*"]}}"#,
            [
                (["aws:TagKeys": ["key1:legal"]], false), (["aws:TagKeys": ["key1:hr", "key1:personnel"]], false),
                (["aws:TagKeys": ["key1:hr", "key2:audit"]], false), (["aws:TagKeys": ["key3:legal"]], true),
                ([:], true),
            ]
        )
        + rows(
            multivalued + "#reference_policies_condition_examples-multi-valued-context-keys-2",
            #"{"ForAnyValue:StringEquals":{"aws:TagKeys":"webserver"}}"#,
            [
                (["aws:TagKeys": ["webserver"]], true), (["aws:TagKeys": ["environment", "webserver", "test"]], true),
                (["aws:TagKeys": ["environment", "test"]], false), ([:], false),
            ]
        )
        + rows(
            guide + "reference_policies_condition-single-vs-multi-valued-context-keys.html",
            #"{"ForAllValues:StringLike":{"dynamodb:requestedAttributes":["PostDateTime","Message","Tags"]}}"#,
            [
                (["dynamodb:requestedAttributes": ["PostDateTime", "Message"]], true),
                (["dynamodb:requestedAttributes": ["PostDateTime", "UserName"]], false),
                (["dynamodb:requestedAttributes": []], true),
            ]
        )
        + rows(
            guide + "reference_policies_condition-single-vs-multi-valued-context-keys.html",
            #"{"ForAnyValue:StringLike":{"dynamodb:requestedAttributes":["ID","PostDateTime"]}}"#,
            [
                (["dynamodb:requestedAttributes": ["UserName", "Message", "PostDateTime"]], true),
                (["dynamodb:requestedAttributes": ["UserName"]], false), (["dynamodb:requestedAttributes": []], false),
            ]
        )

    static let values: [Row] =
        rows(
            variables + "#policy-vars-no-value",
            #"{"StringNotEquals":{"s3:ExistingObjectTag/Team":"${aws:PrincipalTag/Team}"}}"#,
            [
                (["s3:ExistingObjectTag/Team": ["blue"], "aws:PrincipalTag/Team": ["blue"]], false),
                (["s3:ExistingObjectTag/Team": ["red"], "aws:PrincipalTag/Team": ["blue"]], true),
                // "Access is explicitly denied when `aws:principaltag/Team` is not set."
                (["s3:ExistingObjectTag/Team": ["blue"]], true), ([:], true),
            ]
        )
        + rows(
            variables + "#policy-vars-conditionelement",
            #"{"StringLike":{"iam:ResourceTag/costCenter":["12345","67890"]}}"#,
            [
                (["iam:ResourceTag/costCenter": ["67890"]], true), (["iam:ResourceTag/costCenter": [""]], false),
                ([:], false),
            ]
        )
        + rows(
            keys + "#condition-keys-multifactorauthpresent",
            #"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}"#,
            [
                (["aws:MultiFactorAuthPresent": ["true"]], false), (["aws:MultiFactorAuthPresent": ["false"]], true),
                // Long-term credentials do not have the key, and count as made without MFA.
                ([:], true),
            ]
        )
        + rows(
            keys + "#condition-keys-multifactorauthpresent",
            #"{"Bool":{"aws:MultiFactorAuthPresent":"false"}}"#,
            [(["aws:MultiFactorAuthPresent": ["false"]], true), ([:], false)]
        )

    @Test(arguments: text + others + sets + values) func `a condition matches as AWS's table says`(_ row: Row) throws {
        for (effect, outcome) in [("Allow", Decision.Outcome.allow), ("Deny", .explicitDeny)] {
            let statement = #""Action":"*","Resource":"*","Condition":\#(row.condition)"#
            let policy = try Samples.compiled(Samples.policy(statement, effect: effect))
            let decision = Evaluator.decide(
                try Samples.request(context: row.context),
                under: ApplicablePolicies(identity: [policy])
            )
            #expect(decision.outcome == (row.matches ? outcome : .implicitDeny), "\(effect)")
        }
    }
}
