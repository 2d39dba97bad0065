/// What could be left out without changing a decision, and what an explicit Deny keeps from ever counting.
enum RedundancyRules {
    static func findings(
        in statement: LintedStatement,
        _ index: Int,
        of all: [LintedStatement]
    ) -> [PolicyFinding] {
        var findings = emptySid(of: statement)
        if statement.isAllow, let deny = all.first(where: { !$0.isAllow && $0.covers(statement) }) {
            findings.append(
                PolicyFinding(
                    .allowShadowedByDeny,
                    at: statement.position,
                    "\(statement.name) allows nothing: \(deny.name) denies all that it allows",
                    fix: "remove it, or narrow the Deny"
                )
            )
        }
        // Of two that cover each other the second is the one too many.
        let other = all.enumerated().first { place, other in
            place != index && other.isAllow == statement.isAllow && other.covers(statement)
                && (place < index || !statement.covers(other))
        }
        if let other {
            findings.append(
                PolicyFinding(
                    .redundantStatement,
                    at: statement.position,
                    "\(statement.name) adds nothing to \(other.element.name)",
                    fix: "remove it"
                )
            )
        }
        return findings + redundantValues(of: statement)
    }

    private static func emptySid(of statement: LintedStatement) -> [PolicyFinding] {
        guard statement.statement.sid == "" else { return [] }
        return [
            PolicyFinding(
                .emptySid,
                at: statement.position,
                "the statement's `Sid` is empty",
                fix: "leave it out, or name the statement"
            )
        ]
    }

    private static func redundantValues(of statement: LintedStatement) -> [PolicyFinding] {
        var findings = redundant(statement.actions, statement.statement.action.values, .redundantAction)
        if let resource = statement.statement.resource {
            findings += redundant(statement.resources, resource.values, .redundantResource)
        }
        for clause in statement.statement.conditions {
            var seen: Set<String> = []
            for value in clause.values where !seen.insert(value.text).inserted {
                findings.append(
                    PolicyFinding(
                        .redundantConditionValue,
                        at: value.position,
                        "\(PolicyError.quoted(value.text)) is given twice for \(PolicyError.quoted(clause.key.text))",
                        fix: "remove one of the two"
                    )
                )
            }
        }
        return findings
    }

    private static func redundant(
        _ list: WildcardList,
        _ values: [LocatedText],
        _ code: PolicyFinding.Code
    ) -> [PolicyFinding] {
        list.patterns.indices.compactMap { index in
            let pattern = list.patterns[index]
            let other = list.covering(pattern).filter { place in
                place != index && (place < index || !pattern.covers(list.patterns[place]))
            }.min()
            guard let other else { return nil }
            let (mine, its) = (PolicyError.quoted(values[index].text), PolicyError.quoted(values[other].text))
            return PolicyFinding(
                code,
                at: values[index].position,
                "\(mine) adds nothing to \(its)",
                fix: "remove it"
            )
        }
    }
}
