import Model
import Store
import Synchronization

/// Another store, whose writes wait while its gate is closed: calls stay in flight for as long as a test wants.
final class GatedStore: Store {
    private struct State {
        var isOpen = true
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let store = MemoryStore()
    private let state = Mutex(State())

    func closeGate() { state.withLock { $0.isOpen = false } }

    func openGate() {
        let woken = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in woken { continuation.resume() }
    }

    func head() async throws(StoreError) -> Revision { try await store.head() }

    func get(_ key: String) async throws(StoreError) -> Record? { try await store.get(key) }

    func scan(prefix: String) async throws(StoreError) -> [Record] { try await store.scan(prefix: prefix) }

    func load(
        _ body: (_ key: String, _ value: [UInt8], _ revision: Revision) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision { try await store.load(body) }

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

    func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit> { try store.watch(after: revision) }

    func close() async {
        openGate()
        await store.close()
    }
}
