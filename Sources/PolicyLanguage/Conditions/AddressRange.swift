/// A block of IP addresses, `10.0.0.0/8` or `2001:db8::/32`; without a prefix length, one address.
///
/// An IPv4 address written inside IPv6, `::ffff:10.0.0.1`, is the IPv4 address: a Deny on the one holds for the other.
struct AddressRange: Hashable, Sendable {
    let first: UInt128
    let last: UInt128

    /// - Returns: `nil` for a text that is neither an address nor a block of them.
    init?(_ text: Span<UInt8>) {
        var slash = text.count
        for offset in 0..<text.count where text[offset] == UInt8(ascii: "/") {
            slash = offset
            break
        }
        guard let address = Self.address(text.extracting(0..<slash)) else { return nil }
        let isDotted = Self.isDotted(text.extracting(0..<slash))
        let width = isDotted ? 32 : 128
        var length = width
        if slash < text.count {
            guard text.count - slash >= 2, text.count - slash <= 4 else { return nil }
            length = 0
            for offset in (slash + 1)..<text.count {
                guard text[offset] >= 0x30, text[offset] <= 0x39 else { return nil }
                length = length * 10 + Int(text[offset] - 0x30)
            }
            guard length <= width, text.count - slash == 2 || text[slash + 1] != 0x30 else { return nil }
        }
        let hostBits = width - length
        let mask: UInt128 = hostBits == 128 ? .max : (1 << UInt128(hostBits)) - 1
        self.first = address & ~mask
        self.last = address | mask
    }

    /// A block of IPv6, however wide, holds no IPv4 address: AWS wants the blocks of both families listed.
    func contains(_ address: UInt128) -> Bool {
        guard address >= first, address <= last else { return false }
        return address >> 32 != 0xFFFF || first >> 32 == last >> 32
    }

    /// The block with its prefix length; IPv6 in full groups.
    var text: String {
        let hostBits = (last ^ first).nonzeroBitCount
        if first >> 32 == 0xFFFF, hostBits <= 32 {
            let parts = [24, 16, 8, 0].map { String(first >> UInt128($0) & 0xFF) }
            return parts.joined(separator: ".") + "/\(32 - hostBits)"
        }
        let groups = (0..<8).map { String(first >> UInt128(112 - 16 * $0) & 0xFFFF, radix: 16) }
        return groups.joined(separator: ":") + "/\(128 - hostBits)"
    }

    /// - Returns: The address, IPv4 as IPv4-mapped IPv6; `nil` for a text that is none.
    static func address(_ text: Span<UInt8>) -> UInt128? {
        if isDotted(text) { return dotted(text).map { 0xFFFF_0000_0000 | UInt128($0) } }
        return colonned(text)
    }

    /// Whether the text has no colon.
    private static func isDotted(_ text: Span<UInt8>) -> Bool {
        for offset in 0..<text.count where text[offset] == UInt8(ascii: ":") { return false }
        return true
    }

    /// Four decimal numbers without leading zeros, which some would read as octal.
    private static func dotted(_ text: Span<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        var part: UInt32 = 0
        var digits = 0
        var dots = 0
        guard text.count >= 7, text.count <= 15 else { return nil }
        for offset in 0..<text.count {
            let byte = text[offset]
            if byte == UInt8(ascii: ".") {
                guard digits > 0, dots < 3 else { return nil }
                value = value << 8 | part
                (part, digits, dots) = (0, 0, dots + 1)
            } else {
                guard byte >= 0x30, byte <= 0x39, digits == 0 || part > 0 else { return nil }
                part = part * 10 + UInt32(byte - 0x30)
                digits += 1
                guard part <= 255 else { return nil }
            }
        }
        guard dots == 3, digits > 0 else { return nil }
        return value << 8 | part
    }

    /// RFC 4291 section 2.2: groups of up to four hexadecimal digits, one `::`, and an IPv4 tail.
    private static func colonned(_ text: Span<UInt8>) -> UInt128? {
        var value: UInt128 = 0
        var groups = 0
        var gap: Int?
        var offset = 0
        while offset < text.count {
            if text[offset] == UInt8(ascii: ":") {
                let isDouble = offset + 1 < text.count && text[offset + 1] == UInt8(ascii: ":")
                guard isDouble ? gap == nil : groups > 0 && gap != groups else { return nil }
                if isDouble { gap = groups }
                offset += isDouble ? 2 : 1
                if offset == text.count, !isDouble { return nil }
                if isDouble { continue }
            } else if groups > 0, gap != groups {
                return nil
            }
            var end = offset
            while end < text.count, text[end] != UInt8(ascii: ":") { end += 1 }
            let part = text.extracting(offset..<end)
            if end == text.count, let tail = dotted(part) {
                value = value << 32 | UInt128(tail)
                groups += 2
            } else {
                guard let group = hexadecimal(part) else { return nil }
                value = value << 16 | UInt128(group)
                groups += 1
            }
            guard groups <= 8 else { return nil }
            offset = end
        }
        guard let gap else { return groups == 8 ? value : nil }
        guard groups < 8 else { return nil }
        let tailBits = UInt128(groups - gap) * 16
        let tail = tailBits == 0 ? 0 : value & (((1 as UInt128) << tailBits) - 1)
        let head = tailBits == 128 ? 0 : value >> tailBits
        return gap == 0 ? tail : head << (UInt128(8 - gap) * 16) | tail
    }

    private static func hexadecimal(_ text: Span<UInt8>) -> UInt16? {
        guard text.count >= 1, text.count <= 4 else { return nil }
        var value: UInt16 = 0
        for offset in 0..<text.count {
            switch text[offset] {
            case 0x30...0x39: value = value << 4 | UInt16(text[offset] - 0x30)
            case 0x41...0x46: value = value << 4 | UInt16(text[offset] - 0x41 + 10)
            case 0x61...0x66: value = value << 4 | UInt16(text[offset] - 0x61 + 10)
            default: return nil
            }
        }
        return value
    }
}
