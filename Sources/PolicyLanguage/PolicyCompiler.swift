import Model

/// Rearranges a parsed statement for judging.
struct PolicyCompiler {
    let kind: DocumentKind
    /// Of a trust policy that was saved with them.
    var bindings: PrincipalBindings?

    func compile(_ statement: Statement) -> CompiledStatement {
        var required: [PolicyVariable] = []
        func require(_ variables: [PolicyVariable]) {
            for variable in variables where !required.contains(variable) { required.append(variable) }
        }
        for pattern in statement.resource?.patterns ?? [] { require(pattern.variables) }
        for clause in statement.conditions where !clause.operator.ifExists { require(clause.operands.variables) }
        return CompiledStatement(
            isDeny: statement.effect == .deny,
            isNotAction: statement.action.isNegated,
            actions: statement.action.patterns,
            isNotResource: statement.resource?.isNegated ?? false,
            resources: statement.resource?.patterns ?? [],
            principal: rule(statement.principal),
            requiredVariables: required,
            conditions: statement.conditions.map {
                let key = ConditionKey($0.key.text)
                return Condition(operator: $0.operator, key: key, spelling: $0.key.text, operands: $0.operands)
            },
            sid: statement.sid,
            position: statement.position
        )
    }

    private func rule(_ element: PrincipalElement?) -> PrincipalRule {
        switch kind {
        case .identity, .session, .permissionsBoundary, .serviceControl: return .bearer
        case .resourceControl where element == nil: return .bearer
        case .resource, .trust, .resourceControl:
            guard let element else { return .nobody }
            let matchers = element.entries.map { bindings?.bound($0.matcher) ?? $0.matcher }
            return element.isNegated ? .not(matchers) : .named(matchers)
        }
    }
}
