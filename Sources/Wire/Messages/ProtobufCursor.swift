/// Reads the protobuf encoding, front to back.
///
/// Protobuf: https://protobuf.dev/programming-guides/encoding/
struct ProtobufCursor {
    /// How a field's value is encoded.
    enum WireType: UInt8 {
        case varint = 0
        case fixed64 = 1
        case lengthPrefixed = 2
        case fixed32 = 5
    }

    /// What stands before a field's value.
    struct Tag {
        var number: UInt32
        var wireType: WireType
    }

    private(set) var at: Int
    let end: Int

    /// A cursor over a part of some bytes, or over all of them.
    init(_ part: Range<Int>) {
        (at, end) = (part.lowerBound, part.upperBound)
    }

    /// The next tag; `nil` at the end, and where there is none or one of a kind that is not taken, such as a group.
    mutating func tag(in bytes: borrowing Span<UInt8>) -> Tag? {
        guard let value = varint(in: bytes), let number = UInt32(exactly: value >> 3), number > 0, number < 1 << 29,
            let wireType = WireType(rawValue: UInt8(value & 7))
        else { return nil }
        return Tag(number: number, wireType: wireType)
    }

    var isAtEnd: Bool { at == end }

    /// The next number; `nil` where it does not end, or has more than 64 bits.
    @inline(__always)
    mutating func varint(in bytes: borrowing Span<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while at < end, shift < 64 {
            let byte = bytes[at]
            at += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return shift == 63 && byte > 1 ? nil : value }
            shift += 7
        }
        return nil
    }

    /// Where the next length-prefixed value stands; `nil` where it would end after the bytes.
    mutating func lengthPrefixed(in bytes: borrowing Span<UInt8>) -> Range<Int>? {
        guard let length = varint(in: bytes), length <= UInt64(end - at) else { return nil }
        let start = at
        at += Int(length)
        return start..<at
    }

    /// Passes over a value; `false` where it would end after the bytes.
    mutating func skip(_ wireType: WireType, in bytes: borrowing Span<UInt8>) -> Bool {
        switch wireType {
        case .varint: return varint(in: bytes) != nil
        case .lengthPrefixed: return lengthPrefixed(in: bytes) != nil
        case .fixed32: return skip(4)
        case .fixed64: return skip(8)
        }
    }

    private mutating func skip(_ count: Int) -> Bool {
        guard end - at >= count else { return false }
        at += count
        return true
    }
}
