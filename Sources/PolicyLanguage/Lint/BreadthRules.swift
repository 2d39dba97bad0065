/// Statements that allow more than they seem to.
enum BreadthRules {
    static func findings(
        in statement: LintedStatement,
        of all: [LintedStatement],
        kind: DocumentKind
    ) -> [PolicyFinding] {
        // What bounds others grants nothing by itself.
        guard statement.isAllow, kind != .permissionsBoundary, kind != .serviceControl, kind != .resourceControl else {
            return []
        }
        return negations(in: statement) + forAllValues(in: statement) + passRole(in: statement, of: all)
            + escalation(in: statement, of: all)
    }

    private static func negations(in statement: LintedStatement) -> [PolicyFinding] {
        var findings: [PolicyFinding] = []
        let written = statement.statement
        if written.action.isNegated {
            findings.append(
                PolicyFinding(
                    .allowWithNotAction,
                    at: written.action.values.first?.position ?? statement.position,
                    "`NotAction` with Allow allows every action but those listed, also of services that are yet to come",
                    fix: "list what is allowed in `Action`, or deny what is not in a statement of its own"
                )
            )
        }
        if let resource = written.resource, resource.isNegated {
            findings.append(
                PolicyFinding(
                    .allowWithNotResource,
                    at: resource.values.first?.position ?? statement.position,
                    "`NotResource` with Allow allows the actions on every resource but those listed, also on new ones",
                    fix: "list the resources in `Resource`, or deny those listed in a statement of its own"
                )
            )
        }
        return findings
    }

    private static func forAllValues(in statement: LintedStatement) -> [PolicyFinding] {
        let clauses = statement.statement.conditions
        return clauses.filter { clause in
            guard clause.operator.quantifier == .forAllValues else { return false }
            return !clauses.contains { other in
                other.key.text.lowercased() == clause.key.text.lowercased() && other.demandsKey
            }
        }.map { clause in
            let key = PolicyError.quoted(clause.key.text)
            return PolicyFinding(
                .allowForAllValuesWithoutNull,
                at: clause.key.position,
                "`\(clause.operator.name)` holds when \(key) is missing or empty, and then the statement allows",
                fix: "add `\"Null\": {\"\(clause.key.text)\": \"false\"}` to the condition"
            )
        }
    }

    private static func passRole(in statement: LintedStatement, of all: [LintedStatement]) -> [PolicyFinding] {
        let action = "iam:PassRole"
        guard statement.isAbout(action: action), statement.statement.conditions.isEmpty,
            !isDeniedEverywhere(action, all)
        else { return [] }
        if let resource = statement.statement.resource, resource.isNegated {
            return [
                PolicyFinding(
                    .passRoleWithNotResource,
                    at: resource.values.first?.position ?? statement.position,
                    "`iam:PassRole` is allowed on every role but those listed: its holder may give services those roles",
                    fix: "list the roles that may be passed in `Resource`"
                )
            ]
        }
        guard statement.isAboutEveryResource else { return [] }
        return [
            PolicyFinding(
                .passRoleOnAll,
                at: statement.statement.resource?.values.first?.position ?? statement.position,
                "`iam:PassRole` is allowed on every role: its holder may give services roles with more than its own rights",
                fix: "list the roles that may be passed in `Resource`, or bound them with `iam:PassedToService`"
            )
        ]
    }

    /// Actions by which somebody who may take them on anybody can make itself whatever it likes.
    ///
    /// Those on policies are about the policies that the holder has itself, those on users about other users' keys.
    static let escalatingActions = [
        "iam:AddUserToGroup", "iam:AttachGroupPolicy", "iam:AttachRolePolicy", "iam:AttachUserPolicy",
        "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:CreatePolicyVersion", "iam:PutGroupPolicy",
        "iam:PutRolePolicy", "iam:PutUserPolicy", "iam:SetDefaultPolicyVersion", "iam:UpdateAssumeRolePolicy",
        "iam:UpdateLoginProfile",
    ]

    private static func escalation(in statement: LintedStatement, of all: [LintedStatement]) -> [PolicyFinding] {
        guard statement.isAboutEveryResource, statement.statement.conditions.isEmpty else { return [] }
        let found = escalatingActions.filter { statement.isAbout(action: $0) && !isDeniedEverywhere($0, all) }
        guard !found.isEmpty else { return [] }
        let listed = found.prefix(3).map { "`\($0)`" }.joined(separator: ", ")
        let more = found.count > 3 ? " and \(found.count - 3) more" : ""
        return [
            PolicyFinding(
                .privilegeEscalation,
                at: statement.statement.action.values.first?.position ?? statement.position,
                "\(listed)\(more) on every resource: its holder can give itself, or take over, any rights of the account",
                fix: "name the resources, and let a permissions boundary bound what can be given"
            )
        ]
    }

    private static func isDeniedEverywhere(_ action: String, _ all: [LintedStatement]) -> Bool {
        all.contains { statement in
            !statement.isAllow && statement.isAbout(action: action) && statement.isAboutEveryResource
                && statement.statement.conditions.isEmpty
        }
    }
}

extension Statement.Clause {
    /// Whether it fails while its key is missing.
    fileprivate var demandsKey: Bool {
        if self.operator.test == .null { return values.allSatisfy { $0.text.lowercased() == "false" } }
        return !self.operator.ifExists && !self.operator.test.isNegated && self.operator.quantifier != .forAllValues
    }
}
