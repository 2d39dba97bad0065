import Model

extension PublishedPolicies {
    // MARK: All but

    static let notPrincipal: [Example] = {
        let page = guide + "reference_policies_elements_notprincipal.html"
        let open = #"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#
        func one(
            _ name: String,
            _ principal: String,
            _ denied: String,
            context: [String: [String]] = [:],
            boundary: Bool = false,
            page: String = page,
            _ expect: Decision.Outcome
        ) -> Example {
            Example(
                name: name,
                page: page,
                principal: principal,
                action: "s3:GetObject",
                resource: "arn:aws:s3:::amzn-s3-demo-bucket/k",
                owner: "444455556666",
                context: context,
                boundary: boundary ? #"{"Version":"2012-10-17","Statement":[\#(every)]}"# : nil,
                resourcePolicy: #"{"Version":"2012-10-17","Statement":[\#(open),\#(denied)]}"#,
                expect: expect
            )
        }
        let every = #"{"Effect":"Allow","Action":"*","Resource":"*"}"#
        func except(_ names: String...) -> String {
            let list = names.map { #""\#($0)""# }.joined(separator: ",")
            return #"{"Effect":"Deny","NotPrincipal":{"AWS":[\#(list)]},"Action":"s3:*","Resource":"*"}"#
        }
        let (bob, root) = ("arn:aws:iam::444455556666:user/Bob", "arn:aws:iam::444455556666:root")
        let role = "arn:aws:iam::444455556666:role/cross-account-read-only-role"
        let app = "arn:aws:sts::444455556666:assumed-role/cross-account-read-only-role/cross-account-audit-app"
        let byCondition =
            #"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","#
            + #""Condition":{"ArnNotEquals":{"aws:PrincipalArn":"arn:aws:iam::444455556666:user/user-name"}}}"#
        let instead = guide + "reference_policies_elements_principal.html#principal-anonymous"
        let named = "arn:aws:iam::444455556666:user/user-name"
        return [
            one("Bob", bob, except(bob, root), .allow),
            one(
                "another user of Bob's account",
                "arn:aws:iam::444455556666:user/Alice",
                except(bob, root),
                .explicitDeny
            ),
            one("the session", app, except(app, role, root), .allow),
            one("another session of the role", app + "-2", except(app, role, root), .explicitDeny),
            one("Bob with a boundary", bob, except(bob, root), boundary: true, .explicitDeny),
            one(
                "the user by condition",
                named,
                byCondition,
                context: ["aws:PrincipalArn": [named]],
                page: instead,
                .allow
            ),
            one(
                "another by condition",
                bob,
                byCondition,
                context: ["aws:PrincipalArn": [bob]],
                page: instead,
                .explicitDeny
            ),
        ]
    }()

    static let elements: [Example] = {
        let notAction = guide + "reference_policies_elements_notaction.html"
        let notResource = guide + "reference_policies_elements_notresource.html"
        let variables = guide + "reference_policies_variables.html"
        func one(
            _ name: String,
            _ page: String,
            _ action: String,
            _ resource: String,
            _ statement: String,
            context: [String: [String]] = [:],
            _ expect: Decision.Outcome
        ) -> Example {
            Example(
                name: name,
                page: page,
                action: action,
                resource: resource,
                context: context,
                identity: [#"{"Version":"2012-10-17","Statement":\#(statement)}"#],
                expect: expect
            )
        }
        let noDelete = #"{"Effect":"Allow","NotAction":"s3:DeleteBucket","Resource":"arn:aws:s3:::*"}"#
        let noIAM = #"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#
        let noMFA =
            #"{"Effect":"Deny","NotAction":"iam:*","Resource":"*","#
            + #""Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}"#
        let payroll =
            #"{"Effect":"Deny","Action":"s3:*","NotResource":["#
            + #""arn:aws:s3:::HRBucket/Payroll","arn:aws:s3:::HRBucket/Payroll/*"]}"#
        let team =
            #"{"Effect":"Allow","Action":"s3:*","#
            + #""Resource":"arn:aws:s3:::amzn-s3-demo-bucket-${aws:PrincipalTag/team, 'company-wide'}"}"#
        let topic =
            #"{"Effect":"Allow","Action":["sns:CreateTopic","sns:DeleteTopic"],"Resource":["arn:aws:sns:*:*:"#
            + #"${aws:PrincipalTag/access-project}-${aws:PrincipalTag/access-application}-*"]}"#
        let tags = ["aws:PrincipalTag/access-project": ["peg"], "aws:PrincipalTag/access-application": ["web"]]
        let named = "arn:aws:sns:us-east-1:111122223333:peg-web-alarms"
        let (bucket, key) = ("arn:aws:s3:::b", "arn:aws:s3:::b/k")
        return [
            one("all but one action", notAction, "s3:ListBucket", bucket, noDelete, .allow),
            one("the one action", notAction, "s3:DeleteBucket", bucket, noDelete, .implicitDeny),
            one("an action that wants the resource *", notAction, "s3:ListAllMyBuckets", "*", noDelete, .implicitDeny),
            one("all but a service", notAction, "ec2:RunInstances", "*", noIAM, .allow),
            one("the service", notAction, "iam:ListUsers", "*", noIAM, .implicitDeny),
            one(
                "without MFA",
                notAction,
                "s3:GetObject",
                key,
                noMFA,
                context: ["aws:MultiFactorAuthPresent": ["false"]],
                .explicitDeny
            ),
            one("with a long-term key", notAction, "s3:GetObject", key, noMFA, .explicitDeny),
            one(
                "with MFA",
                notAction,
                "s3:GetObject",
                key,
                noMFA,
                context: ["aws:MultiFactorAuthPresent": ["true"]],
                .implicitDeny
            ),
            one("what is left out", notAction, "iam:ListUsers", "*", noMFA, .implicitDeny),
            one("another folder", notResource, "s3:GetObject", "arn:aws:s3:::HRBucket/Other/k", payroll, .explicitDeny),
            one("the folder", notResource, "s3:GetObject", "arn:aws:s3:::HRBucket/Payroll/k", payroll, .implicitDeny),
            one(
                "a team's bucket",
                variables,
                "s3:GetObject",
                "arn:aws:s3:::amzn-s3-demo-bucket-yellow",
                team,
                context: ["aws:PrincipalTag/team": ["yellow"]],
                .allow
            ),
            one(
                "another team's",
                variables,
                "s3:GetObject",
                "arn:aws:s3:::amzn-s3-demo-bucket-company-wide",
                team,
                context: ["aws:PrincipalTag/team": ["yellow"]],
                .implicitDeny
            ),
            one("no team", variables, "s3:GetObject", "arn:aws:s3:::amzn-s3-demo-bucket-company-wide", team, .allow),
            one("a topic of the tags", variables, "sns:CreateTopic", named, topic, context: tags, .allow),
            one(
                "a topic of other tags",
                variables,
                "sns:CreateTopic",
                named.replacing("peg", with: "uni"),
                topic,
                context: tags,
                .implicitDeny
            ),
            one(
                "a topic, one tag missing",
                variables,
                "sns:CreateTopic",
                named,
                topic,
                context: ["aws:PrincipalTag/access-project": ["peg"]],
                .implicitDeny
            ),
        ]
    }()

    // MARK: Organizations, and roles

    static let organizations: [Example] = {
        let page =
            "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html"
        let resources =
            "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_evaluation.html"
        func document(_ statement: String) -> String { #"{"Version":"2012-10-17","Statement":[\#(statement)]}"# }
        let all = document(#"{"Effect":"Allow","Action":"*","Resource":"*"}"#)
        let s3 = document(#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#)
        let ec2 = document(#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"}"#)
        let denied = document(#"{"Effect":"Deny","Action":"s3:*","Resource":"*"}"#)
        let everybody = document(#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#)
        let outside = document(
            #"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*","Condition":{"StringNotEqualsIfExists":"#
                + #"{"aws:PrincipalOrgID":"o-1"},"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}"#
        )
        func one(
            _ name: String,
            _ principal: String = "arn:aws:iam::111122223333:user/alice",
            service: [[String]] = [],
            resource: [[String]] = [],
            context: [String: [String]] = [:],
            _ expect: Decision.Outcome
        ) -> Example {
            Example(
                name: name,
                page: service.isEmpty ? resources : page,
                principal: principal,
                action: "s3:GetObject",
                resource: "arn:aws:s3:::b/k",
                context: context,
                identity: principal.contains("user") ? [all] : [],
                resourcePolicy: service.isEmpty ? everybody : nil,
                serviceControl: service,
                resourceControl: resource,
                expect: expect
            )
        }
        let root = "arn:aws:iam::111122223333:root"
        return [
            one("every level allows", service: [[all], [all], [s3]], .allow),
            one("one level does not", service: [[all], [ec2], [all]], .implicitDeny),
            one("one level denies", service: [[all], [all, denied], [all]], .explicitDeny),
            one("the root user too", root, service: [[all], [ec2]], .implicitDeny),
            one("the root user, all allow", root, service: [[all], [s3]], .allow),
            one(
                "of the organization",
                resource: [[everybody], [everybody, outside]],
                context: ["aws:PrincipalOrgID": ["o-1"], "aws:PrincipalIsAWSService": ["false"]],
                .allow
            ),
            one(
                "of another",
                resource: [[everybody], [everybody, outside]],
                context: ["aws:PrincipalOrgID": ["o-2"], "aws:PrincipalIsAWSService": ["false"]],
                .explicitDeny
            ),
            one("anonymous", "anonymous", resource: [[everybody], [everybody, outside]], .explicitDeny),
            one(
                "a service",
                "lambda.amazonaws.com",
                resource: [[everybody], [everybody, outside]],
                context: ["aws:PrincipalIsAWSService": ["true"]],
                .allow
            ),
        ] + trust
    }()

    private static let trust: [Example] = {
        let page = guide + "reference_policies_evaluation-logic_policy-eval-denyallow.html"
        let user = "arn:aws:iam::111122223333:user/alice"
        func one(_ name: String, _ principal: String, _ isAllowed: Bool, _ expect: Decision.Outcome) -> Example {
            Example(
                name: "sts:AssumeRole, \(name)",
                page: page,
                principal: user,
                action: "sts:AssumeRole",
                resource: "arn:aws:iam::111122223333:role/r",
                identity: isAllowed
                    ? [#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:*","Resource":"*"}]}"#]
                    : [],
                resourcePolicy:
                    #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"\#(principal)"},"#
                    + #""Action":"sts:AssumeRole"}]}"#,
                expect: expect
            )
        }
        return [
            one("the trust policy names the user", user, false, .allow),
            one("it names the account, which allows", "111122223333", true, .allow),
            one("it names the account, which does not", "111122223333", false, .implicitDeny),
            one("it names somebody else", "arn:aws:iam::111122223333:user/bob", true, .implicitDeny),
        ]
    }()
}
