/// Protobuf's encoding by hand, for bytes that no encoder writes.
enum Protobuf {
    static func varint(_ value: UInt64) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(truncatingIfNeeded: value) | 0x80] + varint(value >> 7)
    }

    static func tag(_ number: UInt64, _ wireType: UInt64) -> [UInt8] {
        varint(number << 3 | wireType)
    }

    static func number(_ number: UInt64, _ value: UInt64) -> [UInt8] {
        tag(number, 0) + varint(value)
    }

    static func bytes(_ number: UInt64, _ value: [UInt8]) -> [UInt8] {
        tag(number, 2) + varint(UInt64(value.count)) + value
    }

    static func text(_ number: UInt64, _ value: String) -> [UInt8] {
        bytes(number, Array(value.utf8))
    }

    /// The numbers of the fields of a well-formed message.
    static func fieldNumbers(_ message: [UInt8]) -> Set<UInt64> {
        var rest = message[...]
        var numbers: Set<UInt64> = []
        func varint() -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while let byte = rest.popFirst() {
                value |= UInt64(byte & 0x7f) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            return value
        }
        while !rest.isEmpty {
            let tag = varint()
            numbers.insert(tag >> 3)
            let value = varint()
            if tag & 7 == 2 { rest = rest.dropFirst(Int(value)) }
        }
        return numbers
    }
}
