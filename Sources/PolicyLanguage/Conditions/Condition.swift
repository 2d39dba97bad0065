import Model

/// One operator with one key and its values: the unit of a `Condition` block, all of which must hold.
///
/// A class, so that looking at one of many copies nothing.
final class Condition: Sendable {
    let `operator`: ConditionOperator
    let key: ConditionKey
    /// As spelled in the policy.
    let spelling: String
    let operands: ConditionOperands
    /// In the operands.
    let variables: [PolicyVariable]
    /// The values as spelled in the policy, where the operands are folded; else `nil`.
    let foldedTexts: [String]?

    init(_ clause: Statement.Clause) {
        self.operator = clause.operator
        key = ConditionKey(clause.key.text)
        spelling = clause.key.text
        operands = clause.operands
        variables = clause.operands.variables
        if case .stringsIgnoringCase = clause.operands {
            foldedTexts = clause.values.map(\.text)
        } else {
            foldedTexts = nil
        }
    }

    /// Whether all of some conditions hold in a context.
    static func hold(_ conditions: [Condition], in context: RequestContext) -> Bool {
        let conditions = conditions.span
        for index in conditions.indices where !conditions[index].holds(in: context) { return false }
        return true
    }

    /// Whether the condition holds in a context.
    ///
    /// A key without values counts as missing. A missing key: false for positive operators, true for negated ones
    /// and with `IfExists`; `ForAllValues` is true of it and `ForAnyValue` false.
    ///
    /// Where a variable has no value, positive operators do not match, but for `IfExists` of a missing key, and negated
    /// ones do: nothing is equal to it.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
    func holds(in context: RequestContext) -> Bool {
        let isNegated = self.operator.test.isNegated
        guard let values = context[key], !values.isEmpty else {
            return holdsOfMissingKey && (isNegated || self.operator.ifExists || hasItsVariables(in: context))
        }
        guard isNegated || hasItsVariables(in: context) else { return false }
        switch self.operator.quantifier {
        case .none:
            for value in values where operands.accept(value, in: context) { return !isNegated }
            return isNegated
        case .forAnyValue:
            for value in values where operands.accept(value, in: context) != isNegated { return true }
            return false
        case .forAllValues:
            for value in values where operands.accept(value, in: context) == isNegated { return false }
            return true
        }
    }

    private var holdsOfMissingKey: Bool {
        if case .null(let acceptsMissing, _) = operands { return acceptsMissing }
        if self.operator.ifExists { return true }
        switch self.operator.quantifier {
        case .none: return self.operator.test.isNegated
        case .forAllValues: return true
        case .forAnyValue: return false
        }
    }

    private func hasItsVariables(in context: RequestContext) -> Bool {
        for index in variables.indices where variables[index].value(in: context) == nil { return false }
        return true
    }
}
