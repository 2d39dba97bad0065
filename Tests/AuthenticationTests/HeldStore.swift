import Model
import Store
import Synchronization

/// A store in memory whose commits wait while it is held.
final class HeldStore: Store {
    private struct State {
        var isHeld = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let store = MemoryStore()
    private let state = Mutex(State())

    var waitingCount: Int { state.withLock { $0.waiting.count } }

    func hold() { state.withLock { $0.isHeld = true } }

    func letGo() {
        let waiting = state.withLock { state in
            defer { state = State() }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func commit(_ changes: [Change], if preconditions: [Precondition]) async throws(StoreError) -> Revision {
        await withCheckedContinuation { continuation in
            let isHeld = state.withLock { state in
                if state.isHeld { state.waiting.append(continuation) }
                return state.isHeld
            }
            if !isHeld { continuation.resume() }
        }
        return try await store.commit(changes, if: preconditions)
    }

    func head() async throws(StoreError) -> Revision { try await store.head() }

    func get(_ key: String) async throws(StoreError) -> Record? { try await store.get(key) }

    func scan(prefix: String) async throws(StoreError) -> [Record] { try await store.scan(prefix: prefix) }

    func load(
        _ body: (_ key: String, _ value: [UInt8], _ revision: Revision) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision { try await store.load(body) }

    func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit> { try store.watch(after: revision) }

    func close() async { await store.close() }
}
