import Store
import Support
import Testing

@Suite struct ConformanceTests {
    @Test(arguments: StoreConformance.checks)
    func `the memory store keeps the contract`(_ check: StoreConformance.Check) async throws {
        let store = MemoryStore()
        let harness = StoreConformance.Harness(store: store) { old in
            await old.close()
            return MemoryStore(reopening: try #require(old as? MemoryStore))
        }
        try await check.run(harness)
    }

    @Test(arguments: StoreConformance.checks)
    func `the sqlite store keeps the contract`(_ check: StoreConformance.Check) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let store = try await SQLiteStore.create(at: path)
        let harness = StoreConformance.Harness(store: store) { old in
            await old.close()
            return try await SQLiteStore.open(at: path)
        }
        try await check.run(harness)
        await store.close()
    }
}
