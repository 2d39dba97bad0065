import Model

extension ConditionOperands {
    /// Parses the values of one key.
    ///
    /// - Parameters:
    ///   - values: As they stand in the policy.
    ///   - test: The operator they are for.
    ///   - variables: Whether `${…}` is a variable.
    ///   - strictness: Where a value does not parse, `.foreign` drops it and `.stored` throws.
    /// - Throws: The first value that is not what the operator wants, with its place.
    init(
        parsing values: [LocatedText],
        for test: ConditionOperator.Test,
        variables: Bool,
        strictness: Strictness
    ) throws(PolicyError) {
        func parsed<Value>(
            _ expected: String,
            _ parse: (LocatedText) throws(PolicyError) -> Value?
        ) throws(PolicyError) -> [Value] {
            var found: [Value] = []
            for value in values {
                if let one = try parse(value) {
                    found.append(one)
                } else if strictness == .stored {
                    throw PolicyError(
                        .invalidConditionValue,
                        "\(PolicyError.quoted(value.text)) is not \(expected), which `\(test.rawValue)` wants",
                        at: value.position
                    )
                }
            }
            return found
        }
        func patterns(wildcards: Bool, style: Pattern.Style, fold: Bool = false) throws(PolicyError) -> [Pattern] {
            try parsed(style == .arn ? "an ARN of six segments" : "a string") { value throws(PolicyError) in
                let text = fold ? value.text.caseFolded : value.text
                let pattern = try Pattern(
                    parsing: LocatedText(text: text, position: value.position),
                    wildcards: wildcards,
                    variables: variables,
                    style: style
                )
                return style == .arn && !pattern.canMatchARN ? nil : pattern
            }
        }
        switch test {
        case .stringEquals, .stringNotEquals:
            self = .strings(try patterns(wildcards: false, style: .string))
        case .stringLike, .stringNotLike:
            self = .strings(try patterns(wildcards: true, style: .string))
        case .stringEqualsIgnoreCase, .stringNotEqualsIgnoreCase:
            self = .stringsIgnoringCase(try patterns(wildcards: false, style: .string, fold: true))
        case .arnEquals, .arnNotEquals, .arnLike, .arnNotLike:
            self = .arns(try patterns(wildcards: true, style: .arn))
        case .numericEquals, .numericNotEquals, .numericLessThan, .numericLessThanEquals, .numericGreaterThan,
            .numericGreaterThanEquals:
            self = .numbers(try parsed("a decimal number") { ExactDecimal($0.text.utf8Span.span) }, test.comparison)
        case .dateEquals, .dateNotEquals, .dateLessThan, .dateLessThanEquals, .dateGreaterThan,
            .dateGreaterThanEquals:
            let expected = "a date such as `2030-01-31T12:00:00Z`"
            self = .dates(try parsed(expected) { DateText.timestamp($0.text.utf8Span.span) }, test.comparison)
        case .boolean:
            let found = try parsed("`true` or `false`") { Self.boolean($0.text) }
            self = .booleans(acceptsTrue: found.contains(true), acceptsFalse: found.contains(false))
        case .null:
            let found = try parsed("`true` or `false`") { Self.boolean($0.text) }
            self = .null(acceptsMissing: found.contains(true), acceptsPresent: found.contains(false))
        case .binaryEquals:
            self = .binaries(try parsed("base64") { Base64.decode($0.text) })
        case .ipAddress, .notIPAddress:
            let expected = "an address or a block such as `10.0.0.0/8`"
            self = .addresses(try parsed(expected) { AddressRange($0.text.utf8Span.span) })
        }
    }
}

extension ConditionOperator.Test {
    var comparison: ConditionOperands.Comparison {
        switch self {
        case .numericLessThan, .dateLessThan: .less
        case .numericLessThanEquals, .dateLessThanEquals: .lessOrEqual
        case .numericGreaterThan, .dateGreaterThan: .greater
        case .numericGreaterThanEquals, .dateGreaterThanEquals: .greaterOrEqual
        default: .equal
        }
    }
}

extension Pattern {
    /// Compiles a text of a policy, or says what is wrong with its variables.
    init(
        parsing text: LocatedText,
        wildcards: Bool,
        variables: Bool,
        style: Style,
        foldingCase: Bool = false
    ) throws(PolicyError) {
        let pieces: [PatternPiece]
        do {
            pieces = try PatternPiece.pieces(of: text.text, wildcards: wildcards, variables: variables)
        } catch {
            let reason =
                switch error {
                case .noBrace: "`${` has no `}`, write `${$}{` for the characters"
                case .key(let key): "\(PolicyError.quoted(key)) is not a condition key such as `aws:username`"
                case .fallback(let text): "the default \(PolicyError.quoted(text)) must stand in single quotes"
                }
            throw PolicyError(.invalidVariable, "in \(PolicyError.quoted(text.text)): \(reason)", at: text.position)
        }
        self.init(pieces, style: style, foldingCase: foldingCase)
        guard self.variables.count <= Self.variablesMax else {
            throw PolicyError(
                .invalidVariable,
                "\(self.variables.count) variables in one text, at most \(Self.variablesMax) are allowed",
                at: text.position
            )
        }
    }

    /// Whether some ARN could match: six segments, `*` alone, or a variable that may bring them.
    fileprivate var canMatchARN: Bool {
        shape == .everything || !variables.isEmpty || program.count { $0 == UInt8(ascii: ":") } >= 5
    }
}
