import Model

extension Pattern {
    /// Whether the whole text matches.
    ///
    /// Two fingers, one in the pattern and one in the text, and the place of the last `*` to go back to: no
    /// recursion, no allocation, and for most patterns one walk over the text. A pattern that makes it go back too often
    /// is left to `PatternStates`, which takes the same time for any pattern.
    ///
    /// - Parameters:
    ///   - text: UTF-8.
    ///   - context: Where variables have their values.
    ///   - boundary: The offset after the text's fifth colon; a bounded wildcard takes no colon before it.
    ///   - foldingCase: Compares ignoring ASCII case; the pattern was folded when it was compiled.
    /// - Returns: `false` where a variable has no value.
    func matches(
        _ text: Span<UInt8>,
        in context: RequestContext,
        boundary: Int = 0,
        foldingCase: Bool = false
    ) -> Bool {
        switch shape {
        case .everything: return true
        case .exact:
            return program.count == text.count && startsLike(text, program.count, foldingCase)
        case .prefix:
            return program.count - 1 <= text.count && startsLike(text, program.count - 1, foldingCase)
        case .general:
            return literalCount <= text.count && startsLike(text, literalCount, foldingCase)
                && (matchesGenerally(text, context, boundary, foldingCase)
                    ?? PatternStates(self, context, foldingCase).accept(text, boundary))
        }
    }

    /// Whether the text matches some of the patterns.
    static func matches(
        some patterns: [Pattern],
        _ text: Span<UInt8>,
        in context: RequestContext,
        boundary: Int = 0,
        foldingCase: Bool = false
    ) -> Bool {
        let patterns = patterns.span
        for index in patterns.indices
        where patterns[index].matches(text, in: context, boundary: boundary, foldingCase: foldingCase) {
            return true
        }
        return false
    }

    private func startsLike(_ text: Span<UInt8>, _ count: Int, _ foldingCase: Bool) -> Bool {
        let program = program.span
        if foldingCase {
            for index in 0..<count where text[index].asciiLowercased != program[index] { return false }
            return true
        }
        let wordBytes = MemoryLayout<UInt64>.size
        guard count >= wordBytes else {
            for index in 0..<count where text[index] != program[index] { return false }
            return true
        }
        var offset = 0
        while offset + wordBytes <= count {
            guard text.word(at: offset) == program.word(at: offset) else { return false }
            offset += wordBytes
        }
        // The last word may overlap the one before it.
        return text.word(at: count - wordBytes) == program.word(at: count - wordBytes)
    }

    /// How many steps are taken for each byte of the pattern and the text before the pattern is left to `PatternStates`.
    private static let stepsPerByte = 8

    /// - Precondition: The literal beginning matches.
    /// - Returns: `nil` where it takes too many steps to tell.
    private func matchesGenerally(
        _ text: Span<UInt8>,
        _ context: RequestContext,
        _ boundary: Int,
        _ foldingCase: Bool
    ) -> Bool? {
        let program = program.span
        let colon = UInt8(ascii: ":")
        var steps = Self.stepsPerByte * (program.count + text.count)
        // What comes first and is literal matches already.
        var p = literalCount
        var t = literalCount
        // Where to go back to: the pattern's offset after the `*`, and the text's offset that it is tried at. A
        // bounded `*` that fails gives way to the unbounded one before it.
        var farPattern = -1
        var farText = 0
        var nearPattern = -1
        var nearText = 0
        while true {
            steps -= 1
            if p == program.count {
                if t == text.count { return true }
            } else {
                let token = program[p]
                if token == Token.anyRun || (token == Token.anyRunInSegment && t >= boundary) {
                    p += 1
                    if p == program.count { return true }
                    (farPattern, farText, nearPattern) = (p, t, -1)
                    continue
                }
                if token == Token.anyRunInSegment {
                    p += 1
                    (nearPattern, nearText) = (p, t)
                    continue
                }
                let taken = taken(by: token, at: p, text, t, context, boundary, foldingCase, &steps)
                if taken >= 0 {
                    t += taken
                    p += token == Token.variable ? 2 : 1
                    continue
                }
            }
            guard steps > 0 else { return nil }
            if nearPattern >= 0, nearText < text.count, text[nearText] != colon || nearText >= boundary {
                nearText = Self.nextScalar(text, nearText)
                (p, t) = (nearPattern, nearText)
            } else if farPattern >= 0, farText < text.count {
                farText = nextCandidate(text, Self.nextScalar(text, farText), farPattern, foldingCase)
                (p, t, nearPattern) = (farPattern, farText, -1)
            } else {
                return false
            }
        }
    }

    /// The next offset at which what follows an unbounded `*` could begin; the text's length where there is none.
    @inline(__always)
    private func nextCandidate(
        _ text: Span<UInt8>,
        _ offset: Int,
        _ place: Int,
        _ foldingCase: Bool
    ) -> Int {
        // A literal begins with the first byte of a character, which no other byte of a character is like.
        let token = program[place]
        guard token < Token.variable, !foldingCase else { return offset }
        var next = offset
        while next < text.count, text[next] != token { next += 1 }
        return next
    }

    /// How many bytes of the text a token takes; -1 where it does not match.
    @inline(__always)
    private func taken(
        by token: UInt8,
        at place: Int,
        _ text: Span<UInt8>,
        _ offset: Int,
        _ context: RequestContext,
        _ boundary: Int,
        _ foldingCase: Bool,
        _ steps: inout Int
    ) -> Int {
        if token < Token.variable {
            guard offset < text.count else { return -1 }
            return (foldingCase ? text[offset].asciiLowercased : text[offset]) == token ? 1 : -1
        }
        if token == Token.anyOne {
            guard offset < text.count, text[offset] != UInt8(ascii: ":") || offset >= boundary else { return -1 }
            return Self.nextScalar(text, offset) - offset
        }
        guard let value = variables[Int(program[place + 1])].value(in: context) else { return -1 }
        return Self.taken(by: foldingCase ? value.caseFolded : value, text, offset, foldingCase, &steps)
    }

    private static func taken(
        by value: String,
        _ text: Span<UInt8>,
        _ offset: Int,
        _ foldingCase: Bool,
        _ steps: inout Int
    ) -> Int {
        var at = offset
        defer { steps -= at - offset }
        for byte in value.utf8 {
            guard at < text.count, (foldingCase ? text[at].asciiLowercased : text[at]) == byte else { return -1 }
            at += 1
        }
        return at - offset
    }

    /// The offset after the character at `offset`.
    @inline(__always)
    static func nextScalar(_ text: Span<UInt8>, _ offset: Int) -> Int {
        var next = offset + 1
        while next < text.count, text[next] & 0xC0 == 0x80 { next += 1 }
        return next
    }
}

extension PolicyVariable {
    /// The key's one value, else the default; `nil` where there is neither.
    ///
    /// A key with several values cannot be a variable, so that not even the default stands in for it.
    func value(in context: RequestContext) -> String? {
        guard let values = context[key], !values.isEmpty else { return fallback }
        return values.count == 1 ? values[0] : nil
    }
}

/// Where the ARN in a text has its segments.
struct ARNBoundary {
    /// The offset after the fifth colon; the text's length where there are fewer.
    let offset: Int
    /// Whether the text begins with `arn:` and has six segments.
    let isARN: Bool

    init(_ text: Span<UInt8>) {
        var colons = 0
        for offset in 0..<text.count where text[offset] == UInt8(ascii: ":") {
            colons += 1
            if colons == 5 {
                self.offset = offset + 1
                self.isARN =
                    text[0] == UInt8(ascii: "a") && text[1] == UInt8(ascii: "r") && text[2] == UInt8(ascii: "n")
                    && text[3] == UInt8(ascii: ":")
                return
            }
        }
        self.offset = text.count
        self.isARN = false
    }
}
