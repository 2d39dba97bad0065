import Model
import Synchronization

/// Hands each commit to every watcher, in order, and never waits for one.
final class CommitFeed: Sendable {
    fileprivate struct State {
        var head: Revision
        var history: [Commit] = []
        var historyBytes = 0
        var watchers: [Int: AsyncStream<Commit>.Continuation] = [:]
        var watchersMade = 0
        var isFinished = false
    }

    private let state: Mutex<State>

    init(head: Revision) {
        state = Mutex(State(head: head))
    }

    /// Shows commits that are durable; the caller gives them in the order of their revisions.
    func publish(_ commits: [Commit]) {
        let late = state.withLock { state in
            var late: [AsyncStream<Commit>.Continuation] = []
            for commit in commits {
                state.remember(commit)
                for (id, watcher) in state.watchers {
                    guard case .enqueued = watcher.yield(commit) else {
                        late.append(watcher)
                        state.watchers[id] = nil
                        continue
                    }
                }
            }
            return late
        }
        // Outside the lock, because ending a stream calls `onTermination` at once, which takes the lock.
        for watcher in late { watcher.finish() }
    }

    func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit> {
        let (stream, watcher) = AsyncStream.makeStream(
            of: Commit.self,
            bufferingPolicy: .bufferingOldest(StoreLimits.watchBufferMax)
        )
        let id = try state.withLock { state throws(StoreError) -> Int in
            guard !state.isFinished else { throw .closed }
            guard state.watchers.count < StoreLimits.watchersMax else {
                throw .unavailable(reason: "the store has \(StoreLimits.watchersMax) watchers already")
            }
            let missed = state.history.filter { $0.revision > revision }
            // Revisions have no gaps, so all that was missed is held when the counts agree. A revision beyond the head
            // was seen in another life of the store.
            guard revision <= state.head, UInt64(missed.count) == state.head.rawValue - revision.rawValue else {
                throw .compacted(head: state.head)
            }
            for commit in missed { watcher.yield(commit) }
            state.watchersMade += 1
            state.watchers[state.watchersMade] = watcher
            return state.watchersMade
        }
        watcher.onTermination = { [weak self] _ in
            self?.state.withLock { $0.watchers[id] = nil }
        }
        return stream
    }

    func finish() {
        let watchers = state.withLock { state in
            state.isFinished = true
            defer { state.watchers = [:] }
            return Array(state.watchers.values)
        }
        for watcher in watchers { watcher.finish() }
    }
}

extension CommitFeed.State {
    fileprivate mutating func remember(_ commit: Commit) {
        head = commit.revision
        history.append(commit)
        historyBytes += commit.bytes
        var dropped = 0
        while history.count - dropped > StoreLimits.historyCommitsMax || historyBytes > StoreLimits.historyBytesMax {
            historyBytes -= history[dropped].bytes
            dropped += 1
        }
        history.removeFirst(dropped)
    }
}

extension Commit {
    fileprivate var bytes: Int { changes.reduce(0) { $0 + $1.bytes } }
}
