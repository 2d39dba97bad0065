package import Model
package import Store
import Synchronization

/// Another store, one write of which goes wrong.
package final class FaultyStore: Store {
    /// What happens at the chosen write.
    package enum Fault: String, CaseIterable, Sendable {
        /// The disk refuses this write, and takes the next.
        case refused
        /// The machine stops before the write has reached the disk.
        case cutBefore
        /// The machine stops after the write has reached the disk, and before its caller hears of it.
        case cutAfter
    }

    private struct State {
        var writes = 0
        var isCut = false
    }

    private let store: any Store
    private let fault: Fault
    private let faultyWrite: Int
    private let state = Mutex(State())

    /// Wraps a store.
    ///
    /// - Parameters:
    ///   - store: The one that holds the records; after a cut, it is what a restart would find.
    ///   - fault: What goes wrong.
    ///   - write: Which write it befalls, from 1.
    package init(_ store: any Store, _ fault: Fault, atWrite write: Int) {
        self.store = store
        self.fault = fault
        faultyWrite = write
    }

    /// Wraps a store; a seed chooses the fault, and one of the first writes.
    package convenience init(_ store: any Store, seed: Seed, writesMax: Int) {
        var generator = SeededGenerator(seed)
        let fault = Fault.allCases.randomElement(using: &generator) ?? .refused
        self.init(store, fault, atWrite: Int.random(in: 1...max(1, writesMax), using: &generator))
    }

    /// The writes that were asked for so far.
    package var writes: Int { state.withLock { $0.writes } }

    /// Whether the machine has stopped: from then on, nothing works.
    package var isCut: Bool { state.withLock { $0.isCut } }

    package func head() async throws(StoreError) -> Revision { try await running().head() }

    package func get(_ key: String) async throws(StoreError) -> Record? { try await running().get(key) }

    package func scan(prefix: String) async throws(StoreError) -> [Record] { try await running().scan(prefix: prefix) }

    package func load(
        _ body: (_ key: String, _ value: [UInt8], _ revision: Revision) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision {
        try await running().load(body)
    }

    package func commit(_ changes: [Change], if preconditions: [Precondition]) async throws(StoreError) -> Revision {
        let isFaulty = try state.withLock { state throws(StoreError) -> Bool in
            guard !state.isCut else { throw Self.stopped }
            state.writes += 1
            let isFaulty = state.writes == faultyWrite
            // At once, so that no other write passes this one while it is under way.
            state.isCut = isFaulty && fault != .refused
            return isFaulty
        }
        guard isFaulty else { return try await store.commit(changes, if: preconditions) }
        switch fault {
        case .refused: throw .unavailable(reason: "the disk is full (write \(faultyWrite), on purpose)")
        case .cutBefore: throw Self.stopped
        case .cutAfter:
            _ = try await store.commit(changes, if: preconditions)
            throw Self.stopped
        }
    }

    package func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit> {
        try running().watch(after: revision)
    }

    package func close() async { await store.close() }

    private static let stopped = StoreError.unavailable(reason: "the machine has stopped, on purpose")

    private func running() throws(StoreError) -> any Store {
        guard !isCut else { throw Self.stopped }
        return store
    }
}
