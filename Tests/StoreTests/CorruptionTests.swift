import Foundation
import GRDB
import Model
import Support
import Testing

@testable import Store

/// A store that cannot vouch for every record does not open its mouth: a record passed over could be a Deny.
@Suite struct CorruptionTests {
    struct Damage: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let sql: String
        /// The record that is named; `nil` when none can be.
        let key: String?

        init(_ description: String, _ sql: String, key: String?) {
            testDescription = description
            self.sql = sql
            self.key = key
        }
    }

    static let damages = [
        Damage("a flipped bit in a value", "UPDATE record SET value = X'0103' WHERE key = 'b'", key: "b"),
        Damage("a value cut short", "UPDATE record SET value = X'01' WHERE key = 'b'", key: "b"),
        Damage("a value of another type", "UPDATE record SET value = 7 WHERE key = 'b'", key: "b"),
        Damage("another revision", "UPDATE record SET revision = 1 WHERE key = 'b'", key: "b"),
        Damage("another key", "UPDATE record SET key = 'bb' WHERE key = 'b'", key: "bb"),
        Damage("two values swapped", "UPDATE record SET value = X'0909' WHERE key = 'c'", key: "c"),
        Damage("another checksum", "UPDATE record SET checksum = checksum + 1 WHERE key = 'a'", key: "a"),
        Damage("a record that is gone", "DELETE FROM record WHERE key = 'b'", key: nil),
        Damage("all records gone", "DELETE FROM record", key: nil),
    ]

    /// A closed store with three records, changed behind its back.
    private func damaged(_ folder: borrowing TemporaryFolder, _ sql: String) async throws {
        let store = try await SQLiteStore.create(at: folder.path)
        _ = try await store.commit([.put(key: "a", value: [1, 1])], if: [])
        _ = try await store.commit([.put(key: "b", value: [1, 2]), .put(key: "c", value: [1, 3])], if: [])
        await store.close()
        let database = try DatabaseQueue(path: folder.path + "/postern.db")
        try await database.write { db in try db.execute(sql: sql) }
        try database.close()
    }

    @Test(arguments: damages) func `a load finds the damage`(_ damage: Damage) async throws {
        let folder = try TemporaryFolder()
        try await damaged(folder, damage.sql)
        let store = try await SQLiteStore.open(at: folder.path)
        let error = await #expect(throws: StoreError.self) { try await store.load { _, _, _ in } }
        guard case .corrupt(let key, _) = error else {
            Issue.record("taken for \(String(describing: error))")
            return
        }
        #expect(key == damage.key)
        await store.close()
    }

    @Test func `a load of the same records without damage is whole`() async throws {
        let folder = try TemporaryFolder()
        try await damaged(folder, "UPDATE record SET value = value")
        let store = try await SQLiteStore.open(at: folder.path)
        #expect(try await store.load { _, _, _ in } == Revision(rawValue: 2))
        await store.close()
    }

    @Test func `reading a damaged record, or writing over it, says so; others are not concerned`() async throws {
        let folder = try TemporaryFolder()
        try await damaged(folder, "UPDATE record SET value = X'0103' WHERE key = 'b'")
        let store = try await SQLiteStore.open(at: folder.path)
        let corrupt = StoreError.corrupt(key: "b", reason: "its bytes do not match its checksum")
        await #expect(throws: corrupt) { try await store.get("b") }
        await #expect(throws: corrupt) { try await store.scan(prefix: "") }
        await #expect(throws: corrupt) { try await store.commit([.put(key: "b", value: [])], if: []) }
        #expect(try await store.get("a")?.value == [1, 1])
        #expect(try await store.commit([.put(key: "a", value: [])], if: []) == Revision(rawValue: 3))
        await store.close()
    }

    @Test(arguments: [
        "UPDATE meta SET head = head - 1", "UPDATE meta SET records = 2", "UPDATE meta SET digest = 'none'",
        "DELETE FROM meta",
    ])
    func `a damaged head is found when the store is opened`(_ sql: String) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        try await damaged(folder, sql)
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.open(at: path) }
        guard case .corrupt(nil, _) = error else {
            Issue.record("taken for \(String(describing: error))")
            return
        }
    }

    @Test func `a newer schema is refused, and left as it was`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        try await damaged(folder, "PRAGMA user_version = 2")
        for _ in 0..<2 {
            await #expect(throws: StoreError.newerSchema(found: 2, known: 1)) { try await SQLiteStore.open(at: path) }
        }
    }

    struct Foreign: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let bytes: [UInt8]
    }

    @Test(arguments: [
        Foreign(testDescription: "no bytes at all", bytes: []),
        Foreign(testDescription: "one byte", bytes: [0]),
        Foreign(testDescription: "garbage", bytes: Array(repeating: 0x5A, count: 8_192)),
        Foreign(
            testDescription: "a header and garbage",
            bytes: Array("SQLite format 3\0".utf8) + Array(repeating: 9, count: 8_000)
        ),
    ])
    func `a file that is no database is refused, and left as it was`(_ foreign: Foreign) async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let file = URL(fileURLWithPath: path + "/postern.db")
        try Data(foreign.bytes).write(to: file)
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.open(at: path) }
        guard case .notAStore(file.path, _) = error else {
            Issue.record("taken for \(String(describing: error))")
            return
        }
        #expect(try Data(contentsOf: file) == Data(foreign.bytes))
    }

    @Test func `a database of another program is refused, and left as it was`() async throws {
        let folder = try TemporaryFolder()
        let path = folder.path
        let database = try DatabaseQueue(path: path + "/postern.db")
        try await database.write { db in try db.execute(sql: "CREATE TABLE record (key TEXT)") }
        try database.close()
        let before = try Data(contentsOf: URL(fileURLWithPath: path + "/postern.db"))
        let error = await #expect(throws: StoreError.self) { try await SQLiteStore.open(at: path) }
        guard case .notAStore = error else {
            Issue.record("taken for \(String(describing: error))")
            return
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path + "/postern.db")) == before)
    }
}
