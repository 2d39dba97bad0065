internal import Model

/// Reads the content of a token; the counterpart of `PayloadWriter`.
///
/// Every read is `nil` where the bytes are not there or do not make the value. A payload was sealed by this account, so
/// that this happens only to one of another version.
struct PayloadReader {
    private let bytes: [UInt8]
    private var next = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { next == bytes.count }

    mutating func byte() -> UInt8? { unsigned(1).map { UInt8(truncatingIfNeeded: $0) } }

    mutating func number() -> UInt32? { unsigned(4).map { UInt32(truncatingIfNeeded: $0) } }

    mutating func count() -> UInt64? { unsigned(8) }

    mutating func id() -> UniqueID? {
        guard let high = unsigned(8), let low = unsigned(8) else { return nil }
        return UniqueID(high: high, low: low)
    }

    mutating func time() -> Timestamp? { unsigned(8).map { Timestamp(microseconds: Int64(bitPattern: $0)) } }

    /// - Returns: The outer `nil` where the bytes are wrong, the inner one for a time that is absent.
    mutating func optionalTime() -> Timestamp?? {
        switch byte() {
        case 0: .some(nil)
        case 1: time().map { .some($0) }
        default: nil
        }
    }

    mutating func text() -> String? {
        guard let count = byte(), bytes.count - next >= Int(count) else { return nil }
        defer { next += Int(count) }
        return String(validating: bytes[next..<next + Int(count)], as: UTF8.self)
    }

    private mutating func unsigned(_ count: Int) -> UInt64? {
        guard bytes.count - next >= count else { return nil }
        defer { next += count }
        return bytes[next..<next + count].reduce(0) { $0 << 8 | UInt64($1) }
    }
}
