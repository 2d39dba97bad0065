package import Model
import Synchronization

/// A store that lives as long as the process: for tests, and for accounts that need no tomorrow.
package final class MemoryStore: Store {
    private struct State {
        var records: [String: Record] = [:]
        var head = Revision.zero
        var isClosed = false
    }

    private let state: Mutex<State>
    private let feed: CommitFeed

    package init() {
        state = Mutex(State())
        feed = CommitFeed(head: .zero)
    }

    /// Goes on from what another one held, as a durable store does when it is opened again.
    package init(reopening other: MemoryStore) {
        var found = other.state.withLock { $0 }
        found.isClosed = false
        feed = CommitFeed(head: found.head)
        state = Mutex(found)
    }

    package func head() async throws(StoreError) -> Revision { try open().head }

    package func get(_ key: String) async throws(StoreError) -> Record? { try open().records[key] }

    package func scan(prefix: String) async throws(StoreError) -> [Record] {
        try open().records.values.filter { $0.key.utf8.starts(with: prefix.utf8) }.sorted { $0.key < $1.key }
    }

    package func load(
        _ body: (_ key: String, _ value: [UInt8], _ revision: Revision) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision {
        let now = try open()
        for record in now.records.values.sorted(by: { $0.key < $1.key }) {
            try body(record.key, record.value, record.revision)
        }
        return now.head
    }

    package func commit(_ changes: [Change], if preconditions: [Precondition]) async throws(StoreError) -> Revision {
        _ = try CommitRules.check(changes, preconditions)
        return try state.withLock { state throws(StoreError) -> Revision in
            guard !state.isClosed else { throw .closed }
            for precondition in preconditions {
                let found = precondition.key.flatMap { state.records[$0]?.revision }
                guard precondition.holds(record: found, head: state.head) else {
                    throw .conflict(key: precondition.key, current: state.head)
                }
            }
            state.head = state.head.next
            for change in changes {
                switch change {
                case .put(let key, let value):
                    state.records[key] = Record(key: key, value: value, revision: state.head)
                case .delete(let key):
                    state.records[key] = nil
                }
            }
            // Within the lock, so that watchers see commits in order.
            feed.publish([Commit(revision: state.head, changes: changes)])
            return state.head
        }
    }

    package func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit> {
        try feed.watch(after: revision)
    }

    package func close() async {
        state.withLock { $0.isClosed = true }
        feed.finish()
    }

    /// The state as it is now; a copy that shares its storage.
    private func open() throws(StoreError) -> State {
        try state.withLock { state throws(StoreError) -> State in
            guard !state.isClosed else { throw .closed }
            return state
        }
    }
}
