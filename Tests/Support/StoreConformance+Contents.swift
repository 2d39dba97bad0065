import Model
import Store
import Testing

extension StoreConformance {
    /// Records, their order, and what is left after closing.
    static let contents: [Check] = [
        Check(name: "a new store is empty, at revision zero") { harness async throws in
            #expect(try await harness.store.head() == .zero)
            #expect(try await harness.store.scan(prefix: "").isEmpty)
            #expect(try await harness.store.get("user/alice") == nil)
            let (records, revision) = try await loaded(harness.store)
            #expect(records.isEmpty)
            #expect(revision == .zero)
        },
        Check(name: "revisions grow by one, and a record bears that of its last change") { harness async throws in
            let store = harness.store
            #expect(try await store.put("a", [1]).rawValue == 1)
            #expect(try await store.put("b", [2]).rawValue == 2)
            #expect(try await store.put("a", [3]).rawValue == 3)
            #expect(try await store.head().rawValue == 3)
            #expect(try await store.get("a") == Record(key: "a", value: [3], revision: Revision(rawValue: 3)))
            #expect(try await store.get("b") == Record(key: "b", value: [2], revision: Revision(rawValue: 2)))
        },
        Check(name: "scans and loads are in the order of the keys' bytes") { harness async throws in
            let store = harness.store
            let keys = [
                "b", "a/~", "A", "a", "a/", "a/b", "a/B", "a/b/c", "a0", "aa", "~", "Z", "a/-", "a/b+", " ", "a\u{7F}",
            ]
            _ = try await store.commit(keys.map { .put(key: $0, value: Array($0.utf8)) }, if: [])
            let ordered = keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
            #expect(try await store.scan(prefix: "").map(\.key) == ordered)
            #expect(try await loaded(store).records.map(\.key) == ordered)
            for prefix in ["a", "a/", "a/b", "A", "~", "zz", "a\u{7F}"] {
                let wanted = ordered.filter { $0.utf8.starts(with: prefix.utf8) }
                #expect(try await store.scan(prefix: prefix).map(\.key) == wanted, "prefix `\(prefix)`")
            }
        },
        Check(name: "values are any bytes, none included") { harness async throws in
            let values: [[UInt8]] = [[], [0], [0, 0, 255], Array(0...255), Array(repeating: 0xA5, count: 70_000)]
            for (index, value) in values.enumerated() { _ = try await harness.store.put("v\(index)", value) }
            for (index, value) in values.enumerated() {
                #expect(try await harness.store.get("v\(index)")?.value == value)
            }
            #expect(try await loaded(harness.store).records.map(\.value) == values)
        },
        Check(name: "deleting takes a record away, and deleting nothing still counts") { harness async throws in
            let store = harness.store
            _ = try await store.put("a", [1])
            #expect(try await store.commit([.delete(key: "a")], if: []).rawValue == 2)
            #expect(try await store.get("a") == nil)
            #expect(try await store.commit([.delete(key: "a")], if: []).rawValue == 3)
            #expect(try await loaded(store).records.isEmpty)
        },
        Check(name: "a store that is opened again holds everything, and goes on from its revision") {
            harness async throws in
            let store = harness.store
            _ = try await store.commit([.put(key: "a", value: [1]), .put(key: "b", value: [2])], if: [])
            _ = try await store.commit([.delete(key: "a"), .put(key: "c", value: [])], if: [])
            let before = try await loaded(store)
            let again = try await harness.reopen(store)
            let after = try await loaded(again)
            #expect(after.records == before.records)
            #expect(after.records.map(\.key) == ["b", "c"])
            #expect(after.revision == before.revision)
            #expect(try await again.head() == before.revision)
            #expect(try await again.put("d", [4]) == before.revision.next)
            await again.close()
        },
        Check(name: "a closed store refuses everything") { harness async throws in
            let store = harness.store
            await store.close()
            await store.close()
            await #expect(throws: StoreError.closed) { try await store.head() }
            await #expect(throws: StoreError.closed) { try await store.get("a") }
            await #expect(throws: StoreError.closed) { try await store.scan(prefix: "") }
            await #expect(throws: StoreError.closed) { try await loaded(store) }
            await #expect(throws: StoreError.closed) { try await store.put("a", [1]) }
            #expect(throws: StoreError.closed) { try store.watch(after: .zero) }
        },
        Check(name: "an error in the middle of a load ends it, and writes go on") { harness async throws in
            let store = harness.store
            _ = try await store.commit([.put(key: "a", value: [1]), .put(key: "b", value: [2])], if: [])
            let failure = StoreError.corrupt(key: "a", reason: "on purpose")
            await #expect(throws: failure) {
                try await store.load { key, _, _ throws(StoreError) in
                    #expect(key == "a")
                    throw failure
                }
            }
            #expect(try await store.put("c", [3]).rawValue == 2)
        },
    ]
}
