/// A unique id of AWS's form: a prefix of four letters, then upper-case base 32 (`AIDA…`, `AKIA…`).
///
/// Never reused.
///
/// Every character is one of base 32's, so that up to 24 of them fit in 16 bytes: five bits each, with the
/// length in the lowest byte. An account of 100,000 users keeps half a million of these.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
public struct UniqueID: Hashable, Sendable, CustomStringConvertible {
    /// Not for looking into: equal exactly where the texts are.
    public let high: UInt64
    /// Not for looking into: equal exactly where the texts are.
    public let low: UInt64

    /// A longer text is no id.
    public static let charactersMax = 24

    /// - Returns: `nil` unless `text` is 5 to 24 characters of `A–Z 2–7`.
    public init?(_ text: String) { self.init(utf8: text.utf8Span.span) }

    /// As for a `String` of these bytes.
    package init?(utf8 bytes: Span<UInt8>) {
        var high: UInt64 = 0
        var low: UInt64 = 0
        guard (5...Self.charactersMax).contains(bytes.count) else { return nil }
        for offset in bytes.indices {
            let byte = bytes[offset]
            let value: UInt64
            switch byte {
            case 0x41...0x5A: value = UInt64(byte - 0x41)
            case 0x32...0x37: value = UInt64(byte - 0x32) + 26
            default: return nil
            }
            high = high << 5 | low >> 59
            low = low << 5 | value
        }
        // The characters take 120 bits; moving them up by 8 makes room for the length.
        self.high = high << 8 | low >> 56
        self.low = low << 8 | UInt64(bytes.count)
    }

    /// As for a `String`.
    public init?(_ text: some StringProtocol) { self.init(String(text)) }

    /// An id as a record keeps it; `nil` where no text makes these bits.
    public init?(high: UInt64, low: UInt64) {
        let count = low & 0xFF
        guard (5...UInt64(Self.charactersMax)).contains(count) else { return nil }
        // Every five bits are a character, so that all is well unless there are more bits than characters.
        let bits = 8 + 5 * count
        let excess = bits >= 64 ? high >> (bits - 64) : high | low >> bits
        guard excess == 0 else { return nil }
        self.high = high
        self.low = low
    }

    /// The id as AWS writes it.
    public var description: String { Self.text(high: high, low: low) }

    private static func text(high: UInt64, low: UInt64) -> String {
        let count = Int(low & 0xFF)
        guard count <= charactersMax else { return "" }
        var (top, bottom) = (high >> 8, low >> 8 | high << 56)
        var bytes = [UInt8](repeating: 0, count: count)
        for index in stride(from: count - 1, through: 0, by: -1) {
            let value = UInt8(bottom & 0x1F)
            bytes[index] = value < 26 ? 0x41 + value : 0x32 + value - 26
            bottom = bottom >> 5 | top << 59
            top >>= 5
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
