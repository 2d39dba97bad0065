/// One condition operator with one key of a statement, judged from AWS's rules alone.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
struct ReferenceCondition {
    enum Quantifier {
        case none
        case all
        case any
    }

    let name: String
    let quantifier: Quantifier
    let ifExists: Bool
    /// Without `Not`.
    let comparison: String
    let isNegated: Bool
    let key: String
    let values: [String]

    /// What `Not…` undoes.
    private static let negations = [
        "StringNotEquals": "StringEquals", "StringNotEqualsIgnoreCase": "StringEqualsIgnoreCase",
        "StringNotLike": "StringLike", "NumericNotEquals": "NumericEquals", "DateNotEquals": "DateEquals",
        "NotIpAddress": "IpAddress", "ArnNotEquals": "ArnEquals", "ArnNotLike": "ArnLike",
    ]

    init(operator name: String, key: String, values: [String]) {
        self.name = name
        self.key = key.lowercased()
        self.values = values
        var rest = name
        quantifier = name.hasPrefix("ForAllValues:") ? .all : name.hasPrefix("ForAnyValue:") ? .any : .none
        if quantifier != .none { rest = String(rest.split(separator: ":")[1]) }
        ifExists = rest.hasSuffix("IfExists")
        if ifExists { rest.removeLast("IfExists".count) }
        isNegated = Self.negations[rest] != nil
        comparison = Self.negations[rest] ?? rest
    }

    /// Whether the condition holds, and what in the request made it a case of its own.
    func judge(_ context: [String: [String]], hasVariables: Bool) -> (holds: Bool, trait: String) {
        let found = context[key]
        if comparison == "Null" {
            let isNull = found?.isEmpty ?? true
            let holds = values.contains { $0.lowercased() == (isNull ? "true" : "false") }
            return (holds, found == nil ? "missing" : isNull ? "empty" : "")
        }
        let patterns = values.map { Operand($0, comparison, context, hasVariables: hasVariables) }
        let isWithoutValue = patterns.contains { $0.traits.contains("${} without value") }
        guard let found, !found.isEmpty else {
            // AWS: such a variable keeps what is positive from matching; `IfExists` is the way around it.
            if isWithoutValue, !isNegated, !ifExists { return (false, "missing, ${} without value") }
            // A missing key is false, or true for what is negated; the qualifiers and `IfExists` say otherwise. A key
            // that is there and has no value is, as `Null` has it, not there.
            let holds = ifExists || quantifier == .all || quantifier == .none && isNegated
            return (holds, found == nil ? "missing" : "empty")
        }
        if isWithoutValue, !isNegated { return (false, "${} without value") }
        let matches = found.map { value in patterns.contains { $0.matches(value) } != isNegated }
        let holds =
            switch quantifier {
            case .all: !matches.contains(false)
            case .any: matches.contains(true)
            // A key with several values has no place here; whatever there is must be as the operator says.
            case .none: isNegated ? !matches.contains(false) : matches.contains(true)
            }
        let traits = patterns.reduce(into: Set<String>()) { $0.formUnion($1.traits) }
        let isUnparsable = found.contains { Operand.cannotParse($0, comparison) } || traits.contains("unparsable")
        let trait = isUnparsable ? "unparsable" : found.count > 1 ? "several" : traits.sorted().first
        return (holds, trait ?? "")
    }
}

/// One value of a condition in the policy.
private struct Operand {
    let comparison: String
    let text: String
    /// For operators of text; `nil` where a variable has no value: nothing is equal or like to it.
    let pattern: WildcardText?
    let traits: Set<String>

    init(_ text: String, _ comparison: String, _ context: [String: [String]], hasVariables: Bool) {
        self.text = text
        self.comparison = comparison
        switch comparison {
        case "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike":
            let variables = { (key: String) in ReferenceEvaluator.variable(key, in: context) }
            pattern = WildcardText(
                text,
                variables: hasVariables ? variables : nil,
                hasWildcards: comparison == "StringLike" || comparison.hasPrefix("Arn")
            )
            traits = pattern?.traits ?? ["${} without value"]
        default:
            pattern = nil
            traits = Self.cannotParse(text, comparison, isRange: true) ? ["unparsable"] : []
        }
    }

    static func cannotParse(_ text: String, _ comparison: String, isRange: Bool = false) -> Bool {
        if comparison.hasPrefix("Numeric") { return PlainNumber(text) == nil }
        if comparison.hasPrefix("Date") { return Moment(text) == nil }
        switch comparison {
        case "Bool": return !["true", "false"].contains(text.lowercased())
        case "BinaryEquals": return bitsOfBase64(text) == nil
        case "IpAddress": return (isRange ? Address("::")?.isIn(text) : Address(text).map { _ in true }) == nil
        case "ArnEquals", "ArnLike": return text.count { $0 == ":" } < 5
        default: return false
        }
    }

    func matches(_ value: String) -> Bool {
        switch comparison {
        case "StringEquals", "StringLike": return pattern?.matches(value) ?? false
        case "StringEqualsIgnoreCase": return pattern.map { $0.matchesIgnoringCase(value) } ?? false
        case "ArnEquals", "ArnLike": return pattern?.matchesARN(value) ?? false
        case "Bool": return !Self.cannotParse(value, comparison) && value.lowercased() == text.lowercased()
        case "BinaryEquals": return bitsOfBase64(value).map { $0 == bitsOfBase64(text) } ?? false
        case "IpAddress": return Address(value)?.isIn(text) ?? false
        default:
            if comparison.hasPrefix("Numeric") { return compare(PlainNumber(value), PlainNumber(text)) }
            return compare(Moment(value), Moment(text))
        }
    }

    private func compare<Value: Comparable>(_ value: Value?, _ limit: Value?) -> Bool {
        guard let value, let limit else { return false }
        if comparison.hasSuffix("LessThan") { return value < limit }
        if comparison.hasSuffix("LessThanEquals") { return value <= limit }
        if comparison.hasSuffix("GreaterThan") { return value > limit }
        if comparison.hasSuffix("GreaterThanEquals") { return value >= limit }
        return value == limit
    }
}

extension WildcardText {
    /// Character by character, each in its small form.
    func matchesIgnoringCase(_ text: String) -> Bool {
        let folded = tokens.map { token in
            guard case .literal(let scalar, _) = token else { return "" }
            return scalar.properties.lowercaseMapping
        }
        return folded.joined().utf8.elementsEqual(text.unicodeScalars.map(\.properties.lowercaseMapping).joined().utf8)
    }
}
