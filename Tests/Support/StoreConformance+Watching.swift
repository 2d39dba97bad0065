import Model
import Store
import Testing

extension StoreConformance {
    /// The commits that others made.
    static let watching: [Check] = [
        Check(name: "a watcher sees each commit after its revision once, in order, and then the end") {
            harness async throws in
            let store = harness.store
            let first = try await store.put("a", [1])
            let second = try await store.put("b", [2])
            let late = try store.watch(after: first)
            let now = try store.watch(after: second)
            let third = try await store.commit([.delete(key: "a"), .put(key: "c", value: [3])], if: [])
            _ = try? await store.put("a", [9], if: [.absent(key: "b")])
            await store.close()
            let last = Commit(revision: third, changes: [.delete(key: "a"), .put(key: "c", value: [3])])
            let missed = Commit(revision: second, changes: [.put(key: "b", value: [2])])
            #expect(await now.reduce(into: []) { $0.append($1) } == [last])
            #expect(await late.reduce(into: []) { $0.append($1) } == [missed, last])
        },
        Check(name: "a watcher that asks for more than is held is told to load again") { harness async throws in
            let store = harness.store
            for _ in 0...StoreLimits.historyCommitsMax { _ = try await store.put("a", [1]) }
            let head = try await store.head()
            #expect(throws: StoreError.compacted(head: head)) { try store.watch(after: .zero) }
            #expect(throws: StoreError.compacted(head: head)) { try store.watch(after: head.next) }
            _ = try store.watch(after: Revision(rawValue: 1))
            _ = try store.watch(after: head)
        },
        Check(name: "a watcher that falls behind is cut off after what it could hold") { harness async throws in
            let store = harness.store
            let stream = try store.watch(after: .zero)
            for _ in 0..<StoreLimits.watchBufferMax + 10 { _ = try await store.put("a", [1]) }
            let seen = await stream.reduce(into: []) { $0.append($1.revision.rawValue) }
            #expect(seen == Array(1...UInt64(StoreLimits.watchBufferMax)))
        },
        Check(name: "there are so many watchers and no more, until one leaves") { harness async throws in
            let store = harness.store
            var streams: [AsyncStream<Commit>] = []
            for _ in 0..<StoreLimits.watchersMax { streams.append(try store.watch(after: .zero)) }
            #expect(throws: StoreError.self) { try store.watch(after: .zero) }
            streams.removeLast()
            streams.append(try store.watch(after: .zero))
            withExtendedLifetime(streams) {}
        },
    ]
}
