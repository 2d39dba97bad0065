/// A part of a text in a policy, once wildcards and variables are understood.
enum PatternPiece: Hashable, Sendable {
    case literal([UInt8])
    /// `*`
    case anyRun
    /// `?`
    case anyOne
    case variable(PolicyVariable)

    /// Takes a text of a policy apart.
    ///
    /// - Parameters:
    ///   - text: As it stands in the policy.
    ///   - wildcards: `*` and `?` are wildcards and not themselves.
    ///   - variables: `${…}` is a variable, as in version 2012-10-17; `${*}`, `${?}` and `${$}` are the characters.
    /// - Returns: The parts, in order; no literal follows another.
    /// - Throws: Where a `${` does not begin a variable.
    static func pieces(
        of text: String,
        wildcards: Bool,
        variables: Bool
    ) throws(PolicyVariable.ParseError) -> [PatternPiece] {
        let bytes = Array(text.utf8)
        var pieces: [PatternPiece] = []
        var literal: [UInt8] = []
        func flush() {
            if !literal.isEmpty { pieces.append(.literal(literal)) }
            literal = []
        }
        var offset = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if wildcards, byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") {
                flush()
                let piece = byte == UInt8(ascii: "*") ? PatternPiece.anyRun : .anyOne
                // `**` says no more than `*`.
                if piece != .anyRun || pieces.last != .anyRun { pieces.append(piece) }
                offset += 1
            } else if variables, byte == UInt8(ascii: "$"), offset + 1 < bytes.count,
                bytes[offset + 1] == UInt8(ascii: "{")
            {
                let end = try closingBrace(in: bytes, after: offset + 2)
                let inner = bytes[(offset + 2)..<end]
                if inner.count == 1, let only = inner.first, Array("*?$".utf8).contains(only) {
                    literal.append(only)
                } else {
                    flush()
                    pieces.append(.variable(try PolicyVariable(parsing: String(decoding: inner, as: UTF8.self))))
                }
                offset = end + 1
            } else {
                literal.append(byte)
                offset += 1
            }
        }
        flush()
        return pieces
    }

    /// The first `}` that is not inside quotes.
    private static func closingBrace(
        in bytes: [UInt8],
        after start: Int
    ) throws(PolicyVariable.ParseError) -> Int {
        var isQuoted = false
        for offset in start..<bytes.count {
            if bytes[offset] == UInt8(ascii: "'") { isQuoted.toggle() }
            if bytes[offset] == UInt8(ascii: "}"), !isQuoted { return offset }
        }
        throw .noBrace
    }
}
