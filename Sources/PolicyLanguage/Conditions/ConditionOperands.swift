import Model

/// The values of a condition in a policy, parsed ahead for the operator that they belong to.
enum ConditionOperands: Hashable, Sendable {
    /// `StringEquals` and `StringLike`.
    case strings([Pattern])
    /// `StringEqualsIgnoreCase`, folded.
    case stringsIgnoringCase([Pattern])
    case arns([Pattern])
    case numbers([ExactDecimal], Comparison)
    case dates([Timestamp], Comparison)
    case booleans(acceptsTrue: Bool, acceptsFalse: Bool)
    case binaries([[UInt8]])
    case addresses([AddressRange])
    /// Whether the key may be missing, may be there.
    case null(acceptsMissing: Bool, acceptsPresent: Bool)

    enum Comparison: UInt8, Hashable, Sendable {
        case equal
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual

        func holds<Value: Comparable>(_ seen: Value, _ operand: Value) -> Bool {
            switch self {
            case .equal: seen == operand
            case .less: seen < operand
            case .lessOrEqual: seen <= operand
            case .greater: seen > operand
            case .greaterOrEqual: seen >= operand
            }
        }
    }

    /// The variables in the values.
    var variables: [PolicyVariable] {
        switch self {
        case .strings(let patterns), .stringsIgnoringCase(let patterns), .arns(let patterns):
            patterns.flatMap(\.variables)
        default: []
        }
    }

    /// Whether one value of the context matches some value of the policy, before any negation.
    func accept(_ value: String, in context: RequestContext) -> Bool {
        switch self {
        case .strings(let patterns):
            let text = value.utf8Span.span
            return Pattern.matches(some: patterns, text, in: context)
        case .stringsIgnoringCase(let patterns):
            let folded = value.utf8.allSatisfy { $0 < 0x80 } ? value : value.caseFolded
            let text = folded.utf8Span.span
            return Pattern.matches(some: patterns, text, in: context, foldingCase: true)
        case .arns(let patterns):
            let text = value.utf8Span.span
            let boundary = ARNBoundary(text)
            guard boundary.isARN else { return false }
            return Pattern.matches(some: patterns, text, in: context, boundary: boundary.offset)
        case .numbers(let numbers, let comparison):
            guard let seen = ExactDecimal(value.utf8Span.span) else { return false }
            return numbers.contains { comparison.holds(seen, $0) }
        case .dates(let dates, let comparison):
            guard let seen = DateText.timestamp(value.utf8Span.span) else { return false }
            return dates.contains { comparison.holds(seen, $0) }
        case .booleans(let acceptsTrue, let acceptsFalse):
            guard let seen = Self.boolean(value) else { return false }
            return seen ? acceptsTrue : acceptsFalse
        case .binaries(let binaries):
            guard let seen = Base64.decode(value) else { return false }
            return binaries.contains(seen)
        case .addresses(let ranges):
            guard let seen = AddressRange.address(value.utf8Span.span) else { return false }
            return ranges.contains { $0.contains(seen) }
        case .null(_, let acceptsPresent):
            return acceptsPresent
        }
    }

    /// - Returns: `nil` unless the text is `true` or `false`, ignoring case.
    static func boolean(_ text: String) -> Bool? {
        if text.utf8.elementsEqual("true".utf8, by: { $0.asciiLowercased == $1 }) { return true }
        if text.utf8.elementsEqual("false".utf8, by: { $0.asciiLowercased == $1 }) { return false }
        return nil
    }
}
