internal import Model

/// Writes the content of a token: fixed-width numbers, big-endian, and short texts with their length before them.
struct PayloadWriter {
    private(set) var bytes: [UInt8] = []

    mutating func byte(_ value: UInt8) { bytes.append(value) }

    mutating func number(_ value: UInt32) { append(UInt64(value), count: 4) }

    mutating func count(_ value: UInt64) { append(value, count: 8) }

    mutating func id(_ value: UniqueID) {
        append(value.high, count: 8)
        append(value.low, count: 8)
    }

    mutating func time(_ value: Timestamp) { append(UInt64(bitPattern: value.microseconds), count: 8) }

    /// A time that may be absent: a byte that says whether it is there comes first.
    mutating func time(_ value: Timestamp?) {
        byte(value == nil ? 0 : 1)
        if let value { time(value) }
    }

    /// At most 255 bytes of the text.
    mutating func text(_ value: String) {
        let content = value.utf8.prefix(255)
        byte(UInt8(content.count))
        bytes.append(contentsOf: content)
    }

    private mutating func append(_ value: UInt64, count: Int) {
        for place in stride(from: count - 1, through: 0, by: -1) {
            bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * place)))
        }
    }
}
