/// A JSON value as it was written: members in their order, numbers and truth values as their text.
///
/// Shares nothing with the reader of the engine, which it is held against. Takes valid JSON, and does not say what is
/// wrong with other text.
package indirect enum JSONTree: Hashable, Sendable {
    case object([Member])
    case list([JSONTree])
    case string(String)
    /// A number, `true`, `false` or `null`.
    case word(String)

    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: JSONTree

        package init(_ name: String, _ value: JSONTree) {
            self.name = name
            self.value = value
        }
    }

    package init?(parsing text: String) {
        var reader = Reader(bytes: Array(text.utf8))
        guard let value = reader.value(), reader.isAtEnd else { return nil }
        self = value
    }

    /// On one line.
    package var text: String {
        switch self {
        case .object(let members):
            "{" + members.map { Self.quoted($0.name) + ":" + $0.value.text }.joined(separator: ",") + "}"
        case .list(let values): "[" + values.map(\.text).joined(separator: ",") + "]"
        case .string(let string): Self.quoted(string)
        case .word(let word): word
        }
    }

    /// On several lines, with ASCII alone: the same value in other words.
    package var looseText: String {
        let text: String =
            switch self {
            case .object(let members):
                "{\n"
                    + members.map { JSONTree.string($0.name).looseText + " : " + $0.value.looseText }
                    .joined(separator: " ,\r\n\t") + "}"
            case .list(let values): "[ " + values.map(\.looseText).joined(separator: ", ") + " ]"
            case .string, .word: self.text
            }
        return text.utf16.map { unit in
            guard unit >= 0x80 else { return String(UnicodeScalar(UInt8(unit))) }
            return "\\u" + String(UInt32(unit) + 0x1_0000, radix: 16).dropFirst()
        }.joined()
    }

    /// The value of a member; `nil` where there is none, or this is no object.
    package subscript(name: String) -> JSONTree? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name.utf8.elementsEqual(name.utf8) }?.value
    }

    /// A list's values; of anything else, the value itself.
    package var values: [JSONTree] {
        guard case .list(let values) = self else { return [self] }
        return values
    }

    /// The text of a string or word.
    package var scalarText: String? {
        switch self {
        case .string(let text), .word(let text): text
        case .object, .list: nil
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}

private struct Reader {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return position == bytes.count
        }
    }

    private mutating func skipSpace() {
        while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    mutating func value() -> JSONTree? {
        if take("{") { return object() }
        if take("[") { return list() }
        if take("\"") { return string().map { .string($0) } }
        let start = position
        while position < bytes.count, !Array(" ,]}\t\n\r".utf8).contains(bytes[position]) { position += 1 }
        return start == position ? nil : .word(String(decoding: bytes[start..<position], as: UTF8.self))
    }

    private mutating func object() -> JSONTree? {
        var members: [JSONTree.Member] = []
        if take("}") { return .object([]) }
        repeat {
            guard take("\""), let name = string(), take(":"), let value = value() else { return nil }
            members.append(JSONTree.Member(name, value))
        } while take(",")
        return take("}") ? .object(members) : nil
    }

    private mutating func list() -> JSONTree? {
        var values: [JSONTree] = []
        if take("]") { return .list([]) }
        repeat {
            guard let value = value() else { return nil }
            values.append(value)
        } while take(",")
        return take("]") ? .list(values) : nil
    }

    private mutating func string() -> String? {
        var found: [UInt8] = []
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: found, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let scalar = escape() else { return nil }
                found.append(contentsOf: String(scalar).utf8)
            default: found.append(byte)
            }
        }
        return nil
    }

    private mutating func escape() -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        position += 1
        switch Unicode.Scalar(byte) {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "b": return "\u{8}"
        case "f": return "\u{C}"
        case "u":
            guard let high = hexadecimal() else { return nil }
            guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) }
            position += 2
            guard let low = hexadecimal(), low >= 0xDC00 else { return nil }
            return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
        case let other: return other
        }
    }

    private mutating func hexadecimal() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        defer { position += 4 }
        return UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
    }
}
