/// Names that look like misspelt ones of AWS.
///
/// Says nothing of a service that is not AWS's, nor of a name that is near none: what services there are, and what they
/// can do, is for their users to say.
enum SpellingRules {
    static func findings(in statement: LintedStatement) -> [PolicyFinding] {
        statement.statement.action.values.flatMap(action) + statement.statement.conditions.flatMap(key)
    }

    private static func action(_ value: LocatedText) -> [PolicyFinding] {
        guard let (service, name) = parts(of: value.text), !name.contains("*"), !name.contains("?"),
            let near = nearest(to: name, in: KnownNames.actions(of: service))
        else { return [] }
        return [
            PolicyFinding(
                .unknownAction,
                at: value.position,
                "\(PolicyError.quoted(value.text)) is in none of AWS's managed policies, `\(service):\(near)` is",
                fix: "write `\(service):\(near)` if that is meant"
            )
        ]
    }

    private static func key(_ clause: Statement.Clause) -> [PolicyFinding] {
        let stem = String(clause.key.text.prefix { $0 != "/" })
        guard let (service, name) = parts(of: stem),
            let near = nearest(to: name, in: KnownNames.conditionKeys(of: service))
        else { return [] }
        return [
            PolicyFinding(
                .unknownConditionKey,
                at: clause.key.position,
                "\(PolicyError.quoted(clause.key.text)) is no key that is known, `\(service):\(near)` is",
                fix: "write `\(service):\(near)` if that is meant"
            )
        ]
    }

    private static func parts(of text: String) -> (service: String, name: String)? {
        let parts = text.split(separator: ":", maxSplits: 1)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }

    // MARK: Nearness

    private static let distanceMax = 2
    /// Shorter names lie too close together.
    private static let lengthMin = 5

    /// The known name that is nearest to one that is not known itself.
    ///
    /// - Returns: `nil` where the name is known, or none is near: a name that begins with another verb (`Get`, `Put`) is
    ///   another name.
    private static func nearest(to name: String, in known: KnownNames.Names?) -> String? {
        guard let known, name.utf8.count >= lengthMin, name.utf8.count <= 128, !known.contains(name) else { return nil }
        let folded = Array(name.lowercased().utf8)
        let verbs = Set(known.spelled.map(verb))
        var best: (distance: Int, name: String)?
        for candidate in known.spelled {
            let other = Array(candidate.lowercased().utf8)
            guard abs(other.count - folded.count) <= distanceMax else { continue }
            if verbs.contains(verb(of: name)), verb(of: candidate) != verb(of: name) { continue }
            let distance = distance(folded, other)
            if distance <= distanceMax, distance < best?.distance ?? Int.max { best = (distance, candidate) }
        }
        return best?.name
    }

    /// The first word: up to the second capital.
    private static func verb(of name: String) -> Substring {
        let rest = name.dropFirst()
        return name[..<(rest.firstIndex(where: \.isUppercase) ?? name.endIndex)]
    }

    /// How many letters must be put in, left out, changed or swapped with their neighbour.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var cost = min(last[column] + (letter == other ? 0 : 1), last[column + 1] + 1, current[column] + 1)
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    cost = min(cost, beforeLast[column - 1] + 1)
                }
                current.append(cost)
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
