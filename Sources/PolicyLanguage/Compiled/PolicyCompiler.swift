import Model

/// Rearranges a parsed statement for judging.
struct PolicyCompiler {
    let kind: DocumentKind
    /// Of a trust policy that was saved with them.
    var bindings: PrincipalBindings?

    func compile(_ statement: Statement) -> CompiledStatement {
        CompiledStatement(
            isDeny: statement.effect == .deny,
            isNotAction: statement.action.isNegated,
            actions: statement.action.patterns,
            actionTexts: statement.action.values.map(\.text),
            isNotResource: statement.resource?.isNegated ?? false,
            resources: statement.resource?.patterns ?? [],
            principal: rule(statement.principal),
            conditions: statement.conditions.map { Condition($0) },
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
