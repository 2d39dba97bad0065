package import Model

/// What an Allow of a resource policy is worth, by how it names the principal; the best one last.
package enum Grade: Int, Comparable, Sendable {
    /// The account: it delegates, and the principal's own policies must allow.
    case account
    /// The role whose session asks: boundary and session policy must still allow.
    case role
    /// The very principal that asks, or everybody.
    case caller

    package static func < (left: Grade, right: Grade) -> Bool { left.rawValue < right.rawValue }
}

/// One statement as it was judged for a request.
package struct JudgedStatement: Sendable {
    /// One thing that a statement asks of a request, under the name of the rule that was followed.
    package struct Finding: Sendable {
        package let rule: String
        package let holds: Bool
    }

    package let position: StatementPosition
    /// Of control policies; 0 for all others.
    package let level: Int
    package let isDeny: Bool
    package let findings: [Finding]
    /// Of a resource policy's statement whose principal is the one that asks.
    package let grade: Grade?
    /// A statement applies when all that it asks holds.
    package var applies: Bool

    /// The one thing on which it hung whether the statement applies: what failed alone, or anything where all held.
    package var decisive: [Finding] {
        let failed = findings.filter { !$0.holds }
        return failed.count > 1 ? [] : failed.isEmpty ? findings : failed
    }
}

/// An answer, and how it came about.
package struct ReferenceAnswer: Sendable {
    package let outcome: Decision.Outcome
    package let missing: PolicyType?
    /// The rule of evaluation that ended it.
    package let rule: String
}
