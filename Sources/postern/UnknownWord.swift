internal import ArgumentParser

/// A word that stands where a noun or a verb should, and is none.
struct UnknownWord {
    private let word: String
    /// What comes before it, such as `postern user`.
    private let before: String
    /// What may stand there.
    private let known: [String]

    /// - Returns: `nil` where the words name a verb, or ask for help with what there is.
    init?(in words: [String], under root: any ParsableCommand.Type) {
        var command = root
        var before = root._commandName
        for word in words {
            let below = command.configuration.subcommands
            guard !below.isEmpty, !word.hasPrefix("-"), word != "help" else { return nil }
            guard let next = below.first(where: { $0._commandName == word }) else {
                self.word = word
                self.before = before
                self.known = below.map { $0._commandName }
                return
            }
            command = next
            before += " \(word)"
        }
        return nil
    }

    var complaint: Complaint {
        let near = known.map { (name: $0, distance: Self.distance(from: word, to: $0)) }.min {
            $0.distance < $1.distance
        }
        guard let near, near.distance <= max(1, word.count / 3) else {
            return Complaint("`\(before)` has no `\(word)`", next: "it has \(known.joined(separator: ", "))")
        }
        return Complaint("`\(before)` has no `\(word)`", next: "did you mean `\(before) \(near.name)`?")
    }

    /// How many letters to put in, take out, replace or swap with their neighbour (optimal string alignment).
    private static func distance(from first: String, to second: String) -> Int {
        let (first, second) = (Array(first.lowercased()), Array(second))
        var rows = [Array(0...second.count)]
        for (row, letter) in first.enumerated() {
            var next = [row + 1]
            for (column, other) in second.enumerated() {
                var least = min(next[column], rows[row][column + 1]) + 1
                least = min(least, rows[row][column] + (letter == other ? 0 : 1))
                if row > 0, column > 0, letter == second[column - 1], first[row - 1] == other {
                    least = min(least, rows[row - 1][column - 1] + 1)
                }
                next.append(least)
            }
            rows.append(next)
        }
        return rows[first.count][second.count]
    }
}
