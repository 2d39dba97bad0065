import Model
import Store
import Synchronization

/// A store whose commits wait, in order, until it is told to let them go on.
final class GatedStore: Store {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let store: any Store
    private let state = Mutex(State())

    init(_ store: any Store) {
        self.store = store
    }

    var commitsWaiting: Int { state.withLock { $0.waiting.count } }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func shut() { state.withLock { $0.isOpen = false } }

    func head() async throws(StoreError) -> Revision { try await store.head() }
    func get(_ key: String) async throws(StoreError) -> Record? { try await store.get(key) }
    func scan(prefix: String) async throws(StoreError) -> [Record] { try await store.scan(prefix: prefix) }

    func load(
        _ body: (_ key: String, _ value: [UInt8], _ revision: Revision) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision {
        try await store.load(body)
    }

    func commit(_ changes: [Change], if preconditions: [Precondition]) async throws(StoreError) -> Revision {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
        return try await store.commit(changes, if: preconditions)
    }

    func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit> {
        try store.watch(after: revision)
    }

    func close() async {
        open()
        await store.close()
    }
}
