/// A decimal number, exact to 18 places after the point, of 20 digits before it: all that 64 bits hold, and more.
///
/// Binary floating point would find `0.1` and `0.10000000000000000001` equal, and lose integers past 2⁵³.
struct ExactDecimal: Hashable, Comparable, Sendable {
    /// The number times 10¹⁸.
    let scaled: Int128

    static let placesMax = 18
    /// 10¹⁸.
    private static let unit: UInt64 = 1_000_000_000_000_000_000

    /// - Returns: `nil` unless the text is an optional sign, digits, and optionally a point and digits, in range.
    init?(_ text: Span<UInt8>) {
        var offset = 0
        var isNegative = false
        if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
            isNegative = text[0] == UInt8(ascii: "-")
            offset = 1
        }
        // Up to 19 digits, with which 128 bits need not be reckoned with, and the twentieth.
        var whole: UInt64 = 0
        var last: UInt8?
        var fraction: UInt64 = 0
        var wholeDigits = 0
        var places = 0
        var point: Int?
        while offset < text.count {
            let byte = text[offset]
            if byte == UInt8(ascii: "."), point == nil, wholeDigits > 0 {
                point = offset
            } else if byte >= 0x30, byte <= 0x39 {
                if point == nil {
                    wholeDigits += 1
                    if whole < Self.unit {
                        whole = whole * 10 + UInt64(byte - 0x30)
                    } else {
                        guard last == nil else { return nil }
                        last = byte - 0x30
                    }
                } else if places < Self.placesMax {
                    fraction = fraction * 10 + UInt64(byte - 0x30)
                    places += 1
                } else if byte != 0x30 {
                    return nil
                }
            } else {
                return nil
            }
            offset += 1
        }
        guard wholeDigits > 0, point == nil || places > 0 else { return nil }
        // Stays below the unit, as it does not have more places than that.
        if fraction > 0 { for _ in places..<Self.placesMax { fraction *= 10 } }
        let all = last.map { Int128(whole) * 10 + Int128($0) } ?? Int128(whole)
        let magnitude = all * Int128(Self.unit) + Int128(fraction)
        self.scaled = isNegative ? -magnitude : magnitude
    }

    static func < (left: ExactDecimal, right: ExactDecimal) -> Bool { left.scaled < right.scaled }

    var text: String {
        let unit = UInt128(Self.unit)
        let magnitude = scaled.magnitude
        var fraction = String(magnitude % unit)
        fraction = String(repeating: "0", count: Self.placesMax - fraction.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (scaled < 0 ? "-" : "") + String(magnitude / unit) + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
