/// Conditions that do not ask what they seem to ask.
enum ConditionRules {
    static func findings(in statement: LintedStatement) -> [PolicyFinding] {
        statement.statement.conditions.flatMap { clause in
            wildcards(in: clause, hasVariables: statement.hasVariables) + quantifiers(of: clause)
        } + contradictions(in: statement)
    }

    private static func wildcards(in clause: Statement.Clause, hasVariables: Bool) -> [PolicyFinding] {
        switch clause.operator.test {
        case .stringEquals, .stringNotEquals, .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase: break
        default: return []
        }
        return clause.values.filter { value in
            WildcardText(resource: value.text, hasVariables: hasVariables).hasWildcards
        }.map { value in
            let like = clause.operator.test.isNegated ? "StringNotLike" : "StringLike"
            return PolicyFinding(
                .wildcardWithoutLike,
                at: value.position,
                "`\(clause.operator.name)` compares \(PolicyError.quoted(value.text)) letter by letter, wildcards included",
                fix: "use `\(like)` where the wildcard is meant, or write `${*}` or `${?}` for the character"
            )
        }
    }

    private static func quantifiers(of clause: Statement.Clause) -> [PolicyFinding] {
        let key = PolicyError.quoted(clause.key.text)
        guard clause.operator.test != .null else { return [] }
        if clause.operator.quantifier == .none {
            guard GlobalKeys.isMultivalued(clause.key.text) else { return [] }
            return [
                PolicyFinding(
                    .multivaluedKeyWithoutSetOperator,
                    at: clause.key.position,
                    "\(key) may hold several values, and `\(clause.operator.name)` does not say how they are taken together",
                    fix: "write `ForAnyValue:\(clause.operator.name)`, or `ForAllValues:` for every value"
                )
            ]
        }
        guard GlobalKeys.isSingleValued(clause.key.text) else { return [] }
        return [
            PolicyFinding(
                .setOperatorWithSingleValuedKey,
                at: clause.key.position,
                "\(key) holds one value: `\(clause.operator.name)` differs from the plain operator only where it is missing",
                fix: "use the operator without `ForAllValues:` or `ForAnyValue:`"
            )
        ]
    }

    /// A key that must be missing and must have a value.
    private static func contradictions(in statement: LintedStatement) -> [PolicyFinding] {
        let clauses = statement.statement.conditions
        return clauses.filter { clause in
            guard clause.operator.test == .null, clause.values.allSatisfy({ $0.text.lowercased() == "true" }) else {
                return false
            }
            return clauses.contains { other in
                other.key.text.lowercased() == clause.key.text.lowercased() && other.operator.test != .null
                    && !other.operator.ifExists && !other.operator.test.isNegated
                    && other.operator.quantifier != .forAllValues
            }
        }.map { clause in
            let key = PolicyError.quoted(clause.key.text)
            return PolicyFinding(
                .unreachableStatement,
                at: clause.key.position,
                "\(statement.name) applies to nothing: its condition wants \(key) to be missing and to have a value",
                fix: "remove one of the two conditions, or the statement"
            )
        }
    }
}
