import Foundation
import GRDB
import Model
import Support
import Testing

@testable import Store

/// What is true of the SQLite store alone: whose folder it is, and what is on the disk.
@Suite struct SQLiteStoreTests {
    @Test func `a second store on one folder is refused until the first is closed`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let first = try await SQLiteStore.create(at: path)
        await #expect(throws: StoreError.inUse(path: path)) { try await SQLiteStore.open(at: path) }
        await #expect(throws: StoreError.inUse(path: path)) { try await SQLiteStore.create(at: path) }
        await first.close()
        try await SQLiteStore.open(at: path).close()
    }

    @Test func `an empty folder and a missing one are not an empty account`() async throws {
        let folder = try TemporaryFolder()
        for path in [folder.path, folder.path + "/gone"] {
            await #expect(throws: StoreError.missing(path: path + "/postern.db")) {
                try await SQLiteStore.open(at: path)
            }
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty, "opening left a file behind")
    }

    @Test func `a new store does not replace one that is there`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let first = try await SQLiteStore.create(at: path)
        _ = try await first.commit([.put(key: "a", value: [1])], if: [])
        await first.close()
        await #expect(throws: StoreError.exists(path: path + "/postern.db")) { try await SQLiteStore.create(at: path) }
        let again = try await SQLiteStore.open(at: path)
        #expect(try await again.get("a")?.value == [1])
        await again.close()
    }

    @Test func `a new store may make its folder, and what a crash left half-made is not in its way`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/account"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try Data("half".utf8).write(to: URL(fileURLWithPath: path + "/postern.db.new"))
        await #expect(throws: StoreError.missing(path: path + "/postern.db")) { try await SQLiteStore.open(at: path) }
        try await SQLiteStore.create(at: path).close()
        try await SQLiteStore.create(at: folder.path + "/other").close()
        await #expect(throws: StoreError.self) { try await SQLiteStore.create(at: folder.path + "/no/such") }
    }

    @Test func `only the owner may read the files`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/account"
        let store = try await SQLiteStore.create(at: path)
        _ = try await store.commit([.put(key: "a", value: [1])], if: [])
        let names = try FileManager.default.contentsOfDirectory(atPath: path)
        #expect(Set(names) == ["postern.db", "postern.db-wal", "postern.lock"])
        for name in names {
            let mode = try FileManager.default.attributesOfItem(atPath: path + "/" + name)[.posixPermissions] as? Int
            #expect(mode == 0o600, "`\(name)`")
        }
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o700)
        await store.close()
    }

    @Test func `commits are synced to a write-ahead log that closing empties`() async throws {
        let folder = try TemporaryFolder()
        let store = try await SQLiteStore.create(at: folder.path)
        let settings = try await store.perform { db in
            [
                try String.fetchOne(db, sql: "PRAGMA journal_mode"), try String.fetchOne(db, sql: "PRAGMA synchronous"),
                try String.fetchOne(db, sql: "PRAGMA locking_mode"), try String.fetchOne(db, sql: "PRAGMA mmap_size"),
            ]
        }
        #expect(settings == ["wal", "2", "exclusive", "0"])
        _ = try await store.commit([.put(key: "a", value: [1])], if: [])
        await store.close()
        let log = folder.path + "/postern.db-wal"
        let bytes = try? FileManager.default.attributesOfItem(atPath: log)[.size] as? Int
        #expect(bytes ?? 0 == 0)
    }

    @Test func `what was committed is there when the process ends without closing`() async throws {
        let folder = try TemporaryFolder()
        let copy = try TemporaryFolder()
        let store = try await SQLiteStore.create(at: folder.path)
        for index in 0..<50 { _ = try await store.commit([.put(key: "key/\(index)", value: [1])], if: []) }
        // What a restart would find, had the process been killed here.
        for name in ["postern.db", "postern.db-wal"] {
            try FileManager.default.copyItem(atPath: folder.path + "/" + name, toPath: copy.path + "/" + name)
        }
        let restarted = try await SQLiteStore.open(at: copy.path)
        #expect(try await restarted.scan(prefix: "key/").count == 50)
        #expect(try await restarted.load { _, _, _ in } == Revision(rawValue: 50))
        await restarted.close()
        await store.close()
    }

    @Test func `a load goes through many chunks, each record once`() async throws {
        let folder = try TemporaryFolder()
        let store = try await SQLiteStore.create(at: folder.path)
        let count = StoreLimits.loadBatchMax * 2
        for half in 0..<2 {
            let changes = (0..<count / 2).map { Change.put(key: "key/\($0 * 2 + half)", value: [UInt8(half)]) }
            _ = try await store.commit(changes, if: [])
        }
        var keys: [String] = []
        _ = try await store.load { key, _, _ in keys.append(key) }
        #expect(keys == (0..<count).map { "key/\($0)" }.sorted())
        await store.close()
    }
}
