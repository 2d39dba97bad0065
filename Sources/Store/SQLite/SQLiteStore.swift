import Dispatch
import GRDB
package import Model
import Synchronization

/// The store of one machine: an SQLite database in a folder that it has to itself.
///
/// WAL with `synchronous=FULL`: a commit has reached the disk when its caller hears of it. Callers that wait at the
/// same time share one transaction and its one `fsync`; their order is that of their revisions. A transaction that the
/// disk refuses fails all of its callers and leaves the store as it was; the next one tries anew.
///
/// SQLite blocks its thread, so all work is done on one queue of the store's own.
package final class SQLiteStore: Store {
    let database: DatabaseQueue
    private let folder: FolderLock
    /// The database and its log.
    private let files: [FileInPlace]
    private let queue: DispatchQueue
    private let commits: Mutex<CommitQueue>
    private let feed: CommitFeed

    /// Takes over a database that has been checked, and the lock on its folder.
    init(
        _ database: DatabaseQueue,
        _ folder: FolderLock,
        files: [FileInPlace],
        on queue: DispatchQueue,
        head: Revision
    ) {
        self.database = database
        self.folder = folder
        self.files = files
        self.queue = queue
        commits = Mutex(CommitQueue(head: head))
        feed = CommitFeed(head: head)
    }

    /// How many transactions reached the disk, each with one commit or more.
    package var transactionsCommitted: Int { commits.withLock { $0.transactionsCommitted } }

    /// How many commits wait for their turn.
    package var commitsWaiting: Int { commits.withLock { $0.count } }

    package func head() async throws(StoreError) -> Revision {
        try commits.withLock { commits throws(StoreError) -> Revision in
            guard !commits.isClosed else { throw .closed }
            return commits.head
        }
    }

    package func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit> {
        try feed.watch(after: revision)
    }

    package func commit(_ changes: [Change], if preconditions: [Precondition]) async throws(StoreError) -> Revision {
        let bytes = try CommitRules.check(changes, preconditions)
        let outcome = await withCheckedContinuation { continuation in
            let request = CommitRequest(
                changes: changes,
                preconditions: preconditions,
                bytes: bytes,
                continuation: continuation
            )
            switch commits.withLock({ $0.add(request) }) {
            case .refused(let error): continuation.resume(returning: .failure(error))
            case .waits: break
            case .waitsAndStarts: startDraining()
            }
        }
        return try outcome.get()
    }

    package func close() async {
        let isFirst = commits.withLock { $0.close() }
        await withCheckedContinuation { continuation in
            // A later caller gets in the queue behind the first, and so returns no sooner.
            queue.async { [self] in
                if isFirst { shut() }
                continuation.resume()
            }
        }
    }

    /// Runs work on the store's queue.
    func perform<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(StoreError) -> Value {
        let outcome: Result<Value, StoreError> = await withCheckedContinuation { continuation in
            queue.async { [self] in
                continuation.resume(returning: attempt(work))
            }
        }
        return try outcome.get()
    }

    /// Holds commits back; they wait until as many calls of `resumeCommits` have come.
    func pauseCommits() { commits.withLock { $0.pause() } }

    func resumeCommits() {
        if commits.withLock({ $0.resume() }) { startDraining() }
    }

    private func startDraining() {
        queue.async { [self] in
            guard writeAllWaiting() else { return }
            // A job for each transaction, so that reads get their turn between them.
            startDraining()
        }
    }

    /// Writes what waits now.
    ///
    /// - Returns: Whether there was anything; if not, whoever comes next starts a new job.
    private func writeAllWaiting() -> Bool {
        guard let requests = commits.withLock({ $0.take() }) else { return false }
        if let gone = files.first(where: { !$0.isThere }) {
            // What is written to a file without a name is lost with the process.
            let reason = "`\(gone.path)` was deleted or replaced while it was in use"
            for request in requests { request.continuation.resume(returning: .failure(.unavailable(reason: reason))) }
            return true
        }
        let (outcomes, landed) = CommitBatch.run(requests, on: database)
        if let last = landed.last {
            commits.withLock { commits in
                commits.head = last.revision
                commits.transactionsCommitted += 1
            }
            feed.publish(landed)
        }
        for (request, outcome) in zip(requests, outcomes) { request.continuation.resume(returning: outcome) }
        return true
    }

    private func attempt<Value>(_ work: (Database) throws -> Value) -> Result<Value, StoreError> {
        guard !commits.withLock({ $0.isClosed }) else { return .failure(.closed) }
        do {
            return .success(try database.inDatabase(work))
        } catch {
            return .failure(StoreError(error))
        }
    }

    private func shut() {
        while writeAllWaiting() {}
        // Neither failure loses anything: what the log still holds is read again when the store is opened.
        _ = try? database.inDatabase { db in try db.checkpoint(.truncate) }
        try? database.close()
        folder.release()
        feed.finish()
    }
}
