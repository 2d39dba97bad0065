/// Something that a reader of a policy would want to know: where, why, and what to do about it.
///
/// Codes are stable; where AWS's Access Analyzer has the same check, they are its issue codes.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html
package struct PolicyFinding: Hashable, Sendable {
    package enum Severity: String, Hashable, Sendable, CaseIterable, Comparable {
        /// The document is refused wherever it would be stored.
        case error = "error"
        /// It allows more than it seems to, or lets its holder take more.
        case securityWarning = "security warning"
        /// It does not do what it seems to.
        case warning = "warning"
        /// It could be said more plainly.
        case suggestion = "suggestion"

        /// Graver first.
        package static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package enum Code: String, Hashable, Sendable, CaseIterable {
        /// The document does not parse, or is not valid for its kind.
        case malformedPolicy = "MALFORMED_POLICY"
        case allowWithNotAction = "ALLOW_WITH_NOT_ACTION"
        case allowWithNotResource = "ALLOW_WITH_NOT_RESOURCE"
        case allowForAllValuesWithoutNull = "ALLOW_WITH_FORALLVALUES_WITHOUT_NULL"
        case passRoleOnAll = "PASS_ROLE_WITH_STAR_IN_RESOURCE"
        case passRoleWithNotResource = "PASS_ROLE_WITH_NOT_RESOURCE"
        case privilegeEscalation = "PRIVILEGE_ESCALATION"
        case missingVersion = "MISSING_VERSION"
        case variableInOldVersion = "VARIABLE_UNSUPPORTED_IN_VERSION"
        case wildcardWithoutLike = "WILDCARD_WITHOUT_LIKE_OPERATOR"
        case multivaluedKeyWithoutSetOperator = "MISSING_QUALIFIER"
        case setOperatorWithSingleValuedKey = "QUALIFIER_WITH_SINGLE_VALUED_KEY"
        case unreachableStatement = "UNREACHABLE_STATEMENT"
        case allowShadowedByDeny = "ALLOW_SHADOWED_BY_DENY"
        case unknownAction = "UNKNOWN_ACTION"
        case unknownConditionKey = "UNKNOWN_CONDITION_KEY"
        case dotSegmentInResource = "DOT_SEGMENT_IN_RESOURCE"
        case questionMarkInResource = "QUESTION_MARK_IN_RESOURCE"
        case emptySid = "EMPTY_SID_VALUE"
        case redundantAction = "REDUNDANT_ACTION"
        case redundantResource = "REDUNDANT_RESOURCE"
        case redundantConditionValue = "REDUNDANT_CONDITION_VALUE"
        case redundantStatement = "REDUNDANT_STATEMENT"

        package var severity: Severity {
            switch self {
            case .malformedPolicy: .error
            case .allowWithNotAction, .allowWithNotResource, .allowForAllValuesWithoutNull,
                .passRoleOnAll, .passRoleWithNotResource, .privilegeEscalation:
                .securityWarning
            case .missingVersion, .variableInOldVersion, .wildcardWithoutLike, .multivaluedKeyWithoutSetOperator,
                .setOperatorWithSingleValuedKey, .unreachableStatement, .allowShadowedByDeny, .unknownAction,
                .unknownConditionKey, .dotSegmentInResource:
                .warning
            case .questionMarkInResource, .emptySid, .redundantAction, .redundantResource, .redundantConditionValue,
                .redundantStatement:
                .suggestion
            }
        }
    }

    package let code: Code
    /// In the text that was parsed.
    package let position: TextPosition
    /// What is so, as a sentence without its end.
    package let reason: String
    /// What would be better.
    package let fix: String

    package var severity: Severity { code.severity }

    init(_ code: Code, at position: TextPosition, _ reason: String, fix: String) {
        self.code = code
        self.position = position
        self.reason = reason
        self.fix = fix
    }
}
