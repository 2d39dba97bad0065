import Model
import Wire

/// A protobuf message taken apart into its fields, to be put together as no encoder would.
struct WireFields: Sendable {
    private(set) var fields: [(number: UInt64, wireType: UInt64, body: [UInt8])] = []

    /// Takes a well-formed message apart, one level deep.
    init(_ message: [UInt8]) {
        var rest = message[...]
        func varint() -> UInt64 {
            var (value, shift): (UInt64, UInt64) = (0, 0)
            while let byte = rest.popFirst() {
                value |= UInt64(byte & 0x7F) << shift
                if byte < 0x80 { break }
                shift += 7
            }
            return value
        }
        while !rest.isEmpty {
            let tag = varint()
            if tag & 7 == 2 {
                let count = Int(varint())
                fields.append((tag >> 3, 2, Array(rest.prefix(count))))
                rest = rest.dropFirst(count)
            } else {
                fields.append((tag >> 3, tag & 7, Self.varint(varint())))
            }
        }
    }

    /// The message once for each of its texts that a rule changes, with the one text changed.
    func replacing(_ rule: (String) -> String?) -> [[UInt8]] {
        fields.indices.compactMap { index in
            guard fields[index].wireType == 2,
                let changed = String(validating: fields[index].body, as: UTF8.self).flatMap(rule)
            else { return nil }
            var copy = self
            copy.fields[index].body = Array(changed.utf8)
            return copy.encoded
        }
    }

    var encoded: [UInt8] {
        fields.flatMap { field in
            Self.tag(field.number, field.wireType)
                + (field.wireType == 2 ? Self.varint(UInt64(field.body.count)) : []) + field.body
        }
    }

    static func varint(_ value: UInt64) -> [UInt8] {
        value < 0x80 ? [UInt8(value)] : [UInt8(truncatingIfNeeded: value) | 0x80] + varint(value >> 7)
    }

    static func tag(_ number: UInt64, _ wireType: UInt64) -> [UInt8] { varint(number << 3 | wireType) }

    static func bytes(_ number: UInt64, _ body: [UInt8]) -> [UInt8] {
        tag(number, 2) + varint(UInt64(body.count)) + body
    }

    static func text(_ number: UInt64, _ text: String) -> [UInt8] { bytes(number, Array(text.utf8)) }
}
