import GRDB
import Model
import Support
import Testing

@testable import Store

@Suite struct GroupCommitTests {
    /// Starts commits one after the other while none is written, so that all of them wait in a known order.
    private func queued(
        _ count: Int,
        in store: SQLiteStore,
        _ changes: @escaping @Sendable (Int) -> [Change],
        if preconditions: @escaping @Sendable (Int) -> [Precondition] = { _ in [] },
        then release: () async throws -> Void = {}
    ) async throws -> [Result<Revision, StoreError>] {
        store.pauseCommits()
        return try await withThrowingTaskGroup(of: (Int, Result<Revision, StoreError>).self) { group in
            for index in 0..<count {
                group.addTask {
                    do throws(StoreError) {
                        return (index, .success(try await store.commit(changes(index), if: preconditions(index))))
                    } catch {
                        return (index, .failure(error))
                    }
                }
                while store.commitsWaiting <= index { await Task.yield() }
            }
            try await release()
            store.resumeCommits()
            return try await group.reduce(into: [(Int, Result<Revision, StoreError>)]()) { $0.append($1) }
                .sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    @Test func `commits that wait share one transaction, in the order in which they came`() async throws {
        let folder = try TemporaryFolder()
        let store = try await SQLiteStore.create(at: folder.path)
        let outcomes = try await queued(200, in: store, { [.put(key: "key/\($0)", value: [UInt8($0)])] })
        #expect(outcomes == (1...200).map { .success(Revision(rawValue: $0)) })
        #expect(store.transactionsCommitted == 1)
        #expect(try await store.scan(prefix: "key/").count == 200)
        await store.close()
    }

    @Test func `a conflict in a group keeps out its own commit and no other`() async throws {
        let folder = try TemporaryFolder()
        let store = try await SQLiteStore.create(at: folder.path)
        let outcomes = try await queued(
            6,
            in: store,
            { [.put(key: "own/\($0)", value: []), .put(key: "key/\($0 / 2)", value: [UInt8($0)])] },
            if: { [.absent(key: "key/\($0 / 2)")] }
        )
        #expect(
            outcomes == [
                .success(Revision(rawValue: 1)), .failure(.conflict(key: "key/0", current: Revision(rawValue: 1))),
                .success(Revision(rawValue: 2)), .failure(.conflict(key: "key/1", current: Revision(rawValue: 2))),
                .success(Revision(rawValue: 3)), .failure(.conflict(key: "key/2", current: Revision(rawValue: 3))),
            ]
        )
        #expect(try await store.scan(prefix: "own/").map(\.key) == ["own/0", "own/2", "own/4"])
        #expect(store.transactionsCommitted == 1)
        await store.close()
    }

    @Test func `a transaction that the disk refuses fails everyone in it, the conflicts too`() async throws {
        let folder = try TemporaryFolder()
        let store = try await SQLiteStore.create(at: folder.path)
        let outcomes = try await queued(
            4,
            in: store,
            { [.put(key: "key/\($0)", value: [])] },
            if: { $0 == 3 ? [.absent(key: "key/0")] : [] },
            then: { try await store.perform { db in try db.execute(sql: "PRAGMA query_only = ON") } }
        )
        #expect(
            outcomes.allSatisfy {
                guard case .failure(.unavailable) = $0 else { return false }
                return true
            }
        )
        #expect(try await store.head() == .zero)
        #expect(try await store.scan(prefix: "").isEmpty)
        #expect(store.transactionsCommitted == 0)
        await store.close()
    }

    @Test func `the queue takes so many commits and no more, and lets all of them land`() async throws {
        let folder = try TemporaryFolder()
        let store = try await SQLiteStore.create(at: folder.path)
        let outcomes = try await queued(
            Limits.writeQueueMax,
            in: store,
            { [.put(key: "key/\($0)", value: [])] },
            then: {
                await #expect(throws: StoreError.self) {
                    try await store.commit([.delete(key: "one too many")], if: [])
                }
            }
        )
        #expect(outcomes.last == .success(Revision(rawValue: UInt64(Limits.writeQueueMax))))
        #expect(try await store.head() == Revision(rawValue: UInt64(Limits.writeQueueMax)))
        await store.close()
    }

    @Test func `closing lets those land that wait, and nobody after them`() async throws {
        let folder = try TemporaryFolder()
        let store = try await SQLiteStore.create(at: folder.path)
        let outcomes = try await queued(
            5,
            in: store,
            { [.put(key: "key/\($0)", value: [])] },
            then: {
                await store.close()
                await #expect(throws: StoreError.closed) { try await store.commit([.delete(key: "late")], if: []) }
            }
        )
        #expect(outcomes == (1...5).map { .success(Revision(rawValue: $0)) })
        let again = try await SQLiteStore.open(at: folder.path)
        #expect(try await again.head() == Revision(rawValue: 5))
        await again.close()
    }
}
