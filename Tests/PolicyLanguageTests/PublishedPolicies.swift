import Model

/// Policies of AWS's user guides, shortened to what decides, with requests that the pages speak about.
enum PublishedPolicies {
    typealias Example = PublishedExampleTests.Example

    static let guide = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
    static let examples = single + crossAccount + boundaries + named + notPrincipal + elements + organizations

    private static func policy(_ statements: String...) -> String {
        #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    private static func allow(_ action: String, _ resource: String = "*", _ more: String = "") -> String {
        #"{"Effect":"Allow","Action":"\#(action)","Resource":"\#(resource)"\#(more)}"#
    }

    private static func deny(_ action: String, _ resource: String = "*", _ more: String = "") -> String {
        #"{"Effect":"Deny","Action":"\#(action)","Resource":"\#(resource)"\#(more)}"#
    }

    // MARK: Within an account

    static let carlos = policy(
        #"{"Effect":"Allow","Action":["s3:GetBucketLocation","s3:ListAccessPoints"],"Resource":"arn:aws:s3:::*"}"#,
        #"{"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::carlossalazar/*","arn:aws:s3:::carlossalazar"]}"#,
        deny("s3:*", "arn:aws:s3:::*log*")
    )
    static let bucket = policy(
        #"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/carlossalazar"},"Action":"s3:*","#
            + #""Resource":["arn:aws:s3:::carlossalazar/*","arn:aws:s3:::carlossalazar"]}"#
    )
    static let interplay = policy(
        #"{"Effect":"Allow","Action":["iam:Get*","iam:List*"],"Resource":"*"}"#,
        deny("iam:*Report")
    )

    static let single: [Example] = {
        let basics = guide + "reference_policies_evaluation-logic_policy-eval-basics.html"
        let denies = guide + "reference_policies_evaluation-logic_AccessPolicyLanguage_Interplay.html"
        func carlos(_ name: String, _ bucket: String, _ expect: Decision.Outcome) -> Example {
            Example(
                name: name,
                page: basics,
                action: "s3:PutObject",
                resource: "arn:aws:s3:::\(bucket)/file",
                identity: [Self.carlos],
                resourcePolicy: bucket == "carlossalazar" ? Self.bucket : nil,
                expect: expect
            )
        }
        func iam(_ name: String, _ action: String, more: [String] = [], _ expect: Decision.Outcome) -> Example {
            Example(
                name: name,
                page: denies,
                action: action,
                resource: "*",
                identity: [interplay] + more,
                expect: expect
            )
        }
        return [
            carlos("a file for the logs", "carlossalazar-logs", .explicitDeny),
            carlos("a file for one's own bucket", "carlossalazar", .allow),
            iam("allowed", "iam:GetUser", .allow), iam("implicitly denied", "iam:CreatePolicy", .implicitDeny),
            iam("explicitly denied", "iam:GetOrganizationsAccessReport", .explicitDeny),
            iam("granted elsewhere", "iam:GenerateCredentialReport", more: [policy(allow("iam:*"))], .explicitDeny),
            Example(
                name: "the resource policy alone",
                page: guide + "reference_policies_evaluation-logic.html#policy-eval-basics-id-rdp",
                action: "s3:PutObject",
                resource: "arn:aws:s3:::carlossalazar/file",
                resourcePolicy: Self.bucket,
                expect: .allow
            ),
        ]
    }()

    // MARK: Across accounts

    static let crossAccount: [Example] = {
        let page = guide + "reference_policies_evaluation-logic-cross-account.html"
        let identity = policy(
            allow("s3:ListAllMyBuckets"),
            allow("s3:*Object*", "arn:aws:s3:::amzn-s3-demo-bucket-production/*"),
            #"{"Effect":"Deny","Action":"s3:*","Resource":["arn:aws:s3:::*log*","arn:aws:s3:::*log*/*"]}"#
        )
        let production = policy(
            #"{"Effect":"Allow","Action":["s3:GetObject*","s3:PutObject*","s3:ReplicateObject","s3:RestoreObject"],"#
                + #""Principal":{"AWS":"arn:aws:iam::111111111111:user/carlossalazar"},"#
                + #""Resource":"arn:aws:s3:::amzn-s3-demo-bucket-production/*"}"#
        )
        func carlos(_ name: String, _ action: String, _ bucket: String, _ hasIdentity: Bool, _ expect: Decision.Outcome)
            -> Example
        {
            Example(
                name: name,
                page: page,
                principal: "arn:aws:iam::111111111111:user/carlossalazar",
                action: action,
                resource: "arn:aws:s3:::\(bucket)/file",
                owner: "222222222222",
                identity: hasIdentity ? [identity] : [],
                resourcePolicy: bucket.hasSuffix("production") ? production : nil,
                expect: expect
            )
        }
        return [
            carlos("the logs", "s3:PutObject", "amzn-s3-demo-bucket-production-logs", true, .explicitDeny),
            carlos("both accounts allow", "s3:PutObject", "amzn-s3-demo-bucket-production", true, .allow),
            carlos("the owner does not", "s3:DeleteObject", "amzn-s3-demo-bucket-production", true, .implicitDeny),
            carlos("the caller's own does not", "s3:PutObject", "amzn-s3-demo-bucket-production", false, .implicitDeny),
        ]
    }()

    // MARK: Boundaries

    static let boundaries: [Example] = {
        let page = guide + "access_policies_boundaries.html"
        let shirley = policy(#"{"Effect":"Allow","Action":["s3:*","cloudwatch:*","ec2:*"],"Resource":"*"}"#)
        let zhang = policy(
            #"{"Effect":"Allow","Action":["iam:CreateUser","iam:PutUserPermissionsBoundary"],"Resource":"*","Condition":"#
                + #"{"StringEquals":{"iam:PermissionsBoundary":"arn:aws:iam::123456789012:policy/XCompanyBoundaries"}}}"#,
            #"{"Effect":"Allow","Action":["cloudwatch:*","iam:GetUser","iam:*Group*"],"Resource":"*"}"#,
            deny("iam:DeleteUserPermissionsBoundary")
        )
        let company = policy(
            #"{"Effect":"Allow","Action":["s3:*","cloudwatch:*","ec2:*","dynamodb:*"],"Resource":"*"}"#,
            #"{"Effect":"Allow","Action":["iam:*AccessKey*","iam:GetUser"],"Resource":"arn:aws:iam::*:user/${aws:username}"}"#,
            #"{"Effect":"Deny","Action":"s3:*","Resource":["arn:aws:s3:::logs","arn:aws:s3:::logs/*"]}"#
        )
        func bounded(
            _ name: String,
            _ action: String,
            _ resource: String,
            _ boundary: String,
            context: [String: [String]] = [:],
            identity: [String] = [policy(allow("*"))],
            _ expect: Decision.Outcome
        ) -> Example {
            Example(
                name: name,
                page: page,
                action: action,
                resource: resource,
                context: context,
                identity: identity,
                boundary: boundary,
                expect: expect
            )
        }
        let permitted = ["iam:PermissionsBoundary": ["arn:aws:iam::123456789012:policy/XCompanyBoundaries"]]
        let nikhil = ["aws:username": ["Nikhil"]]
        let user = "arn:aws:iam::111122223333:user/"
        return [
            bounded(
                "a service outside",
                "iam:CreateUser",
                "*",
                shirley,
                identity: [policy(allow("iam:CreateUser"))],
                .implicitDeny
            ),
            bounded(
                "a boundary grants nothing",
                "s3:GetObject",
                "arn:aws:s3:::b/k",
                shirley,
                identity: [],
                .implicitDeny
            ),
            bounded(
                "both allow",
                "s3:GetObject",
                "arn:aws:s3:::b/k",
                shirley,
                identity: [policy(allow("s3:*"))],
                .allow
            ),
            bounded("a user with the boundary", "iam:CreateUser", user + "Nikhil", zhang, context: permitted, .allow),
            bounded("a user without a boundary", "iam:CreateUser", user + "Nikhil", zhang, .implicitDeny),
            bounded("the boundary off", "iam:DeleteUserPermissionsBoundary", user + "Zhang", zhang, .explicitDeny),
            bounded("one's own keys", "iam:CreateAccessKey", user + "Nikhil", company, context: nikhil, .allow),
            bounded("another's keys", "iam:CreateAccessKey", user + "Zhang", company, context: nikhil, .implicitDeny),
            bounded("the logs", "s3:GetObject", "arn:aws:s3:::logs/1", company, context: nikhil, .explicitDeny),
        ]
    }()

    // MARK: Resource policies that name a principal, beside implicit denies

    static let named: [Example] = {
        let page = guide + "reference_policies_evaluation-logic_policy-eval-denyallow.html"
        let user = "arn:aws:iam::111122223333:user/exampleuser"
        let role = "arn:aws:iam::111122223333:role/examplerole"
        let session = "arn:aws:sts::111122223333:assumed-role/examplerole/examplerolesessionname"
        let federated = "arn:aws:sts::111122223333:federated-user/exampleuser"
        func grant(_ principal: String, _ more: String = "") -> String {
            policy(#"{"Effect":"Allow","Principal":\#(principal),"Action":"s3:*","Resource":"*"\#(more)}"#)
        }
        func one(
            _ name: String,
            _ principal: String,
            _ grant: String,
            boundary: Bool = false,
            session: Bool = false,
            context: [String: [String]] = [:],
            _ expect: Decision.Outcome
        ) -> Example {
            let other = policy(allow("ec2:*"))
            return Example(
                name: name,
                page: page,
                principal: principal,
                action: "s3:GetObject",
                resource: "arn:aws:s3:::b/k",
                context: context,
                boundary: boundary ? other : nil,
                session: session ? other : nil,
                resourcePolicy: grant,
                expect: expect
            )
        }
        func aws(_ arn: String) -> String { #"{"AWS":"\#(arn)"}"# }
        return [
            one("role", session, grant(aws(role)), .allow),
            one("role, limited by its boundary", session, grant(aws(role)), boundary: true, .implicitDeny),
            one("role, limited by the session policy", session, grant(aws(role)), session: true, .implicitDeny),
            one("role session, not limited", session, grant(aws(session)), boundary: true, session: true, .allow),
            one("user, not limited by the boundary", user, grant(aws(user)), boundary: true, .allow),
            one("federated user, not limited", federated, grant(aws(federated)), boundary: true, session: true, .allow),
            one("federated user without a session policy", federated, grant(aws(user)), .implicitDeny),
            one(
                "everybody, by aws:PrincipalArn, not limited",
                session,
                grant(#""*""#, #","Condition":{"ArnEquals":{"aws:PrincipalArn":"\#(role)"}}"#),
                boundary: true,
                session: true,
                context: ["aws:PrincipalArn": [role]],
                .allow
            ),
        ]
    }()
}
