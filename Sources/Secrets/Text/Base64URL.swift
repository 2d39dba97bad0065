/// Base 64 with the URL-safe alphabet and without padding (RFC 4648 section 5).
package enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
    private static let notInAlphabet: UInt8 = 0xFF
    /// The value of each of the 256 bytes.
    private static let values: [UInt8] = {
        var values = [UInt8](repeating: notInAlphabet, count: 256)
        for (value, character) in alphabet.enumerated() { values[Int(character)] = UInt8(value) }
        return values
    }()

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(encodedCount(bytes.count))
        append(bytes.span, to: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: `nil` for another character, padding, or a text that `encode` would not have written.
    package static func decode(_ text: String) -> [UInt8]? {
        let characters = Array(text.utf8)
        guard let count = decodedCount(characters.count) else { return nil }
        var bytes = [UInt8](repeating: 0, count: count)
        var output = bytes.mutableSpan
        return decode(characters.span, into: &output) ? bytes : nil
    }

    static func encodedCount(_ bytes: Int) -> Int { (bytes * 4 + 2) / 3 }

    /// - Returns: `nil` where no bytes make a text of this length.
    static func decodedCount(_ characters: Int) -> Int? {
        characters % 4 == 1 ? nil : characters / 4 * 3 + max(characters % 4 - 1, 0)
    }

    static func append(_ bytes: Span<UInt8>, to text: inout [UInt8]) {
        var index = 0
        while index < bytes.count {
            let left = min(bytes.count - index, 3)
            var group = UInt32(bytes[index]) << 16
            if left > 1 { group |= UInt32(bytes[index + 1]) << 8 }
            if left > 2 { group |= UInt32(bytes[index + 2]) }
            for place in 0...left {
                text.append(alphabet[Int(group >> UInt32(18 - 6 * place) & 0x3F)])
            }
            index += 3
        }
    }

    /// Decodes into `bytes`, which must be exactly `decodedCount` long.
    ///
    /// - Returns: Whether every character was right and no bit was left over, so that each value has one text.
    static func decode(_ text: Span<UInt8>, into bytes: inout MutableSpan<UInt8>) -> Bool {
        guard decodedCount(text.count) == bytes.count else { return false }
        let table = values.span
        var from = 0
        var to = 0
        // Bit 7 or 6 of this is set as soon as one character was wrong: values have six bits.
        var seen: UInt8 = 0
        while from + 4 <= text.count {
            let first = table[Int(text[from])]
            let second = table[Int(text[from + 1])]
            let third = table[Int(text[from + 2])]
            let fourth = table[Int(text[from + 3])]
            seen |= first | second | third | fourth
            bytes[to] = first << 2 | second >> 4
            bytes[to + 1] = second << 4 | third >> 2
            bytes[to + 2] = third << 6 | fourth
            from += 4
            to += 3
        }
        let left = text.count - from
        if left >= 2 {
            let first = table[Int(text[from])]
            let second = table[Int(text[from + 1])]
            let third = left == 3 ? table[Int(text[from + 2])] : 0
            seen |= first | second | third
            bytes[to] = first << 2 | second >> 4
            if left == 3 { bytes[to + 1] = second << 4 | third >> 2 }
            let leftOver = left == 3 ? third & 0x03 : second & 0x0F
            guard leftOver == 0 else { return false }
        }
        return seen & 0xC0 == 0
    }
}
