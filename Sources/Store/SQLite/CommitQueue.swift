import Model

/// The commits that wait, and who may write them.
///
/// INVARIANT: `isDraining` is true exactly while a job that will call `take` is on the store's queue.
struct CommitQueue: Sendable {
    /// What a caller must do after it has asked to wait.
    enum Admission: Sendable {
        case refused(StoreError)
        case waits
        /// Nobody is draining: put the job on the store's queue.
        case waitsAndStarts
    }

    private var waiting: [CommitRequest] = []
    private var waitingBytes = 0
    private var isDraining = false
    private var pauses = 0
    private(set) var isClosed = false
    var head: Revision
    /// Transactions that changed something.
    var transactionsCommitted = 0

    init(head: Revision) {
        self.head = head
    }

    var count: Int { waiting.count }

    mutating func add(_ request: CommitRequest) -> Admission {
        guard !isClosed else { return .refused(.closed) }
        guard waiting.count < Limits.writeQueueMax, waitingBytes < StoreLimits.queuedBytesMax else {
            return .refused(.unavailable(reason: "too many writes are waiting (\(waiting.count))"))
        }
        waiting.append(request)
        waitingBytes += request.bytes
        guard !isDraining, pauses == 0 else { return .waits }
        isDraining = true
        return .waitsAndStarts
    }

    /// All that waits, in order; `nil` when there is nothing, or the store is being loaded.
    mutating func take() -> [CommitRequest]? {
        guard !waiting.isEmpty, pauses == 0 || isClosed else {
            isDraining = false
            return nil
        }
        defer {
            waiting = []
            waitingBytes = 0
        }
        return waiting
    }

    mutating func pause() { pauses += 1 }

    /// Ends one pause.
    ///
    /// - Returns: Whether the caller must put the draining job on the store's queue.
    mutating func resume() -> Bool {
        pauses -= 1
        guard pauses == 0, !isDraining, !waiting.isEmpty else { return false }
        isDraining = true
        return true
    }

    /// Lets nobody else in.
    ///
    /// - Returns: Whether it was open until now.
    mutating func close() -> Bool {
        defer { isClosed = true }
        return !isClosed
    }
}
