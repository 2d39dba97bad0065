package import Model
import Store

/// The account in memory, and the only writer of its store.
///
/// Readers take `current`, which shows what is durable. A write is thought out against `working`, which also has
/// the writes that are on their way to the disk, so that those that come together share an `fsync`. Each is
/// committed on the condition that the store's head is the revision it was thought out against: when one fails,
/// those behind it fail too, and are thought out anew once none is under way.
package actor Directory {
    let store: any Store
    private nonisolated let publication: Publication
    /// The newest state, with the writes that are under way.
    private var working: Snapshot
    private var commitsUnderWay = 0
    /// A commit failed: nothing is written until it is known what the store holds.
    private var needsRecovery = false
    private var isRecovering = false
    private var isClosed = false
    /// Writes that wait for the recovery.
    private var waiting: [CheckedContinuation<Void, Never>] = []

    init(_ store: any Store, holding snapshot: Snapshot) {
        self.store = store
        working = snapshot
        publication = Publication(snapshot)
    }

    /// The newest snapshot that is durable.
    package nonisolated var current: Snapshot { publication.current }

    /// A number that changes when `current` has changed, for those who look often: read it before `current`.
    package nonisolated var generation: UInt64 { publication.generation }

    /// A snapshot that is at least as new as a revision.
    ///
    /// Waits for writes that are under way, until the task is cancelled. Nobody else writes to the store, so that a
    /// revision beyond those writes is refused at once.
    package nonisolated func snapshot(atLeast revision: Revision) async throws(Refusal) -> Snapshot {
        let now = current
        guard now.revision < revision else { return now }
        return try await expect(revision)
    }

    /// Changes the account.
    ///
    /// What `body` finds in its transaction's snapshot still holds when its changes are made, whoever else writes.
    /// It may be called more than once, and must do nothing but look and answer. A refusal that it throws is the
    /// write's. A write that changes nothing takes no revision. What the task holds as `WriteCondition` holds too.
    ///
    /// - Parameter body: Looks at the account, says what to change, and returns what the caller wants to know.
    /// - Returns: When the change is durable and visible.
    /// - Throws: `UNAVAILABLE` when the store cannot take it; after a disk's failure it is possible, though not
    ///   likely, that the next start finds the change.
    @discardableResult
    package func write<Value: Sendable>(
        _ body: @Sendable (inout Transaction) throws(Refusal) -> Value
    ) async throws(Refusal) -> Written<Value> {
        for _ in 0..<Limits.writeAttemptsMax {
            try await settle()
            // No suspension from here until the store has the commit: the order of revisions is that of the checks.
            let base = working
            try WriteCondition.check?(base)
            var transaction = Transaction(on: base)
            let value = try body(&transaction)
            let next = transaction.edits.isEmpty ? base : try base.applying(transaction.edits)
            let isDone =
                transaction.edits.isEmpty
                ? try await isDurable(base) : try await commit(transaction.edits, from: base, to: next)
            if isDone { return Written(value: value, revision: next.revision, snapshot: next) }
        }
        throw .unavailable("other writes failed again and again before this one; try again")
    }

    /// Ends the directory and its store, after the writes that are under way.
    package func close() async {
        isClosed = true
        publication.close(Self.closed)
        wakeAll()
        await store.close()
    }

    private static let closed = Refusal.unavailable("the account is being closed")

    private func expect(_ revision: Revision) async throws(Refusal) -> Snapshot {
        guard revision <= working.revision else {
            throw .unavailable(
                "the account is at revision \(working.revision.rawValue), not yet at \(revision.rawValue)"
            )
        }
        return try await publication.wait(for: revision).get()
    }

    /// Waits until a state is durable that a write looked at and left as it was.
    ///
    /// - Returns: `false` where it never came to be, so that the write must look again.
    private func isDurable(_ snapshot: Snapshot) async throws(Refusal) -> Bool {
        switch await publication.wait(for: snapshot.revision) {
        case .success: return true
        case .failure(let refusal) where refusal.status == .unavailable: return false
        case .failure(let refusal): throw refusal
        }
    }

    /// - Returns: `false` where another write failed before this one.
    private func commit(
        _ edits: [String: Edit],
        from base: Snapshot,
        to next: Snapshot
    ) async throws(Refusal) -> Bool {
        let changes = edits.sorted { $0.key < $1.key }.map { $0.value.change(key: $0.key) }
        working = next
        commitsUnderWay += 1
        let failure: StoreError?
        do throws(StoreError) {
            _ = try await store.commit(changes, if: [.revision(is: base.revision)])
            failure = nil
        } catch {
            failure = error
        }
        commitsUnderWay -= 1
        // Whichever of several comes first shows all before it too: they are durable when it is.
        if failure == nil { publication.publish(next) } else { needsRecovery = true }
        if needsRecovery, commitsUnderWay == 0 { giveUpWorking() }
        switch failure {
        case nil: return true
        case .conflict: return false
        case .some(let failure): throw Refusal(failure)
        }
    }

    /// Goes back to what is durable, once nothing is under way.
    private func giveUpWorking() {
        working = current
        publication.refuseWaiters(.unavailable("the write that would have made the revision failed"))
        wakeAll()
    }

    private func wakeAll() {
        let woken = waiting
        waiting = []
        for continuation in woken { continuation.resume() }
    }

    /// Returns when a write may be thought out.
    private func settle() async throws(Refusal) {
        while needsRecovery, !isClosed {
            if commitsUnderWay > 0 || isRecovering {
                try checkQueue()
                await withCheckedContinuation { waiting.append($0) }
            } else {
                try await recover()
            }
        }
        guard !isClosed else { throw Self.closed }
        try checkQueue()
    }

    private func checkQueue() throws(Refusal) {
        guard commitsUnderWay + waiting.count < Limits.writeQueueMax else {
            throw .unavailable(
                "too many writes are waiting (\(commitsUnderWay + waiting.count)); try again"
            )
        }
    }

    /// Finds out what the store holds after a commit failed.
    private func recover() async throws(Refusal) {
        isRecovering = true
        defer {
            isRecovering = false
            wakeAll()
        }
        let head: Revision
        do throws(StoreError) {
            head = try await store.head()
        } catch {
            throw Refusal(error)
        }
        let known = current
        guard head >= known.revision else {
            throw .unavailable(
                "the store went back from revision \(known.revision.rawValue) to \(head.rawValue)"
            )
        }
        // A commit that was reported as failed is there after all.
        if head > known.revision {
            do throws(DirectoryError) {
                publication.publish(try await Loader.load(store))
            } catch {
                throw .unavailable("\(error)")
            }
        }
        working = current
        needsRecovery = false
    }
}

extension Edit {
    fileprivate func change(key: String) -> Change {
        switch self {
        case .put(let record): .put(key: key, value: record.encoded())
        case .delete: .delete(key: key)
        }
    }
}

extension Snapshot {
    /// The state after some edits; costs what they touch.
    fileprivate func applying(_ edits: [String: Edit]) throws(Refusal) -> Snapshot {
        var contents = contents
        if let fault = contents.apply(edits.values) {
            throw .internalFailure("a write would have left the account unreadable: \(fault)")
        }
        guard let next = Snapshot(contents, at: revision.next) else {
            throw .internalFailure("a write would have removed the account")
        }
        return next
    }
}

extension Refusal {
    fileprivate init(_ error: StoreError) {
        switch error {
        case .invalid, .tooLarge: self = .internalFailure("\(error)")
        default: self = .unavailable("\(error)")
        }
    }
}
