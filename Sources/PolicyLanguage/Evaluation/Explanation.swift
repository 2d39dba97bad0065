package import Model

/// Why a request was decided as it was: every statement that had a say, and what each lacked.
package struct Explanation: Sendable {
    /// A statement with what became of it.
    package struct Finding: Sendable {
        package let position: StatementPosition
        package let sid: String?
        package let effect: Statement.Effect
        /// In the text that was compiled.
        package let place: TextPosition
        /// In the order in which elements are judged; empty where the statement applies.
        package let lacks: [Lack]

        package var applies: Bool { lacks.isEmpty }
    }

    /// An element of a statement that did not match.
    package enum Lack: Hashable, Sendable {
        /// The patterns of `Action`, or of `NotAction` where `isNegated`.
        case action(patterns: [String], isNegated: Bool)
        case resource(patterns: [String], isNegated: Bool)
        case principal
        /// A policy variable, as spelled between its braces, that has neither one value nor a default.
        case variable(String)
        /// - seen: The context's values; `nil` where the key is missing.
        case condition(operator: String, key: String, values: [String], seen: [String]?)
    }

    package let decision: Decision
    /// All statements of all policies, in the order in which policy types are judged.
    package let findings: [Finding]
    /// For an implicit deny, the Allow statements of the missing type that lacked least; at most `nearestMax`.
    package let nearest: [Finding]
    /// Sentences that say what would have been needed for an allow; empty where it is allowed.
    package let needed: [String]

    package static let nearestMax = 3

    /// The statements that made the decision.
    package var deciding: [Finding] {
        findings.filter { finding in decision.statements.contains(finding.position) }
    }
}

extension Explanation.Lack: CustomStringConvertible {
    package var description: String {
        switch self {
        case .action(let patterns, let isNegated):
            "its \(isNegated ? "NotAction" : "Action") is \(Self.list(patterns))"
        case .resource(let patterns, let isNegated):
            "its \(isNegated ? "NotResource" : "Resource") is \(Self.list(patterns))"
        case .principal: "it names other principals"
        case .variable(let spelling): "its variable \(PolicyError.quoted("${\(spelling)}")) has no value"
        case .condition(let name, let key, let values, let seen):
            "its condition \(name) wants \(PolicyError.quoted(key)) \(Self.list(values)) and saw "
                + (seen.map { $0.isEmpty ? "no values" : Self.list($0) } ?? "none: the key is missing")
        }
    }

    /// At most four of the texts, quoted.
    private static func list(_ texts: [String]) -> String {
        let shown = texts.prefix(4).map(PolicyError.quoted).joined(separator: ", ")
        return texts.count > 4 ? "\(shown) and \(texts.count - 4) more" : shown
    }
}
