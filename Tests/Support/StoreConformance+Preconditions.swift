import Model
import Store
import Testing

extension StoreConformance {
    private static func revision(_ number: UInt64) -> Revision { Revision(rawValue: number) }

    /// What lets a commit land, with the neighbour that does not.
    static let preconditions: [Check] = [
        Check(name: "`absent` lets the first writer of a key in, and not the second") { harness async throws in
            let store = harness.store
            _ = try await store.put("a", [1], if: [.absent(key: "a")])
            await #expect(throws: StoreError.conflict(key: "a", current: revision(1))) {
                try await store.put("a", [2], if: [.absent(key: "a")])
            }
            #expect(try await store.get("a")?.value == [1])
            _ = try await store.commit([.delete(key: "a")], if: [])
            #expect(try await store.put("a", [3], if: [.absent(key: "a")]) == revision(3))
        },
        Check(name: "`unchanged` holds at the record's revision and after it, and not before") { harness async throws in
            let store = harness.store
            _ = try await store.put("a", [1])
            _ = try await store.put("a", [2])
            _ = try await store.put("b", [3])
            await #expect(throws: StoreError.conflict(key: "a", current: revision(3))) {
                try await store.put("x", [], if: [.unchanged(key: "a", since: revision(1))])
            }
            _ = try await store.put("x", [], if: [.unchanged(key: "a", since: revision(2))])
            _ = try await store.put("x", [], if: [.unchanged(key: "a", since: revision(3))])
        },
        Check(name: "`unchanged` does not hold for a record that was deleted or never was") { harness async throws in
            let store = harness.store
            let made = try await store.put("a", [1])
            let deleted = try await store.commit([.delete(key: "a")], if: [.unchanged(key: "a", since: made)])
            for key in ["a", "b"] {
                await #expect(throws: StoreError.conflict(key: key, current: deleted)) {
                    try await store.put("x", [], if: [.unchanged(key: key, since: deleted)])
                }
            }
        },
        Check(name: "`revision` holds at the head alone") { harness async throws in
            let store = harness.store
            _ = try await store.put("a", [1], if: [.revision(is: .zero)])
            for wrong in [0, 2] as [UInt64] {
                await #expect(throws: StoreError.conflict(key: nil, current: revision(1))) {
                    try await store.put("b", [2], if: [.revision(is: revision(wrong))])
                }
            }
            #expect(try await store.put("b", [2], if: [.revision(is: revision(1))]) == revision(2))
        },
        Check(name: "one precondition that fails keeps out the whole commit, and takes no revision") {
            harness async throws in
            let store = harness.store
            let head = try await store.commit([.put(key: "a", value: [1]), .put(key: "b", value: [2])], if: [])
            let changes: [Change] = [
                .put(key: "a", value: [9]), .delete(key: "b"), .put(key: "c", value: [9]),
            ]
            await #expect(throws: StoreError.conflict(key: "b", current: head)) {
                try await store.commit(changes, if: [.unchanged(key: "a", since: head), .absent(key: "b")])
            }
            #expect(
                try await loaded(store).records == [
                    Record(key: "a", value: [1], revision: head), Record(key: "b", value: [2], revision: head),
                ]
            )
            #expect(try await store.head() == head)
            #expect(try await store.commit(changes, if: [.unchanged(key: "a", since: head)]) == head.next)
            #expect(try await store.scan(prefix: "").map(\.key) == ["a", "c"])
        },
    ]

    private static func longest(_ count: Int) -> String { String(repeating: "k", count: count) }

    /// The form of a commit.
    static let bounds: [Check] = [
        Check(name: "a commit without a change is refused") { harness async throws in
            await #expect(throws: StoreError.invalid(reason: "a commit must have at least one change")) {
                try await harness.store.commit([], if: [])
            }
            await #expect(throws: StoreError.self) { try await harness.store.commit([], if: [.revision(is: .zero)]) }
            #expect(try await harness.store.head() == .zero)
        },
        Check(name: "a commit that names a key twice is refused") { harness async throws in
            let twice: [Change] = [.put(key: "a", value: [1]), .delete(key: "a")]
            await #expect(throws: StoreError.self) { try await harness.store.commit(twice, if: []) }
            #expect(try await harness.store.head() == .zero)
            _ = try await harness.store.commit([.put(key: "a", value: [1]), .delete(key: "A")], if: [])
        },
        Check(name: "a key is 1 to 4096 bytes of ASCII without NUL") { harness async throws in
            for key in ["", "a\0b", "\u{e9}", "e\u{301}", longest(StoreLimits.keyBytesMax + 1)] {
                await #expect(throws: StoreError.self) { try await harness.store.put(key, [1]) }
                await #expect(throws: StoreError.self) {
                    try await harness.store.put("a", [1], if: [.absent(key: key)])
                }
            }
            #expect(try await harness.store.head() == .zero)
            for key in ["a", "\u{1}", "\u{7F}", longest(StoreLimits.keyBytesMax)] {
                _ = try await harness.store.put(key, [1])
            }
        },
        Check(name: "values and commits have a largest size") { harness async throws in
            let store = harness.store
            let largest = [UInt8](repeating: 7, count: StoreLimits.valueBytesMax)
            _ = try await store.put("a", largest)
            await #expect(throws: StoreError.self) { try await store.put("a", largest + [7]) }
            let many = (0...8).map { Change.put(key: "many/\($0)", value: largest) }
            await #expect(throws: StoreError.self) { try await store.commit(many, if: []) }
            _ = try await store.commit(many.dropLast(2), if: [])
            #expect(try await store.scan(prefix: "many/").count == 7)
        },
    ]
}
