import Model
import Store
import Support
import Testing

@Suite struct FaultyStoreTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let fault: FaultyStore.Fault
        let write: Int
        var testDescription: String { "\(fault.rawValue) at write \(write)" }
    }

    static let cases = FaultyStore.Fault.allCases.flatMap { fault in (1...5).map { Case(fault: fault, write: $0) } }

    @Test(arguments: cases) func `one write goes wrong, and a restart finds it whole or absent`(_ c: Case) async throws
    {
        let inner = MemoryStore()
        let store = FaultyStore(inner, c.fault, atWrite: c.write)
        var acknowledged: [String] = []
        for index in 1...5 {
            do throws(StoreError) {
                let changes: [Change] = [.put(key: "left/\(index)", value: []), .put(key: "right/\(index)", value: [])]
                _ = try await store.commit(changes, if: [])
                acknowledged.append("left/\(index)")
            } catch {
                guard case .unavailable = error else { throw error }
            }
        }
        let all = (1...5).map { "left/\($0)" }
        let before = all.prefix(c.write - 1)
        #expect(acknowledged == (c.fault == .refused ? all.filter { $0 != "left/\(c.write)" } : Array(before)))
        #expect(store.isCut == (c.fault != .refused))
        if c.fault != .refused { await #expect(throws: StoreError.self) { try await store.get("left/1") } }
        // What a restart finds is what was acknowledged, and with `cutAfter` the one write whose outcome is not known.
        let left = try await inner.scan(prefix: "left/").map(\.key)
        #expect(left == (c.fault == .cutAfter ? Array(all.prefix(c.write)) : acknowledged))
        #expect(try await inner.scan(prefix: "right/").count == left.count)
    }

    @Test(arguments: StoreConformance.checks)
    func `a faulty store without a fault keeps the contract`(_ check: StoreConformance.Check) async throws {
        let inner = MemoryStore()
        let store = FaultyStore(inner, .refused, atWrite: .max)
        try await check.run(
            StoreConformance.Harness(store: store) { old in
                let past = (old as? FaultyStore).map { _ in inner } ?? (old as? MemoryStore)
                await old.close()
                return MemoryStore(reopening: try #require(past))
            }
        )
    }

    @Test func `a seed always makes the same fault`() async throws {
        for seed in Seed.forThisRun(count: 20) {
            var runs: [[Bool]] = []
            for _ in 0..<2 {
                let store = FaultyStore(MemoryStore(), seed: seed, writesMax: 4)
                var landed: [Bool] = []
                for _ in 0..<4 { landed.append((try? await store.commit([.delete(key: "a")], if: [])) != nil) }
                runs.append(landed)
            }
            #expect(runs[0] == runs[1])
            #expect(runs[0].contains(false))
        }
    }
}
