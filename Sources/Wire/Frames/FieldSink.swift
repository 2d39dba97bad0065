/// Takes the fields of a message in protobuf's encoding; numbers of fields are below 16.
///
/// What is 0 or empty is left out, as proto3 has it, but for nested messages.
protocol FieldSink {
    /// Takes the number and wire type of a field.
    mutating func tag(_ number: UInt8, _ wireType: ProtobufCursor.WireType)
    mutating func varint(_ value: UInt64)
    mutating func raw(_ text: String)
    mutating func raw(_ bytes: [UInt8])
}

extension FieldSink {
    mutating func number(_ number: UInt8, _ value: UInt64) {
        guard value != 0 else { return }
        tag(number, .varint)
        varint(value)
    }

    mutating func text(_ number: UInt8, _ text: String) {
        guard !text.isEmpty else { return }
        message(number, size: text.utf8.count)
        raw(text)
    }

    mutating func bytes(_ number: UInt8, _ bytes: [UInt8]) {
        guard !bytes.isEmpty else { return }
        message(number, size: bytes.count)
        raw(bytes)
    }

    /// Takes a nested message, also one that is empty.
    mutating func bytes(_ number: UInt8, whole bytes: [UInt8]) {
        message(number, size: bytes.count)
        raw(bytes)
    }

    /// Takes what stands before a nested message, whose fields follow.
    mutating func message(_ number: UInt8, size: Int) {
        tag(number, .lengthPrefixed)
        varint(UInt64(size))
    }
}

/// Counts how many bytes fields would take.
struct FieldSizes: FieldSink {
    private(set) var count = 0

    mutating func tag(_ number: UInt8, _ wireType: ProtobufCursor.WireType) { count += 1 }
    mutating func varint(_ value: UInt64) { count += (70 - (value | 1).leadingZeroBitCount) / 7 }
    mutating func raw(_ text: String) { count += text.utf8.count }
    mutating func raw(_ bytes: [UInt8]) { count += bytes.count }
}

/// Writes fields into an array that has room for them.
struct FieldWriter: FieldSink {
    private(set) var bytes: [UInt8] = []

    /// A writer that has written the length of a frame of so many bytes.
    ///
    /// - Parameters:
    ///   - size: Of the frame, its length not counted.
    ///   - reserving: The room to take, where not all of the frame is going to be written.
    init(frameOf size: Int, reserving: Int? = nil) {
        bytes.reserveCapacity(reserving ?? 4 + size)
        unsafe withUnsafeBytes(of: UInt32(size).bigEndian) { unsafe bytes.append(contentsOf: $0) }
    }

    /// A writer that has room for so many bytes.
    init(reserving size: Int) {
        bytes.reserveCapacity(size)
    }

    mutating func tag(_ number: UInt8, _ wireType: ProtobufCursor.WireType) {
        bytes.append(number << 3 | wireType.rawValue)
    }

    mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    mutating func raw(_ text: String) { bytes.append(contentsOf: text.utf8) }
    mutating func raw(_ more: [UInt8]) { bytes.append(contentsOf: more) }
}
