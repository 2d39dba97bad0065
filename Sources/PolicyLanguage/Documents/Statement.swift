/// One statement of a policy, as it was written.
package struct Statement: Hashable, Sendable {
    package enum Effect: String, Hashable, Sendable {
        case allow = "Allow"
        case deny = "Deny"
    }

    /// `Action` or `NotAction`, `Resource` or `NotResource`.
    package struct Element: Hashable, Sendable {
        /// The `Not…` form: everything but.
        package let isNegated: Bool
        /// At least one.
        package let values: [LocatedText]
        let patterns: [Pattern]
    }

    /// An operator and a key of a `Condition` block, with the key's values.
    package struct Clause: Hashable, Sendable {
        package let `operator`: ConditionOperator
        package let key: LocatedText
        package let values: [LocatedText]
        let operands: ConditionOperands
    }

    package let sid: String?
    package let effect: Effect
    package let principal: PrincipalElement?
    package let action: Element
    /// Absent only in trust policies and where a resource policy means the resource it is attached to.
    package let resource: Element?
    /// All must hold.
    package let conditions: [Clause]
    /// Where the statement's `{` stands.
    package let position: TextPosition

    /// Equal whatever their positions.
    package static func == (left: Statement, right: Statement) -> Bool {
        left.sid == right.sid && left.effect == right.effect && left.principal == right.principal
            && left.action == right.action && left.resource == right.resource && left.conditions == right.conditions
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(sid)
        hasher.combine(effect)
        hasher.combine(action)
        hasher.combine(resource)
    }
}
