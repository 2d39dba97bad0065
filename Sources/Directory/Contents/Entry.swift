/// A record as snapshots hold it: all snapshots in which it did not change share one entry.
///
/// So what was worked out from a record is good for as long as its entry is the same object.
package final class Entry<Record: StoredRecord>: Sendable, Equatable {
    package let record: Record

    init(_ record: Record) {
        self.record = record
    }

    package static func == (left: Entry, right: Entry) -> Bool {
        left === right || left.record == right.record
    }
}
