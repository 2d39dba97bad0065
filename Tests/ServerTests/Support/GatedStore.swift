import Model
import Store
import Synchronization

/// Another store, whose writes wait while its gate is closed: calls stay in flight for as long as a test wants.
final class GatedStore: Store {
    private struct State {
        var isOpen = true
        var isBusy = false
        /// In the order in which they came, which the Directory counts on.
        var waiting: [CheckedContinuation<Void, Never>] = []
        /// Who wants to know when so many wait.
        var watcher: (count: Int, continuation: CheckedContinuation<Void, Never>)?

        mutating func takeWatcher() -> CheckedContinuation<Void, Never>? {
            guard let watcher, waiting.count >= watcher.count else { return nil }
            self.watcher = nil
            return watcher.continuation
        }

        /// The next to go through the gate, if it is open and nobody is in it.
        mutating func takeNext() -> CheckedContinuation<Void, Never>? {
            guard isOpen, !isBusy, !waiting.isEmpty else { return nil }
            isBusy = true
            return waiting.removeFirst()
        }
    }

    private let store = MemoryStore()
    private let state = Mutex(State())

    func closeGate() { state.withLock { $0.isOpen = false } }

    func openGate() {
        let next = state.withLock { state in
            state.isOpen = true
            return state.takeNext()
        }
        next?.resume()
    }

    /// Returns when so many writes wait at the closed gate.
    func waitForWrites(_ count: Int) async {
        await withCheckedContinuation { continuation in
            let watcher = state.withLock { state in
                state.watcher = (count, continuation)
                return state.takeWatcher()
            }
            watcher?.resume()
        }
    }

    private func goThrough() async {
        await withCheckedContinuation { continuation in
            let (next, watcher) = state.withLock { state in
                state.waiting.append(continuation)
                return (state.takeNext(), state.takeWatcher())
            }
            next?.resume()
            watcher?.resume()
        }
    }

    private func leave() {
        let next = state.withLock { state in
            state.isBusy = false
            return state.takeNext()
        }
        next?.resume()
    }

    func head() async throws(StoreError) -> Revision { try await store.head() }

    func get(_ key: String) async throws(StoreError) -> Record? { try await store.get(key) }

    func scan(prefix: String) async throws(StoreError) -> [Record] { try await store.scan(prefix: prefix) }

    func load(
        _ body: (_ key: String, _ value: [UInt8], _ revision: Revision) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision { try await store.load(body) }

    func commit(_ changes: [Change], if preconditions: [Precondition]) async throws(StoreError) -> Revision {
        await goThrough()
        defer { leave() }
        return try await store.commit(changes, if: preconditions)
    }

    func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit> { try store.watch(after: revision) }

    func close() async {
        openGate()
        await store.close()
    }
}
