/// One of AWS's condition operators with its set operator and `IfExists`.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
package struct ConditionOperator: Hashable, Sendable {
    /// How the values of a multivalued key are taken together.
    package enum Quantifier: UInt8, Hashable, Sendable {
        case none
        /// Every value of the context; true for a key that is missing or empty.
        case forAllValues
        /// Some value of the context; false for a key that is missing or empty.
        case forAnyValue
    }

    package enum Test: String, Hashable, Sendable, CaseIterable {
        case stringEquals = "StringEquals"
        case stringNotEquals = "StringNotEquals"
        case stringEqualsIgnoreCase = "StringEqualsIgnoreCase"
        case stringNotEqualsIgnoreCase = "StringNotEqualsIgnoreCase"
        case stringLike = "StringLike"
        case stringNotLike = "StringNotLike"
        case numericEquals = "NumericEquals"
        case numericNotEquals = "NumericNotEquals"
        case numericLessThan = "NumericLessThan"
        case numericLessThanEquals = "NumericLessThanEquals"
        case numericGreaterThan = "NumericGreaterThan"
        case numericGreaterThanEquals = "NumericGreaterThanEquals"
        case dateEquals = "DateEquals"
        case dateNotEquals = "DateNotEquals"
        case dateLessThan = "DateLessThan"
        case dateLessThanEquals = "DateLessThanEquals"
        case dateGreaterThan = "DateGreaterThan"
        case dateGreaterThanEquals = "DateGreaterThanEquals"
        case boolean = "Bool"
        case binaryEquals = "BinaryEquals"
        case ipAddress = "IpAddress"
        case notIPAddress = "NotIpAddress"
        case arnEquals = "ArnEquals"
        case arnNotEquals = "ArnNotEquals"
        case arnLike = "ArnLike"
        case arnNotLike = "ArnNotLike"
        case null = "Null"

        /// True for a missing key, and the values of the policy are joined by NOR.
        var isNegated: Bool {
            switch self {
            case .stringNotEquals, .stringNotEqualsIgnoreCase, .stringNotLike, .numericNotEquals, .dateNotEquals,
                .notIPAddress, .arnNotEquals, .arnNotLike:
                true
            default: false
            }
        }
    }

    package let quantifier: Quantifier
    package let test: Test
    package let ifExists: Bool

    /// - Returns: `nil` for a name that AWS does not have; names are case sensitive.
    package init?(_ name: String) {
        var rest = Substring(name)
        if rest.hasPrefix("ForAllValues:") {
            self.quantifier = .forAllValues
            rest = rest.dropFirst("ForAllValues:".count)
        } else if rest.hasPrefix("ForAnyValue:") {
            self.quantifier = .forAnyValue
            rest = rest.dropFirst("ForAnyValue:".count)
        } else {
            self.quantifier = .none
        }
        self.ifExists = rest.hasSuffix("IfExists")
        if ifExists { rest = rest.dropLast("IfExists".count) }
        guard let test = Test(rawValue: String(rest)) else { return nil }
        // `Null` asks whether the key is there: neither a set operator nor `IfExists` could add to it.
        guard test != .null || (!ifExists && quantifier == .none) else { return nil }
        self.test = test
    }

    package var name: String {
        let prefix =
            switch quantifier {
            case .none: ""
            case .forAllValues: "ForAllValues:"
            case .forAnyValue: "ForAnyValue:"
            }
        return prefix + test.rawValue + (ifExists ? "IfExists" : "")
    }
}
