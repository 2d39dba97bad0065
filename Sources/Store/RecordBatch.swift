package import Model

/// Some records that follow each other in the order of their keys, in one run of bytes.
///
/// A record of its own costs two allocations, which hundreds of thousands of them at each start need not.
package struct RecordBatch: Sendable {
    private struct End: Sendable {
        let key: Int
        let value: Int
        let revision: Revision
    }

    /// Each record's key and then its value, one record after the other; `key(at:)` and `value(at:)` are parts of it.
    package private(set) var bytes: [UInt8] = []
    /// Where each record's key and value end.
    private var ends: [End] = []

    package init() {
        // Once, as much as most batches take: growing would copy it all several times.
        bytes.reserveCapacity(StoreLimits.loadBatchBytes + StoreLimits.keyBytesMax)
        ends.reserveCapacity(StoreLimits.loadBatchMax)
    }

    package var count: Int { ends.count }
    /// Whether it takes no more records.
    var isFull: Bool { count >= StoreLimits.loadBatchMax || bytes.count >= StoreLimits.loadBatchBytes }

    package func key(at index: Int) -> ArraySlice<UInt8> {
        bytes[(index == 0 ? 0 : ends[index - 1].value)..<ends[index].key]
    }

    package func value(at index: Int) -> ArraySlice<UInt8> { bytes[ends[index].key..<ends[index].value] }

    package func revision(at index: Int) -> Revision { ends[index].revision }

    package mutating func append(_ record: Record) {
        // SAFETY: bytes have no padding.
        unsafe append(key: record.key.utf8.span.bytes, value: record.value.span.bytes, revision: record.revision)
    }

    mutating func append(key: RawSpan, value: RawSpan, revision: Revision) {
        // SAFETY: the bytes are only read, and copied at once.
        unsafe key.withUnsafeBytes { bytes in unsafe self.bytes.append(contentsOf: bytes) }
        let keyEnd = bytes.count
        unsafe value.withUnsafeBytes { bytes in unsafe self.bytes.append(contentsOf: bytes) }
        ends.append(End(key: keyEnd, value: bytes.count, revision: revision))
    }
}
