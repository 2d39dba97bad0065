import Foundation
import Model
import Secrets
import Testing

/// The walk itself, a noun after the other; each leaves what the next ones need.
extension VerbWalk {
    private static let allow = """
        {"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": "orders:Read",
         "Resource": "*"}, {"Effect": "Allow", "Action": ["iam:ChangePassword", "sts:AssumeRole"], "Resource": "*"}]}
        """
    private static let trust = """
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
         "Principal": {"AWS": "\(TestAccount.id)"}}]}
        """
    private static let root = "arn:aws:iam::\(TestAccount.id)"

    func walk() async throws {
        try await policies()
        try await users()
        try await groups()
        try await roles()
        try await attachments()
        try await inlinePolicies()
        try await controlPolicies()
        try await decisions()
        try await sessions()
        try await keys()
        try await devices()
        try await passwords()
        try await accountAsAWhole()
        try await ends()
    }

    private func policies() async throws {
        let file = try write(Self.allow, to: "policy.json")
        let arn = Self.root + ":policy/Orders"
        let policy = ["Policy.PolicyId", "Policy.CreateDate", "Policy.AttachmentCount", "Policy.DefaultVersionId"]
        try await run(
            "policy create",
            ["Orders", file, "--description", "what clerks do"],
            shows: Answer(values: [arn, "what clerks do"], labels: ["Policy name"], json: policy)
        )
        try await run("policy create", ["Bound", file, "--path", "/b/"], shows: Answer(values: [":policy/b/Bound"]))
        try await run(
            "policy get",
            ["Orders"],
            shows: Answer(values: [arn], json: policy, jsonValues: ["Policy.Arn": arn])
        )
        try await run(
            "policy list",
            ["--path-prefix", "/b/"],
            shows: Answer(
                values: [":policy/b/Bound"],
                labels: ["POLICY NAME", "ARN", "DEFAULT VERSION ID"],
                json: ["Policies.0.Arn", "IsTruncated"],
                jsonValues: ["Policies.0.PolicyName": "Bound"]
            )
        )
        try await run(
            "policy version create",
            ["Orders", file, "--set-as-default"],
            shows: Answer(values: ["v2"], jsonValues: ["PolicyVersion.VersionId": "v2"])
        )
        let version = ["PolicyVersion.CreateDate", "PolicyVersion.IsDefaultVersion"]
        try await run("policy version get", ["Orders"], shows: Answer(values: ["v2", "orders:Read"], json: version))
        try await run("policy version get", ["Orders", "v1"], shows: Answer(values: ["v1"], json: version))
        try await run(
            "policy version list",
            ["Orders"],
            shows: Answer(values: ["v1", "v2"], labels: ["VERSION ID"], jsonValues: ["Versions.0.VersionId": "v2"])
        )
        let done = "version `v1` of policy `Orders` is in force"
        try await run("policy version default", ["Orders", "v1"], shows: Answer(done: done))
        let gone = "version `v2` of policy `Orders` is deleted"
        try await run("policy version delete", ["Orders", "v2"], shows: Answer(done: gone))
        try await run("policy check", [file], shows: Answer(values: ["2"], json: ["Statements", "Characters"]))
        try await run("policy format", [file], shows: Answer(values: ["Version", "Statement"], json: ["Statement.0"]))
        try await offline()
    }

    private func offline() async throws {
        let wide = #"{"Statement":{"Effect":"Allow","Action":"iam:PassRole","Resource":"*"}}"#
        try await run(
            "policy lint",
            [try write(wide, to: "wide.json"), "--fail-on", "security-warning"],
            ends: 1,
            shows: Answer(
                values: ["MISSING_VERSION", "PASS_ROLE_WITH_STAR_IN_RESOURCE", "wide.json"],
                labels: ["1 security warning, 1 warning"],
                jsonValues: ["Findings.0.Line": "1", "Findings.1.Severity": "security warning"]
            )
        )
        let suite = """
            - {id: pass, principal: "arn:aws:iam::123456789012:user/a", action: "a:b", resource: "*", expect: ALLOW}
            """
        try await run(
            "policy test",
            [try write(suite, to: "suite.yaml")],
            ends: 1,
            shows: Answer(
                values: ["expected ALLOW, decided IMPLICIT_DENY", "suite.yaml:1"],
                labels: ["0 passed, 1 failed"],
                json: ["Cases.0.Reasons.1"],
                jsonValues: ["Failed": "1", "Cases.0.Name": "pass"]
            )
        )
    }

    private func users() async throws {
        let user = ["User.UserId", "User.Arn", "User.CreateDate", "User.Path"]
        try await run(
            "user create",
            ["alice", "--path", "/ops/", "--tag", "team=ops"],
            shows: Answer(
                values: ["alice", "/ops/", "team"],
                labels: ["User name", "team=ops"],
                json: user,
                jsonValues: ["User.UserName": "alice", "User.Tags.0.Value": "ops"]
            )
        )
        try await run(
            "user create",
            ["temp", "--boundary", "b/Bound"],
            shows: Answer(values: ["/b/Bound"], json: user)
        )
        try await run("user get", ["alice"], shows: Answer(values: [Self.root + ":user/ops/alice"], json: user))
        try await run(
            "user list",
            shows: Answer(values: ["alice", "temp"], labels: ["USER NAME", "CREATE DATE"], json: ["Users.1.UserId"])
        )
        try await run(
            "user list",
            ["--max-items", "1"],
            shows: Answer(values: ["alice"], labels: ["--marker"], json: ["Marker"], jsonValues: ["IsTruncated": "1"])
        )
        try await run("user update", ["temp", "--new-path", "/x/"], shows: Answer(values: ["/x/"], json: user))
        let other = Answer(values: ["other"], jsonValues: ["User.UserName": "other"])
        try await run("user rename", ["temp", "other"], shows: other)
        try await run("user tag", ["alice", "a=1", "b="], shows: Answer(done: "user `alice` is tagged"))
        try await run(
            "user tags",
            ["alice"],
            shows: Answer(values: ["team", "ops"], labels: ["KEY", "VALUE"], jsonValues: ["Tags.0.Key": "a"])
        )
        try await run("user untag", ["alice", "a", "b"], shows: Answer(done: "user `alice` is untagged"))
        let bounded = "user `alice` is bounded by `\(Self.root):policy/b/Bound`"
        try await run("user boundary put", ["alice", "b/Bound"], shows: Answer(done: bounded))
        try await run("user boundary delete", ["alice"], shows: Answer(done: "user `alice` has no bound"))
        try await run("user delete", ["other"], shows: Answer(done: "user `other` is deleted"))
    }

    private func groups() async throws {
        let group = ["Group.GroupId", "Group.Arn", "Group.CreateDate"]
        let named = Answer(values: ["Clerks"], labels: ["Group name"], json: group)
        try await run("group create", ["Clerk"], shows: Answer(values: ["Clerk"], json: group))
        try await run("group update", ["Clerk", "--new-name", "Clerks"], shows: named)
        try await run("group add", ["Clerks", "alice"], shows: Answer(done: "user `alice` is in group `Clerks`"))
        try await run(
            "group get",
            ["Clerks"],
            shows: Answer(values: ["Clerks", "alice"], json: group + ["Users.0.UserName", "IsTruncated"])
        )
        let groups = Answer(values: ["Clerks"], labels: ["GROUP NAME"], json: ["Groups.0.GroupId", "IsTruncated"])
        try await run("group list", shows: groups)
        try await run("group for-user", ["alice"], shows: groups)
        let removed = "user `alice` is no longer in group `Clerks`"
        try await run("group remove", ["Clerks", "alice"], shows: Answer(done: removed))
    }

    private func roles() async throws {
        let file = try write(Self.trust, to: "trust.json")
        let role = ["Role.RoleId", "Role.Arn", "Role.CreateDate", "Role.AssumeRolePolicyDocument"]
        try await run(
            "role create",
            ["Night", "--trust", file, "--max-session", "2h", "--tag", "team=ops"],
            shows: Answer(
                values: ["Night", "7200", "sts:AssumeRole"],
                labels: ["Role name"],
                json: role,
                jsonValues: ["Role.MaxSessionDuration": "7200"]
            )
        )
        try await run("role get", ["Night"], shows: Answer(values: [Self.root + ":role/Night"], json: role))
        try await run("role list", shows: Answer(values: ["Night"], labels: ["ROLE NAME"], json: ["Roles.0.RoleId"]))
        let changed = Answer(done: "role `Night` is changed")
        try await run("role update", ["Night", "--description", "at night"], shows: changed)
        try await run("role trust", ["Night", file], shows: Answer(done: "role `Night` has its new trust policy"))
        try await run("role tag", ["Night", "a=1"], shows: Answer(done: "role `Night` is tagged"))
        try await run("role tags", ["Night"], shows: Answer(values: ["team"], labels: ["KEY"], json: ["Tags.1.Value"]))
        try await run("role untag", ["Night", "a"], shows: Answer(done: "role `Night` is untagged"))
        let bounded = "role `Night` is bounded by `\(Self.root):policy/b/Bound`"
        try await run("role boundary put", ["Night", "b/Bound"], shows: Answer(done: bounded))
        let bounds = Answer(values: ["b/Bound"], json: ["Policies.0.Arn"])
        try await run("policy list", ["--usage", "boundary", "--scope", "local"], shows: bounds)
        for filter in [["--usage", "boundary"], ["--scope", "aws"]] {
            let others = try await account.postern(["policy", "list", "--json"] + filter)
            #expect(others.ending == .exit(0) && !others.output.contains("Orders"), "\(filter): \(others.output)")
        }
        try await run("role boundary delete", ["Night"], shows: Answer(done: "role `Night` has no bound"))
    }

    private func attachments() async throws {
        for (holder, name) in [("user", "alice"), ("group", "Clerks"), ("role", "Night")] {
            let words = ["--\(holder)", name]
            let attached = "policy `Orders` is attached to \(holder) `\(name)`"
            try await run("policy attach", ["Orders"] + words, shows: Answer(done: attached))
            try await run(
                "policy attached",
                words,
                shows: Answer(values: ["Orders"], labels: ["POLICY NAME"], json: ["AttachedPolicies.0.PolicyArn"])
            )
        }
        let entities = ["PolicyUsers.0.Name", "PolicyGroups.0.Id", "PolicyRoles.0.Id"]
        let all = Answer(values: ["alice", "Clerks", "Night"], labels: ["KIND"], json: entities)
        try await run("policy entities", ["Orders"], shows: all)
        try await run("policy list", ["--only-attached"], shows: Answer(values: ["Orders"], json: ["Policies.0.Arn"]))
        // By name, `Bound` would be the first.
        let used = Answer(values: ["Orders"], jsonValues: ["Policies.0.PolicyName": "Orders"])
        try await run("policy list", ["--usage", "policy"], shows: used)
        for (holder, name) in [("group", "Clerks"), ("role", "Night")] {
            let detached = "policy `Orders` is detached from \(holder) `\(name)`"
            try await run("policy detach", ["Orders", "--\(holder)", name], shows: Answer(done: detached))
        }
    }

    private func controlPolicies() async throws {
        let all = #"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#
        let file = try write(all, to: "Guard.json")
        let of = ["--scope", "account", "--type", "service-control", "--level", "1"]
        let attached = "policy `Guard` is attached to the account (service-control, level 1)"
        try await run("policy attach", [file] + of, shows: Answer(done: attached))
        try await run(
            "policy attached",
            ["--scope", "account"],
            shows: Answer(
                values: ["Guard", "SERVICE_CONTROL_POLICY"],
                labels: ["TYPE", "LEVEL", "POLICY NAME", "UPDATE DATE"],
                json: ["ControlPolicies.0.PolicyDocument", "ControlPolicies.0.CreateDate", "IsTruncated"],
                jsonValues: ["ControlPolicies.0.Level": "1", "ControlPolicies.0.PolicyName": "Guard"]
            )
        )
        try await run(
            "policy show",
            ["Guard"] + of,
            shows: Answer(
                values: ["Guard", "2012-10-17"],
                labels: ["Policy name"],
                jsonValues: ["ControlPolicy.Type": "SERVICE_CONTROL_POLICY"]
            )
        )
        let detached = "policy `Guard` is detached from the account (service-control, level 1)"
        try await run("policy detach", ["Guard"] + of, shows: Answer(done: detached))
    }

    private func inlinePolicies() async throws {
        let file = try write(Self.allow, to: "policy.json")
        for (holder, name) in [("user", "alice"), ("group", "Clerks"), ("role", "Night")] {
            let of = ["--\(holder)", name]
            let put = "policy `own` is on \(holder) `\(name)`"
            try await run("policy put", ["own", file] + of, shows: Answer(done: put))
            let names = Answer(values: ["own"], jsonValues: ["PolicyNames.0": "own"])
            try await run("policy inline-list", of, shows: names)
            let document = Answer(values: ["own", "orders:Read"], json: ["PolicyDocument"])
            try await run("policy show", ["own"] + of, shows: document)
            let gone = "policy `own` is gone from \(holder) `\(name)`"
            try await run("policy remove", ["own"] + of, shows: Answer(done: gone))
        }
    }
}
