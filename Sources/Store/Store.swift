package import Model

/// One account's records: opaque, versioned, durable, in the order of the bytes of their keys.
///
/// Keys are ASCII without NUL, so that Swift's `String`, SQLite and etcd agree on which keys are equal and which
/// comes first. `StoreConformance` in the tests says what every store must do.
package protocol Store: Sendable {
    /// The revision of the last commit.
    func head() async throws(StoreError) -> Revision

    func get(_ key: String) async throws(StoreError) -> Record?

    /// All records whose key starts with a prefix, in the order of their keys' bytes.
    func scan(prefix: String) async throws(StoreError) -> [Record]

    /// Shows every record at one revision, in the order of the keys, without holding them all: for the start.
    ///
    /// Writes wait while it runs. A store that cannot vouch for every record throws instead of passing over one,
    /// possibly after it has shown others; an error that `body` throws ends the load.
    ///
    /// - Parameter body: Called on the caller's own actor.
    /// - Returns: The revision that was shown.
    /// - Throws: `StoreError.corrupt` when a record is damaged, or is missing.
    func load(
        _ body: (_ key: String, _ value: [UInt8], _ revision: Revision) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision

    /// The same for very many records: some at a time, the next of which may be read while `body` looks at these.
    func loadBatches(_ body: (RecordBatch) throws(StoreError) -> Void) async throws(StoreError) -> Revision

    /// Makes all changes, or none, if all preconditions are true of the state right before.
    ///
    /// Durable and visible when it returns. It cannot be cancelled once it waits its turn: a cancelled task gets
    /// the outcome like any other.
    func commit(_ changes: [Change], if preconditions: [Precondition]) async throws(StoreError) -> Revision

    /// The commits after a revision, each once and in order.
    ///
    /// The stream ends when the store is closed, and when the reader falls behind by more than
    /// `StoreLimits.watchBufferMax`: then it loads the store and watches again.
    func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit>

    /// Ends the store after the writes that already wait; later calls throw `StoreError.closed`.
    func close() async
}

extension Store {
    package func loadBatches(
        _ body: (RecordBatch) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision {
        var batch = RecordBatch()
        let revision = try await load { key, value, revision throws(StoreError) in
            batch.append(Record(key: key, value: value, revision: revision))
            guard batch.isFull else { return }
            try body(batch)
            batch = RecordBatch()
        }
        if batch.count > 0 { try body(batch) }
        return revision
    }
}
