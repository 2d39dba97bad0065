extension JSONReader {
    /// Reads a string, its opening quote at the offset.
    mutating func string() throws(PolicyError) -> String {
        offset += 1
        var text: [UInt8] = []
        while true {
            guard let byte = next else { throw failure("a string has no closing quote") }
            switch byte {
            case UInt8(ascii: "\""):
                offset += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try escape(into: &text)
            case 0:
                throw failure("a string holds a NUL", .invalidText)
            case 0x01..<0x20:
                throw failure("a string holds a control character, write it as an escape")
            default:
                text.append(byte)
                offset += 1
            }
        }
    }

    private mutating func escape(into text: inout [UInt8]) throws(PolicyError) {
        guard offset + 1 < bytes.count else { throw failure("a string has no closing quote") }
        let plain: UInt8
        switch bytes[offset + 1] {
        case UInt8(ascii: "\""): plain = 0x22
        case UInt8(ascii: "\\"): plain = 0x5C
        case UInt8(ascii: "/"): plain = 0x2F
        case UInt8(ascii: "b"): plain = 0x08
        case UInt8(ascii: "f"): plain = 0x0C
        case UInt8(ascii: "n"): plain = 0x0A
        case UInt8(ascii: "r"): plain = 0x0D
        case UInt8(ascii: "t"): plain = 0x09
        case UInt8(ascii: "u"):
            try text.append(contentsOf: Array(String(Character(unicodeEscape())).utf8))
            return
        default: throw failure("an unknown escape in a string")
        }
        text.append(plain)
        offset += 2
    }

    /// Reads `\uXXXX`, or two of them that make a surrogate pair.
    private mutating func unicodeEscape() throws(PolicyError) -> UnicodeScalar {
        let high = try hexadecimal(at: offset + 2)
        guard high != 0 else { throw failure("a string holds a NUL", .invalidText) }
        if let scalar = UnicodeScalar(high) {
            offset += 6
            return scalar
        }
        let lone = "a string holds a lone surrogate"
        guard high < 0xDC00, offset + 7 < bytes.count, bytes[offset + 6] == UInt8(ascii: "\\"),
            bytes[offset + 7] == UInt8(ascii: "u")
        else { throw failure(lone, .invalidText) }
        let low = try hexadecimal(at: offset + 8)
        guard low >= 0xDC00, low <= 0xDFFF,
            let scalar = UnicodeScalar(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00))
        else { throw failure(lone, .invalidText) }
        offset += 12
        return scalar
    }

    private func hexadecimal(at start: Int) throws(PolicyError) -> UInt32 {
        guard start + 4 <= bytes.count else { throw failure("`\\u` wants four hexadecimal digits") }
        var value: UInt32 = 0
        for byte in bytes[start..<start + 4] {
            switch byte {
            case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
            case 0x41...0x46: value = value << 4 | UInt32(byte - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt32(byte - 0x61 + 10)
            default: throw failure("`\\u` wants four hexadecimal digits")
            }
        }
        return value
    }
}
