/// Reads the fields of one message of a frame, one after another.
struct FieldReader {
    private var cursor: ProtobufCursor
    private let message: StaticString

    /// A reader of the message of that name in that part of the bytes.
    init(_ part: Range<Int>, _ message: StaticString) {
        cursor = ProtobufCursor(part)
        self.message = message
    }

    /// What stands before the next value, which is to be read before the next one is asked for.
    mutating func next(in bytes: borrowing Span<UInt8>) throws(WireError) -> ProtobufCursor.Tag? {
        guard !cursor.isAtEnd else { return nil }
        guard let tag = cursor.tag(in: bytes) else { throw .malformed(message.description) }
        return tag
    }

    /// A number of up to 64 bits.
    mutating func number(
        _ tag: ProtobufCursor.Tag,
        _ field: StaticString,
        in bytes: borrowing Span<UInt8>
    ) throws(WireError) -> UInt64 {
        guard tag.wireType == .varint else { throw .wrongWireType(field: field.description) }
        guard let value = cursor.varint(in: bytes) else { throw .malformed(field.description) }
        return value
    }

    /// A number of 32 bits; protobuf drops those above.
    mutating func number32(
        _ tag: ProtobufCursor.Tag,
        _ field: StaticString,
        in bytes: borrowing Span<UInt8>
    ) throws(WireError) -> UInt32 {
        UInt32(truncatingIfNeeded: try number(tag, field, in: bytes))
    }

    /// Where a nested message stands.
    mutating func part(
        _ tag: ProtobufCursor.Tag,
        _ field: StaticString,
        in bytes: borrowing Span<UInt8>
    ) throws(WireError) -> Range<Int> {
        guard tag.wireType == .lengthPrefixed else { throw .wrongWireType(field: field.description) }
        guard let part = cursor.lengthPrefixed(in: bytes) else { throw .malformed(field.description) }
        return part
    }

    /// A text, if it is one.
    mutating func text(
        _ tag: ProtobufCursor.Tag,
        _ field: StaticString,
        in bytes: borrowing Span<UInt8>
    ) throws(WireError) -> String {
        let part = try part(tag, field, in: bytes)
        let taken = unsafe bytes.withUnsafeBytes { unsafe Wire.text(UnsafeRawBufferPointer(rebasing: $0[part])) }
        guard let taken else { throw .notText(field: field.description) }
        return taken
    }

    /// A copy of some bytes.
    mutating func bytes(
        _ tag: ProtobufCursor.Tag,
        _ field: StaticString,
        in bytes: borrowing Span<UInt8>
    ) throws(WireError) -> [UInt8] {
        let part = try part(tag, field, in: bytes)
        return unsafe bytes.withUnsafeBytes { unsafe Array($0[part]) }
    }

    /// Passes over a field that is not known.
    mutating func skip(_ tag: ProtobufCursor.Tag, in bytes: borrowing Span<UInt8>) throws(WireError) {
        guard cursor.skip(tag.wireType, in: bytes) else { throw .malformed(message.description) }
    }
}
