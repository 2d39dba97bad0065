/// Base 32 in upper case without padding (RFC 4648 section 6), as authenticator apps take seeds.
package enum Base32 {
    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        text.reserveCapacity((bytes.count * 8 + 4) / 5)
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for byte in bytes {
            pending = pending << 8 | UInt32(byte)
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(pending >> bits & 0x1F)])
            }
            pending &= (1 << bits) - 1
        }
        if bits > 0 { text.append(alphabet[Int(pending << (5 - bits) & 0x1F)]) }
        return String(decoding: text, as: UTF8.self)
    }

    /// - Returns: `nil` for another character, lower case, padding, or a text that `encode` would not have written.
    package static func decode(_ text: String) -> [UInt8]? {
        // A last group of 1, 3 or 6 characters cannot come from whole bytes.
        guard ![1, 3, 6].contains(text.utf8.count % 8) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count * 5 / 8)
        var pending: UInt32 = 0
        var bits: UInt32 = 0
        for character in text.utf8 {
            switch character {
            case 0x41...0x5A: pending = pending << 5 | UInt32(character - 0x41)
            case 0x32...0x37: pending = pending << 5 | UInt32(character - 0x32 + 26)
            default: return nil
            }
            bits += 5
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: pending >> bits))
            }
            pending &= (1 << bits) - 1
        }
        return pending == 0 ? bytes : nil
    }
}
