import Model

/// Writes the fields of one record in the account's own compact form.
///
/// A record is a list of fields: a field's number as one byte, then its value. Numbers are varints (LEB128),
/// texts and bytes have their length before them. A field that is absent is left out, so that records stay small.
package struct RecordWriter {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    mutating func text(_ field: UInt8, _ value: String) {
        guard !value.isEmpty else { return }
        bytes.append(field)
        length(value.utf8.count)
        bytes.append(contentsOf: value.utf8)
    }

    /// A policy that must be there, even if it is empty.
    mutating func policyText(_ field: UInt8, _ value: PolicyText) {
        bytes.append(field)
        length(value.text.utf8.count)
        bytes.append(contentsOf: value.text.utf8)
    }

    mutating func data(_ field: UInt8, _ value: [UInt8]) {
        guard !value.isEmpty else { return }
        bytes.append(field)
        length(value.count)
        bytes.append(contentsOf: value)
    }

    mutating func number(_ field: UInt8, _ value: UInt64) {
        guard value != 0 else { return }
        bytes.append(field)
        varint(value)
    }

    /// A number that is written even when it is 0.
    mutating func count(_ field: UInt8, _ value: UInt32) {
        bytes.append(field)
        varint(UInt64(value))
    }

    mutating func flag(_ field: UInt8, _ value: Bool) {
        number(field, value ? 1 : 0)
    }

    /// A moment that every such record has; 1970's first, which it begins with, is left out.
    mutating func time(_ field: UInt8, _ value: Timestamp) {
        number(field, UInt64(bitPattern: value.microseconds))
    }

    mutating func time(_ field: UInt8, _ value: Timestamp?) {
        guard let value else { return }
        bytes.append(field)
        varint(UInt64(bitPattern: value.microseconds))
    }

    mutating func id(_ field: UInt8, _ value: UniqueID?) {
        guard let value else { return }
        bytes.append(field)
        bigEndian(value.high)
        bigEndian(value.low)
    }

    mutating func ids(_ field: UInt8, _ values: [UniqueID]) {
        for value in values { id(field, value) }
    }

    /// A record within the record.
    mutating func nested(_ field: UInt8, _ write: (inout RecordWriter) -> Void) {
        var inner = RecordWriter()
        write(&inner)
        bytes.append(field)
        length(inner.bytes.count)
        bytes.append(contentsOf: inner.bytes)
    }

    private mutating func bigEndian(_ value: UInt64) {
        for shift in stride(from: 56 as UInt64, through: 0, by: -8) {
            bytes.append(UInt8(truncatingIfNeeded: value >> shift))
        }
    }

    private mutating func length(_ count: Int) { varint(UInt64(count)) }

    private mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
