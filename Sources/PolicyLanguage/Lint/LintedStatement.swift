/// A statement with what several rules ask of it.
struct LintedStatement {
    let statement: Statement
    let hasVariables: Bool
    let actions: WildcardList
    let resources: WildcardList
    init(_ statement: Statement, hasVariables: Bool) {
        self.statement = statement
        self.hasVariables = hasVariables
        self.actions = WildcardList(statement.action.values.map { WildcardText(action: $0.text) })
        let resources = statement.resource?.values ?? []
        self.resources = WildcardList(resources.map { WildcardText(resource: $0.text, hasVariables: hasVariables) })
    }

    var position: TextPosition { statement.position }
    var isAllow: Bool { statement.effect == .allow }

    /// How a reason names it.
    var name: String {
        if let sid = statement.sid, !sid.isEmpty { return "statement \(PolicyError.quoted(sid))" }
        return "the statement at line \(position.line)"
    }

    /// Whether the statement is about an action that is spelled out.
    func isAbout(action: String) -> Bool {
        actions.covers(WildcardText(action: action)) != statement.action.isNegated
    }

    /// Whether it is about every resource, as far as this document tells.
    var isAboutEveryResource: Bool {
        guard let resource = statement.resource else { return true }
        return !resource.isNegated && resources.isEverything
    }

    /// Whether this applies to every request that another statement applies to.
    func covers(_ other: LintedStatement) -> Bool {
        statement.conditions.allSatisfy { other.statement.conditions.contains($0.meaning) }
            && coversPrincipals(of: other)
            && coversResources(of: other)
            && Self.covers(
                (actions, statement.action.isNegated),
                (other.actions, other.statement.action.isNegated)
            )
    }

    private func coversResources(of other: LintedStatement) -> Bool {
        switch (statement.resource, other.statement.resource) {
        case (nil, nil): true
        case (let mine?, let theirs?): Self.covers((resources, mine.isNegated), (other.resources, theirs.isNegated))
        default: false
        }
    }

    private func coversPrincipals(of other: LintedStatement) -> Bool {
        switch (statement.principal, other.statement.principal) {
        case (nil, nil): return true
        case (let mine?, let theirs?):
            guard !mine.isNegated, !theirs.isNegated else { return mine == theirs }
            let isEverybody = mine.entries.contains { $0.kind == .aws && $0.value.text == "*" }
            return isEverybody || theirs.entries.allSatisfy { mine.entries.contains($0) }
        default: return false
        }
    }

    /// Whether a list of patterns, or all but them, holds what another such list holds.
    static func covers(
        _ mine: (list: WildcardList, isNegated: Bool),
        _ theirs: (list: WildcardList, isNegated: Bool)
    ) -> Bool {
        switch (mine.isNegated, theirs.isNegated) {
        case (false, false): mine.list.covers(theirs.list)
        case (false, true): mine.list.isEverything
        case (true, true): theirs.list.covers(mine.list)
        case (true, false): mine.list.isApart(from: theirs.list)
        }
    }
}

extension Statement.Clause {
    /// What two clauses are compared by.
    struct Meaning: Hashable {
        let `operator`: ConditionOperator
        let key: String
        let values: Set<String>
    }

    var meaning: Meaning {
        Meaning(operator: self.operator, key: key.text.lowercased(), values: Set(values.map(\.text)))
    }
}

extension [Statement.Clause] {
    func contains(_ meaning: Statement.Clause.Meaning) -> Bool { contains { $0.meaning == meaning } }
}
