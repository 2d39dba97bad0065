extension Document {
    /// The tree as lines for a person: `User name  alice`, what is nested further in.
    func lines(_ style: Style, indent: Int = 0) -> [String] {
        let margin = String(repeating: " ", count: indent)
        switch self {
        case .object(let all):
            let members = all.filter { !$0.value.isEmptyList }
            let flat = members.filter { $0.value.isFlat && !$0.value.hasLines }
            let width = flat.map { Self.words($0.key).count }.max() ?? 0
            return members.flatMap { member -> [String] in
                let words = Self.words(member.key)
                guard member.value.isFlat, !member.value.hasLines else {
                    return [margin + style.faint(words)] + member.value.lines(style, indent: indent + 2)
                }
                let padding = String(repeating: " ", count: width - words.count + 2)
                return [margin + style.faint(words) + padding + member.value.cell]
            }
        case .list(let items):
            return items.flatMap { item -> [String] in
                var lines = item.lines(style, indent: indent + 2)
                guard let first = lines.first else { return [] }
                lines[0] = margin + "- " + first.dropFirst(indent + 2)
                return lines
            }
        case .text(let text):
            let ended = text.last == "\n" ? text.dropLast() : text[...]
            let lines = PlainText.lines(String(ended)).split(separator: "\n", omittingEmptySubsequences: false)
            return lines.map { margin + $0 }
        case .nothing: return []
        case .number, .truth: return [margin + cell]
        }
    }

    private var isEmptyList: Bool {
        if case .list(let items) = self { items.isEmpty } else { false }
    }

    private var hasLines: Bool {
        if case .text(let text) = self { text.utf8.contains(0x0A) } else { false }
    }

    /// `PasswordLastUsed` as `Password last used`.
    static func words(_ key: String) -> String {
        var words: [String] = []
        var word = ""
        let letters = Array(key)
        for (place, letter) in letters.enumerated() {
            let isNext = place > 0 && letter.isUppercase
            let follows = place + 1 < letters.count && letters[place + 1].isLowercase
            if isNext, letters[place - 1].isLowercase || letters[place - 1].isNumber || follows {
                words.append(word)
                word = ""
            }
            word.append(letter)
        }
        words.append(word)
        return words.enumerated().map { place, word in
            if word == "Arn" || word == "Uri" { return word.uppercased() }
            return place == 0 || word == word.uppercased() ? word : word.lowercased()
        }.joined(separator: " ")
    }
}
