import Model

/// Reads JSON strictly: RFC 8259, with names unique in every object, and bounded before and while it is read.
///
/// Refused beyond the RFC: a byte order mark, NUL, lone surrogates, more than `PolicyDocument.bytesMax` bytes, nesting
/// deeper than `Limits.policyDepthMax`.
package struct JSONReader {
    var bytes: [UInt8]
    var offset = 0
    private var line = 1
    private var lineStart = 0
    private var depth = 0

    package static func read(_ text: String) throws(PolicyError) -> JSONNode {
        let start = TextPosition(line: 1, column: 1)
        guard text.utf8.count <= PolicyDocument.bytesMax else {
            throw PolicyError(
                .tooLarge,
                "the document has \(text.utf8.count) bytes, at most \(PolicyDocument.bytesMax) are allowed",
                at: start
            )
        }
        guard !text.utf8.starts(with: [0xEF, 0xBB, 0xBF]) else {
            throw PolicyError(.invalidText, "the document begins with a byte order mark, leave it out", at: start)
        }
        var reader = JSONReader(bytes: Array(text.utf8))
        reader.skipWhitespace()
        let node = try reader.value()
        reader.skipWhitespace()
        guard reader.offset == reader.bytes.count else {
            throw reader.failure("text after the end of the document")
        }
        return node
    }

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    var position: TextPosition { TextPosition(line: line, column: offset - lineStart + 1) }

    var next: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    func failure(_ message: String, _ code: PolicyError.Code = .syntax) -> PolicyError {
        PolicyError(code, message, at: position)
    }

    /// What stands at the offset, for a message.
    private var found: String {
        guard let next else { return "the end of the document" }
        if next == 0 { return "a NUL" }
        guard next > 0x20, next < 0x7F else { return "byte \(next)" }
        return PolicyError.quoted(String(UnicodeScalar(next)))
    }

    private mutating func skipWhitespace() {
        while let byte = next {
            switch byte {
            case 0x0A:
                line += 1
                lineStart = offset + 1
            case 0x20, 0x09, 0x0D: break
            default: return
            }
            offset += 1
        }
    }

    private mutating func value() throws(PolicyError) -> JSONNode {
        let start = position
        switch next {
        case UInt8(ascii: "{"):
            return JSONNode(value: .object(try object()), position: start)
        case UInt8(ascii: "["):
            return JSONNode(value: .array(try array()), position: start)
        case UInt8(ascii: "\""):
            return JSONNode(value: .string(try string()), position: start)
        case UInt8(ascii: "t"):
            try word("true")
            return JSONNode(value: .boolean(true), position: start)
        case UInt8(ascii: "f"):
            try word("false")
            return JSONNode(value: .boolean(false), position: start)
        case UInt8(ascii: "n"):
            try word("null")
            return JSONNode(value: .null, position: start)
        case UInt8(ascii: "-"), .some(0x30...0x39):
            return JSONNode(value: .number(try number()), position: start)
        default:
            throw failure("expected a value, found \(found)")
        }
    }

    private mutating func enter() throws(PolicyError) {
        depth += 1
        guard depth <= Limits.policyDepthMax else {
            throw failure("nested deeper than \(Limits.policyDepthMax) levels", .tooDeep)
        }
        offset += 1
        skipWhitespace()
    }

    private mutating func object() throws(PolicyError) -> [JSONNode.Member] {
        try enter()
        var members: [JSONNode.Member] = []
        var names: Set<String> = []
        if next == UInt8(ascii: "}") {
            leave()
            return members
        }
        while true {
            guard next == UInt8(ascii: "\"") else { throw failure("expected a name in quotes, found \(found)") }
            let start = position
            let name = try string()
            guard names.insert(name).inserted else {
                throw PolicyError(.duplicateKey, "\(PolicyError.quoted(name)) is given twice", at: start)
            }
            skipWhitespace()
            guard next == UInt8(ascii: ":") else { throw failure("expected `:` after a name, found \(found)") }
            offset += 1
            skipWhitespace()
            members.append(JSONNode.Member(name: LocatedText(text: name, position: start), node: try value()))
            guard try another(closing: UInt8(ascii: "}")) else { return members }
        }
    }

    private mutating func array() throws(PolicyError) -> [JSONNode] {
        try enter()
        var elements: [JSONNode] = []
        if next == UInt8(ascii: "]") {
            leave()
            return elements
        }
        while true {
            elements.append(try value())
            guard try another(closing: UInt8(ascii: "]")) else { return elements }
        }
    }

    /// Steps over a comma, or over the closing bracket.
    private mutating func another(closing: UInt8) throws(PolicyError) -> Bool {
        skipWhitespace()
        if next == closing {
            leave()
            return false
        }
        guard next == UInt8(ascii: ",") else {
            throw failure("expected `,` or `\(String(UnicodeScalar(closing)))`, found \(found)")
        }
        offset += 1
        skipWhitespace()
        return true
    }

    private mutating func leave() {
        offset += 1
        depth -= 1
    }

    private mutating func word(_ word: StaticString) throws(PolicyError) {
        let expected = Array(word.description.utf8)
        guard bytes[offset...].starts(with: expected) else {
            throw failure("expected a value, found \(found)")
        }
        offset += expected.count
    }

    private mutating func number() throws(PolicyError) -> String {
        let start = offset
        if next == UInt8(ascii: "-") { offset += 1 }
        if next == UInt8(ascii: "0") { offset += 1 } else { try digits() }
        if next == UInt8(ascii: ".") {
            offset += 1
            try digits()
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
            offset += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { offset += 1 }
            try digits()
        }
        return String(decoding: bytes[start..<offset], as: UTF8.self)
    }

    private mutating func digits() throws(PolicyError) {
        let start = offset
        while let byte = next, byte >= 0x30, byte <= 0x39 { offset += 1 }
        guard offset > start else { throw failure("expected a digit, found \(found)") }
    }
}
