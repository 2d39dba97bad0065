import GRDB
import Model
import Support
import Testing

@testable import Store

/// A disk that is full, or read-only: writes are refused with the reason, all else goes on.
@Suite struct DiskFaultTests {
    struct Fault: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let begin: @Sendable (Database) throws -> Void
        let end: @Sendable (Database) throws -> Void
        let reason: String
    }

    static let faults = [
        Fault(
            testDescription: "full",
            begin: { db in
                let pages = try Int.fetchOne(db, sql: "PRAGMA page_count") ?? 0
                try db.execute(sql: "PRAGMA max_page_count = \(pages)")
            },
            end: { db in try db.execute(sql: "PRAGMA max_page_count = 1000000") },
            reason: "the disk is full (sqlite code 13)"
        ),
        Fault(
            testDescription: "read-only",
            begin: { db in try db.execute(sql: "PRAGMA query_only = ON") },
            end: { db in try db.execute(sql: "PRAGMA query_only = OFF") },
            reason: "the disk is read-only (sqlite code 8)"
        ),
    ]

    @Test(arguments: faults)
    func `writes are refused with the reason, reads go on, and writes come back`(_ fault: Fault) async throws {
        let folder = try TemporaryFolder()
        let store = try await SQLiteStore.create(at: folder.path)
        let old = try await store.commit([.put(key: "old", value: [1])], if: [])
        let large = [UInt8](repeating: 1, count: 100_000)
        let changes: [Change] = [.put(key: "old", value: [2]), .put(key: "new", value: large)]
        try await store.perform(fault.begin)
        for _ in 0..<3 {
            await #expect(throws: StoreError.unavailable(reason: fault.reason)) {
                try await store.commit(changes, if: [])
            }
        }
        let record = Record(key: "old", value: [1], revision: old)
        #expect(try await store.head() == old)
        #expect(try await store.get("old") == record)
        #expect(try await store.scan(prefix: "") == [record])
        #expect(try await store.load { _, _, _ in } == old)
        try await store.perform(fault.end)
        #expect(try await store.commit(changes, if: []) == old.next)
        await store.close()
        let again = try await SQLiteStore.open(at: folder.path)
        #expect(try await again.load { _, _, _ in } == old.next)
        #expect(try await again.get("new")?.value == large)
        await again.close()
    }

    @Test func `each code of sqlite has its meaning`() {
        let unavailable: [ResultCode] = [
            .SQLITE_FULL, .SQLITE_READONLY, .SQLITE_IOERR, .SQLITE_IOERR_FSYNC, .SQLITE_BUSY, .SQLITE_LOCKED,
            .SQLITE_CANTOPEN, .SQLITE_NOMEM, .SQLITE_PERM,
        ]
        for code in unavailable {
            guard case .unavailable = StoreError(code: code) else {
                Issue.record("\(code) is taken for \(StoreError(code: code))")
                continue
            }
        }
        for code in [ResultCode.SQLITE_CORRUPT, .SQLITE_NOTADB] {
            guard case .corrupt(nil, _) = StoreError(code: code) else {
                Issue.record("\(code) is taken for \(StoreError(code: code))")
                continue
            }
        }
    }
}
