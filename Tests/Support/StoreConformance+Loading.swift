import Model
import Store
import Testing

extension StoreConformance {
    /// Loads of more records than are read at a time.
    static let loading: [Check] = [
        Check(name: "a load in batches shows every record once, in the order of the keys") { harness async throws in
            let store = harness.store
            try await fill(store)
            let (records, revision) = try await loaded(store)
            #expect(records.count == 4_505)
            var found: [Record] = []
            let head = try await store.loadBatches { batch throws(StoreError) in found += Self.records(batch) }
            #expect(found == records)
            #expect(head == revision)
        },
        Check(name: "an error while a batch is looked at ends the load, and writes go on") { harness async throws in
            let store = harness.store
            try await fill(store)
            let failure = StoreError.corrupt(key: "key/3000", reason: "on purpose")
            await #expect(throws: failure) {
                try await store.loadBatches { batch throws(StoreError) in
                    guard !Self.records(batch).contains(where: { $0.key == "key/3000" }) else { throw failure }
                }
            }
            await #expect(throws: failure) {
                try await store.loadBatches { _ throws(StoreError) in throw failure }
            }
            let head = try await store.head()
            #expect(try await store.put("after", []) == head.next)
        },
    ]

    /// Many small records, and a few that are as large as may be.
    private static func fill(_ store: any Store) async throws {
        let small = (0..<4_500).map {
            Change.put(key: "key/\($0)", value: [UInt8](repeating: UInt8($0 % 251), count: $0 % 7))
        }
        _ = try await store.commit(small, if: [])
        for number in 0..<5 {
            let value = [UInt8](repeating: UInt8(number), count: StoreLimits.valueBytesMax)
            _ = try await store.put("large/\(number)", value)
        }
    }

    private static func records(_ batch: RecordBatch) -> [Record] {
        (0..<batch.count).map { index in
            Record(
                key: String(decoding: batch.key(at: index), as: UTF8.self),
                value: Array(batch.value(at: index)),
                revision: batch.revision(at: index)
            )
        }
    }
}
