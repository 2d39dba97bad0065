/// The patterns of one element, such that what covers a text is found without trying all.
struct WildcardList {
    let patterns: [WildcardText]
    /// Places of those without wildcards, which cover only themselves; the first of equals.
    private let plain: [WildcardText: Int]
    /// Places of the others.
    private let wild: [Int]

    init(_ patterns: [WildcardText]) {
        self.patterns = patterns
        self.wild = patterns.indices.filter { patterns[$0].hasWildcards }
        self.plain = Dictionary(
            patterns.indices.filter { !patterns[$0].hasWildcards }.map { (patterns[$0], $0) }
        ) { first, _ in first }
    }

    var isEverything: Bool { wild.contains { patterns[$0].isEverything } }

    /// The places of patterns that cover a pattern: all that have wildcards, and the first that is the pattern itself.
    func covering(_ pattern: WildcardText) -> [Int] {
        let itself = pattern.hasWildcards ? nil : plain[pattern]
        return [itself].compactMap(\.self) + wild.filter { patterns[$0].covers(pattern) }
    }

    func covers(_ pattern: WildcardText) -> Bool {
        if !pattern.hasWildcards, plain[pattern] != nil { return true }
        return wild.contains { patterns[$0].covers(pattern) }
    }

    func covers(_ other: WildcardList) -> Bool { other.patterns.allSatisfy(covers) }

    /// Whether no text is in both lists, as far as that can be told.
    func isApart(from other: WildcardList) -> Bool {
        patterns.allSatisfy { mine in other.patterns.allSatisfy { !mine.mayMeet($0) } }
    }
}
