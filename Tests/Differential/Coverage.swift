import Reference

/// How often each rule decided.
///
/// A thing that a statement asks decided where the statement hung on it alone and the answer hung on the statement; a
/// rule of evaluation where it ended the judging.
package struct Coverage: Sendable {
    /// How often a rule decided because it held, and how often because it did not.
    package struct Count: Sendable {
        package var held = 0
        package var failed = 0
    }

    package private(set) var statements: [String: Count] = [:]
    package private(set) var endings: [String: Int] = [:]
    package private(set) var requests = 0

    package init() {}

    mutating func count(_ reference: ReferenceEvaluator, _ answer: ReferenceAnswer) {
        requests += 1
        endings[answer.rule, default: 0] += 1
        for index in reference.statements.indices {
            let decisive = reference.statements[index].decisive
            guard !decisive.isEmpty else { continue }
            var others = reference.statements
            others[index].applies.toggle()
            guard reference.answer(others).outcome != answer.outcome else { continue }
            for finding in decisive {
                if finding.holds {
                    statements[finding.rule, default: Count()].held += 1
                } else {
                    statements[finding.rule, default: Count()].failed += 1
                }
            }
        }
    }

    package mutating func add(_ other: Coverage) {
        requests += other.requests
        endings.merge(other.endings) { $0 + $1 }
        statements.merge(other.statements) { Count(held: $0.held + $1.held, failed: $0.failed + $1.failed) }
    }

    /// Of the rules that are meant, by the element or operator and by what made it a case of its own.
    func count(where isMeant: (String, String) -> Bool) -> Count {
        statements.reduce(into: Count()) { sum, entry in
            let comma = entry.key.firstRange(of: ", ")
            let element = String(entry.key[..<(comma?.lowerBound ?? entry.key.endIndex)])
            guard isMeant(element, comma.map { String(entry.key[$0.upperBound...]) } ?? "") else { return }
            sum.held += entry.value.held
            sum.failed += entry.value.failed
        }
    }

    package var table: String {
        var lines = ["\(requests) requests; how often each rule decided:", "     held   failed  what a statement asks"]
        func column(_ number: Int) -> String {
            let text = String(number)
            return String(repeating: " ", count: max(0, 9 - text.utf8.count)) + text
        }
        for (rule, count) in statements.sorted(by: { $0.key < $1.key }) {
            lines.append(column(count.held) + column(count.failed) + "  " + rule)
        }
        lines.append("    ended  what ended the judging")
        for (rule, count) in endings.sorted(by: { $0.key < $1.key }) { lines.append(column(count) + "  " + rule) }
        return lines.joined(separator: "\n")
    }
}
