/// A decimal number, exact to 18 places after the point, of 20 digits before it: all that 64 bits hold, and more.
///
/// Binary floating point would find `0.1` and `0.10000000000000000001` equal, and lose integers past 2⁵³.
struct ExactDecimal: Hashable, Comparable, Sendable {
    /// The number times 10¹⁸.
    let scaled: Int128

    static let placesMax = 18
    /// With `placesMax` places a whole number below this one fits in 128 bits.
    static let wholeEnd: Int128 = 100_000_000_000_000_000_000

    /// - Returns: `nil` unless the text is an optional sign, digits, and optionally a point and digits, in range.
    init?(_ text: Span<UInt8>) {
        var offset = 0
        var isNegative = false
        if text.count > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
            isNegative = text[0] == UInt8(ascii: "-")
            offset = 1
        }
        var magnitude: Int128 = 0
        var wholeDigits = 0
        var places = 0
        var point: Int?
        while offset < text.count {
            let byte = text[offset]
            if byte == UInt8(ascii: "."), point == nil, wholeDigits > 0 {
                point = offset
            } else if byte >= 0x30, byte <= 0x39 {
                if point == nil {
                    magnitude = magnitude * 10 + Int128(byte - 0x30)
                    wholeDigits += 1
                    guard magnitude < Self.wholeEnd else { return nil }
                } else if places < Self.placesMax {
                    magnitude = magnitude * 10 + Int128(byte - 0x30)
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
        for _ in places..<Self.placesMax { magnitude *= 10 }
        self.scaled = isNegative ? -magnitude : magnitude
    }

    static func < (left: ExactDecimal, right: ExactDecimal) -> Bool { left.scaled < right.scaled }

    var text: String {
        let unit: Int128 = 1_000_000_000_000_000_000
        let magnitude = scaled.magnitude
        var fraction = String(magnitude % unit.magnitude)
        fraction = String(repeating: "0", count: Self.placesMax - fraction.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (scaled < 0 ? "-" : "") + String(magnitude / unit.magnitude) + (fraction.isEmpty ? "" : ".\(fraction)")
    }
}
