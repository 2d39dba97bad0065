import Model
import Synchronization

/// The newest snapshot that is durable, and who waits for a newer one.
final class Publication: Sendable {
    typealias Outcome = Result<Snapshot, Refusal>

    fileprivate struct Waiter {
        let revision: Revision
        let continuation: CheckedContinuation<Outcome, Never>
    }

    fileprivate struct State {
        var snapshot: Snapshot
        var waiters: [UInt64: Waiter] = [:]
        var waitersMade: UInt64 = 0
        /// Why nobody may wait any more.
        var closed: Refusal?
    }

    private let state: Mutex<State>
    private let count = Atomic<UInt64>(0)

    init(_ snapshot: Snapshot) {
        state = Mutex(State(snapshot: snapshot))
    }

    var current: Snapshot { state.withLock { $0.snapshot } }

    var generation: UInt64 { count.load(ordering: .acquiring) }

    /// Shows a snapshot, unless a newer one is shown already.
    func publish(_ snapshot: Snapshot) {
        let ready = state.withLock { state -> [Waiter] in
            guard snapshot.revision > state.snapshot.revision else { return [] }
            state.snapshot = snapshot
            // After the snapshot: whoever sees the new number must not take the old snapshot for it.
            count.add(1, ordering: .releasing)
            return state.takeWaiters { $0.revision <= snapshot.revision }
        }
        for waiter in ready { waiter.continuation.resume(returning: .success(snapshot)) }
    }

    /// Tells those who wait that what they wait for does not come.
    func refuseWaiters(_ refusal: Refusal) {
        let refused = state.withLock { $0.takeWaiters { _ in true } }
        for waiter in refused { waiter.continuation.resume(returning: .failure(refusal)) }
    }

    func close(_ refusal: Refusal) {
        state.withLock { $0.closed = refusal }
        refuseWaiters(refusal)
    }

    /// Waits for a revision, or for the end of the task's patience.
    func wait(for revision: Revision) async -> Outcome {
        let id = state.withLock { state in
            state.waitersMade += 1
            return state.waitersMade
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let outcome = state.withLock { state -> Outcome? in
                    guard state.snapshot.revision < revision else { return .success(state.snapshot) }
                    // A task that was cancelled before this does not call the handler again; one that is cancelled
                    // after it finds the waiter.
                    if Task.isCancelled { return .failure(Self.cancelled) }
                    if let closed = state.closed { return .failure(closed) }
                    guard state.waiters.count < Limits.revisionWaitersMax else {
                        return .failure(Self.tooMany)
                    }
                    state.waiters[id] = Waiter(revision: revision, continuation: continuation)
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: id) }
            waiter?.continuation.resume(returning: .failure(Self.cancelled))
        }
    }

    private static let cancelled = Refusal(
        .cancelled,
        code: "RequestCancelled",
        "the caller no longer waits"
    )
    private static let tooMany = Refusal.throttling("too many callers wait for a revision; try again")
}

extension Publication.State {
    fileprivate mutating func takeWaiters(_ isReady: (Publication.Waiter) -> Bool) -> [Publication
        .Waiter]
    {
        guard !waiters.isEmpty else { return [] }
        let ready = waiters.filter { isReady($0.value) }
        for id in ready.keys { waiters[id] = nil }
        return Array(ready.values)
    }
}
