/// What a write does, as long as it is being thought out.
package struct Transaction {
    /// The account as it was before this write; it does not show what is put.
    package let snapshot: Snapshot
    /// By key: the last word on a key counts.
    private(set) var edits: [String: Edit] = [:]

    init(on snapshot: Snapshot) {
        self.snapshot = snapshot
    }

    /// Adds a record, or puts it in the place of the one with its key.
    ///
    /// To change a record's name, delete the old one and put the new one; the id stays.
    package mutating func put(_ record: some StoredRecord) {
        edits[record.key] = .put(record)
    }

    package mutating func delete<Record: StoredRecord>(_ record: Record) {
        // A rename may have put another record in its place already: that one stays.
        let key = record.key
        if case .put = edits[key] { return }
        edits[key] = .delete(Record.self, keyName: record.keyName)
    }
}
