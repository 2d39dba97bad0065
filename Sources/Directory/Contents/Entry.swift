/// A record as one snapshot has it, which later ones may still have.
///
/// What was worked out from a record is good for as long as `Snapshot.has` says that it did not change.
package final class Entry<Record: StoredRecord>: Sendable {
    package let record: Record
    /// Where it was read from; none where it was written since.
    private let origin: PackedRecords<Record>?
    private let position: Int

    init(_ record: Record) {
        self.record = record
        origin = nil
        position = 0
    }

    init(_ record: Record, at position: Int, of origin: PackedRecords<Record>) {
        self.record = record
        self.origin = origin
        self.position = position
    }

    func isRead(at position: Int, of origin: PackedRecords<Record>) -> Bool {
        self.origin === origin && self.position == position
    }
}
