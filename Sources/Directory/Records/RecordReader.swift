import Model

/// Reads the fields of one record; the counterpart of `RecordWriter`.
///
/// Fails closed: a field that is not known is an error, because passing over it could drop a Deny.
package struct RecordReader {
    private let bytes: ArraySlice<UInt8>
    private var next: Int
    package init(_ bytes: [UInt8]) {
        self.init(bytes[...])
    }

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        self.next = bytes.startIndex
    }

    /// The number of the next field; `nil` at the end.
    mutating func field() -> UInt8? {
        guard next < bytes.endIndex else { return nil }
        defer { next += 1 }
        return bytes[next]
    }

    mutating func number() throws(RecordError) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while next < bytes.endIndex {
            let byte = bytes[next]
            next += 1
            guard shift < 63 || byte <= 1 else { throw .numberTooLarge }
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
            shift += 7
        }
        throw .truncated
    }

    mutating func number32(_ name: String) throws(RecordError) -> UInt32 {
        guard let value = UInt32(exactly: try number()) else { throw .outOfRange(field: name) }
        return value
    }

    mutating func flag() throws(RecordError) -> Bool {
        switch try number() {
        case 0: false
        case 1: true
        default: throw .outOfRange(field: "flag")
        }
    }

    mutating func time() throws(RecordError) -> Timestamp {
        Timestamp(microseconds: Int64(bitPattern: try number()))
    }

    mutating func text(_ field: UInt8) throws(RecordError) -> String {
        let bytes = try run()
        guard let text = try? UTF8Span(validating: bytes.span) else { throw .notUTF8(field: field) }
        return String(copying: text)
    }

    mutating func policyText(_ field: UInt8) throws(RecordError) -> PolicyText {
        PolicyText(try text(field))
    }

    mutating func data() throws(RecordError) -> [UInt8] { Array(try run()) }

    mutating func id(_ field: UInt8) throws(RecordError) -> UniqueID {
        guard bytes.endIndex - next >= 16 else { throw .truncated }
        let (high, low) = (bigEndian(at: next), bigEndian(at: next + 8))
        next += 16
        guard let id = UniqueID(high: high, low: low) else { throw .notAnID(field: field) }
        return id
    }

    /// A record within the record.
    mutating func nested() throws(RecordError) -> RecordReader { RecordReader(try run()) }

    private mutating func run() throws(RecordError) -> ArraySlice<UInt8> {
        let count = try number()
        guard count <= UInt64(bytes.endIndex - next) else { throw .truncated }
        defer { next += Int(count) }
        return bytes[next..<next + Int(count)]
    }

    private func bigEndian(at start: Int) -> UInt64 {
        // SAFETY: the load checks that the eight bytes are within the record, and every bit pattern is a UInt64.
        let bytes = unsafe bytes.span.bytes
        return UInt64(
            bigEndian: unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start - self.bytes.startIndex, as: UInt64.self)
        )
    }
}
