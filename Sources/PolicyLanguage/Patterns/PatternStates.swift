import Model

/// Matches a pattern by all its states at once: one bit for each place in the pattern, moved on by each character.
///
/// Takes the characters of the text times a sixty-fourth of the pattern's, whatever the two are; allocates.
struct PatternStates {
    private static let bits = UInt64.bitWidth
    private static let colon = UInt32(UInt8(ascii: ":"))

    /// Characters that the pattern wants one after another, `?` among them.
    private var places = 0
    /// For each character that the pattern names, the places that take it.
    private var literals: [UInt32: [UInt64]] = [:]
    /// The places of `?`.
    private var ones: [UInt64] = []
    /// The states at which a `*` stands that takes anything.
    private var farRuns: [UInt64] = []
    /// The states at which a `*` stands that takes no colon before the boundary.
    private var nearRuns: [UInt64] = []
    private let foldsCase: Bool

    /// - Parameters:
    ///   - pattern: Compiled.
    ///   - context: Where variables have their values; one that has none takes nothing.
    ///   - foldingCase: As in `Pattern.matches`.
    init(_ pattern: Pattern, _ context: RequestContext, _ foldingCase: Bool) {
        foldsCase = foldingCase
        let program = pattern.program
        var literal: [UInt8] = []
        var offset = 0
        while offset < program.count {
            let token = program[offset]
            offset += 1
            if token < Pattern.Token.variable {
                literal.append(token)
                continue
            }
            take(String(decoding: literal, as: UTF8.self))
            literal = []
            switch token {
            case Pattern.Token.anyRun: Self.set(places, in: &farRuns)
            case Pattern.Token.anyRunInSegment: Self.set(places, in: &nearRuns)
            case Pattern.Token.anyOne:
                Self.set(places, in: &ones)
                places += 1
            default:
                let value = pattern.variables[Int(program[offset])].value(in: context)
                offset += 1
                if let value { take(foldingCase ? value.caseFolded : value) } else { places += 1 }
            }
        }
        take(String(decoding: literal, as: UTF8.self))
    }

    private mutating func take(_ text: String) {
        for scalar in text.unicodeScalars {
            Self.set(places, in: &literals[scalar.value, default: []])
            places += 1
        }
    }

    private static func set(_ bit: Int, in words: inout [UInt64]) {
        while words.count <= bit / bits { words.append(0) }
        words[bit / bits] |= 1 << UInt64(bit % bits)
    }

    /// Whether the whole text matches; `boundary` as in `Pattern.matches`.
    func accept(_ text: Span<UInt8>, _ boundary: Int) -> Bool {
        // Every place takes a byte at least.
        guard places <= text.count else { return false }
        let words = places / Self.bits + 1
        func whole(_ bits: [UInt64]) -> [UInt64] { bits + Array(repeating: 0, count: max(0, words - bits.count)) }
        let (ones, farRuns, nearRuns) = (whole(ones), whole(farRuns), whole(nearRuns))
        let literals = literals.mapValues(whole)
        let none = [UInt64](repeating: 0, count: words)
        var states = none
        states[0] = 1
        var offset = 0
        while offset < text.count {
            let next = Pattern.nextScalar(text, offset)
            var character = Self.scalar(text, offset..<next)
            if foldsCase, character < 0x80 { character = UInt32(UInt8(character).asciiLowercased) }
            let isBound = character == Self.colon && offset < boundary
            let takers = literals[character] ?? none
            var carry: UInt64 = 0
            for word in 0..<words {
                let moved = states[word] & (isBound ? takers[word] : takers[word] | ones[word])
                let stayed = states[word] & (isBound ? farRuns[word] : farRuns[word] | nearRuns[word])
                states[word] = stayed | moved << 1 | carry
                carry = moved >> UInt64(Self.bits - 1)
            }
            offset = next
        }
        return states[places / Self.bits] & 1 << UInt64(places % Self.bits) != 0
    }

    /// The character that some bytes are; its number, or what is as good to tell it from others.
    private static func scalar(_ text: Span<UInt8>, _ part: Range<Int>) -> UInt32 {
        let first = text[part.lowerBound]
        guard first >= 0x80 else { return UInt32(first) }
        var value = UInt32(first) & (0x7F >> UInt32(part.count))
        for offset in part.dropFirst() { value = value << 6 | UInt32(text[offset] & 0x3F) }
        return value
    }
}
