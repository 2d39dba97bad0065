import Model
import Store
import Testing

extension StoreConformance {
    /// Many callers at once.
    static let concurrency: [Check] = [
        Check(name: "commits at the same time all land, each with a revision of its own") { harness async throws in
            let store = harness.store
            let revisions = try await withThrowingTaskGroup(of: Revision.self) { group in
                for index in 0..<100 {
                    group.addTask { try await store.put("key/\(index)", [UInt8(index)]) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(Set(revisions.map(\.rawValue)) == Set(1...100))
            let records = try await loaded(store).records
            #expect(records.count == 100)
            #expect(Set(records.map(\.revision)) == Set(revisions))
        },
        Check(name: "of writers that race for a key, one wins") { harness async throws in
            let store = harness.store
            for round in 0..<10 {
                let key = "race/\(round)"
                let winners = try await withThrowingTaskGroup(of: UInt8?.self) { group in
                    for racer in 0..<8 {
                        group.addTask { try await Self.claim(key, as: UInt8(racer), in: store) }
                    }
                    return try await group.reduce(into: [UInt8]()) { if let winner = $1 { $0.append(winner) } }
                }
                #expect(winners.count == 1)
                #expect(try await store.get(key)?.value == winners)
            }
        },
        Check(name: "a counter that is read, raised and written by many loses nothing") { harness async throws in
            let store = harness.store
            _ = try await store.put("counter", [0])
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 {
                    group.addTask { for _ in 0..<5 { try await Self.raise("counter", in: store) } }
                }
                try await group.waitForAll()
            }
            #expect(try await store.get("counter")?.value == [40])
        },
        Check(name: "a load shows one revision while others write") { harness async throws in
            let store = harness.store
            _ = try await store.commit([.put(key: "a", value: [0]), .put(key: "z", value: [0])], if: [])
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for round in 1...50 as ClosedRange<UInt8> {
                        _ = try await store.commit(
                            [.put(key: "a", value: [round]), .put(key: "z", value: [round])],
                            if: []
                        )
                    }
                }
                for _ in 0..<20 {
                    let (records, revision) = try await loaded(store)
                    #expect(Set(records.map(\.value)).count == 1)
                    #expect(records.allSatisfy { $0.revision == revision })
                }
                try await group.waitForAll()
            }
        },
        Check(name: "a cancelled task's commit is whole, and later ones land") { harness async throws in
            let store = harness.store
            await withTaskGroup(of: Void.self) { group in
                for index in 0..<20 {
                    group.addTask {
                        let changes: [Change] = [
                            .put(key: "left/\(index)", value: []), .put(key: "right/\(index)", value: []),
                        ]
                        _ = try? await store.commit(changes, if: [])
                    }
                }
                group.cancelAll()
            }
            let left = try await store.scan(prefix: "left/").map { $0.key.dropFirst(5) }
            let right = try await store.scan(prefix: "right/").map { $0.key.dropFirst(6) }
            #expect(left == right)
            let head = try await store.head()
            #expect(try await store.put("after", []) == head.next)
        },
    ]

    /// The racer if it was first; `nil` if another was.
    private static func claim(_ key: String, as racer: UInt8, in store: any Store) async throws -> UInt8? {
        do throws(StoreError) {
            _ = try await store.commit([.put(key: key, value: [racer])], if: [.absent(key: key)])
            return racer
        } catch {
            guard case .conflict(key, _) = error else { throw error }
            return nil
        }
    }

    private static func raise(_ key: String, in store: any Store) async throws {
        while let found = try await store.get(key) {
            do throws(StoreError) {
                let unchanged = Precondition.unchanged(key: key, since: found.revision)
                _ = try await store.commit([.put(key: key, value: [found.value[0] + 1])], if: [unchanged])
                return
            } catch {
                guard case .conflict = error else { throw error }
            }
        }
    }
}
