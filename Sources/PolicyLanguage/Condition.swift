import Model

/// One operator with one key and its values: the unit of a `Condition` block, all of which must hold.
struct Condition: Hashable, Sendable {
    let `operator`: ConditionOperator
    let key: ConditionKey
    /// As spelled in the policy.
    let spelling: String
    let operands: ConditionOperands

    /// Whether the condition holds in a context.
    ///
    /// A key without values counts as missing. A missing key: false for positive operators, true for negated ones
    /// and with `IfExists`; `ForAllValues` is true of it and `ForAnyValue` false.
    func holds(in context: RequestContext) -> Bool {
        guard let values = context[key], !values.isEmpty else { return holdsOfMissingKey }
        if self.operator.ifExists, !hasItsVariables(in: context) { return false }
        let isNegated = self.operator.test.isNegated
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

    /// `IfExists` is the one operator whose variables need no value while its key is missing.
    private func hasItsVariables(in context: RequestContext) -> Bool {
        switch operands {
        case .strings(let patterns), .stringsIgnoringCase(let patterns), .arns(let patterns):
            for pattern in patterns {
                for variable in pattern.variables where variable.value(in: context) == nil { return false }
            }
            return true
        default: return true
        }
    }
}
