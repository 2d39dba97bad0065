import Model

/// A text to compare with, compiled: literal bytes, wildcards and variables in one run of bytes.
///
/// Wildcards and variables are single bytes that UTF-8 never uses, so that matching walks two byte arrays and
/// allocates nothing.
struct Pattern: Hashable, Sendable {
    /// Where a `*` or `?` may reach.
    enum Style: Hashable, Sendable {
        /// A whole string: anywhere.
        case string
        /// A resource: not past one of the five colons that part an ARN, unless a `*` ends its segment.
        ///
        /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
        case resource
        /// An ARN condition: the six segments are matched one by one.
        case arn
    }

    /// The cheapest way to match.
    enum Shape: UInt8, Hashable, Sendable {
        /// Literal bytes only.
        case exact
        /// `*` alone.
        case everything
        /// Literal bytes, then a `*` without bounds.
        case prefix
        case general
    }

    /// Byte values that cannot occur in UTF-8.
    enum Token {
        static let anyRun: UInt8 = 0xFF
        static let anyRunInSegment: UInt8 = 0xFE
        static let anyOne: UInt8 = 0xFD
        /// Followed by the variable's index.
        static let variable: UInt8 = 0xFC
    }

    /// A pattern with more variables than this is refused.
    static let variablesMax = 64

    let program: [UInt8]
    let variables: [PolicyVariable]
    let shape: Shape
    /// How many bytes are literal before the first wildcard or variable.
    let literalCount: Int

    init(_ pieces: [PatternPiece], style: Style, foldingCase: Bool = false) {
        var program: [UInt8] = []
        var variables: [PolicyVariable] = []
        for (index, piece) in pieces.enumerated() {
            switch piece {
            case .literal(let bytes):
                program += foldingCase ? bytes.map(\.asciiLowercased) : bytes
            case .anyOne:
                program.append(Token.anyOne)
            case .anyRun:
                let reachesFar = Self.reachesPastColons(style, pieces, index)
                program.append(reachesFar ? Token.anyRun : Token.anyRunInSegment)
            case .variable(let variable):
                program += [Token.variable, UInt8(truncatingIfNeeded: variables.count)]
                variables.append(variable)
            }
        }
        self.program = program
        self.variables = variables
        self.literalCount = program.firstIndex { $0 >= Token.variable } ?? program.count
        let isLiteral = program.dropLast().allSatisfy { $0 < Token.variable }
        self.shape =
            switch (isLiteral, program.last) {
            case (true, Token.anyRun) where program.count == 1: .everything
            case (true, Token.anyRun): .prefix
            case (true, let last) where (last ?? 0) < Token.variable && variables.isEmpty: .exact
            default: .general
            }
    }

    /// The last eight bytes of the literal beginning; `nil` where it is shorter.
    var lastLiteralWord: UInt64? {
        literalCount < MemoryLayout<UInt64>.size
            ? nil : program.span.word(at: literalCount - MemoryLayout<UInt64>.size)
    }

    private static func reachesPastColons(_ style: Style, _ pieces: [PatternPiece], _ index: Int) -> Bool {
        switch style {
        case .string: return true
        case .arn: return pieces.count == 1
        case .resource:
            guard index + 1 < pieces.count else { return true }
            if case .literal(let bytes) = pieces[index + 1] { return bytes.first == UInt8(ascii: ":") }
            return false
        }
    }

    /// The text it was compiled from, or one that means the same.
    var text: String {
        var bytes: [UInt8] = []
        var offset = 0
        while offset < program.count {
            switch program[offset] {
            case Token.anyRun, Token.anyRunInSegment: bytes.append(UInt8(ascii: "*"))
            case Token.anyOne: bytes.append(UInt8(ascii: "?"))
            case Token.variable:
                offset += 1
                bytes += Array("${\(variables[Int(program[offset])].spelling)}".utf8)
            default: bytes.append(program[offset])
            }
            offset += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
