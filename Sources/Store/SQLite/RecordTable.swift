import Foundation
import GRDB
import GRDBSQLite
import Model

/// The table `record`, on its connection's queue.
@safe struct RecordTable {
    /// A record as it lies in the table, found to be sound.
    struct Row: Sendable {
        let record: Record
        let checksum: UInt64
    }

    let db: Database

    func find(_ key: String) throws -> Row? {
        var found: Row?
        try read("SELECT key, value, revision, checksum FROM record WHERE key = ?", [key]) {
            found = $0
            return true
        }
        return found
    }

    func scan(prefix: String) throws -> [Record] {
        var found: [Record] = []
        try read("SELECT key, value, revision, checksum FROM record WHERE key >= ? ORDER BY key", [prefix]) { row in
            guard row.record.key.utf8.starts(with: prefix.utf8) else { return false }
            found.append(row.record)
            return true
        }
        return found
    }

    /// The next records in the order of their keys, after the one under `key`.
    func chunk(after key: String) throws -> [Row] {
        var found: [Row] = []
        found.reserveCapacity(StoreLimits.loadChunkMax)
        let sql = "SELECT key, value, revision, checksum FROM record WHERE key > ? ORDER BY key LIMIT ?"
        try read(sql, [key, StoreLimits.loadChunkMax]) { row in
            found.append(row)
            return true
        }
        return found
    }

    func put(_ record: Record, checksum: UInt64) throws {
        let sql = "INSERT OR REPLACE INTO record (key, value, revision, checksum) VALUES (?, ?, ?, ?)"
        try db.cachedStatement(sql: sql).execute(arguments: [
            record.key, Data(record.value), Int64(bitPattern: record.revision.rawValue), Int64(bitPattern: checksum),
        ])
    }

    func delete(_ key: String) throws {
        try db.cachedStatement(sql: "DELETE FROM record WHERE key = ?").execute(arguments: [key])
    }

    /// Steps through rows of `key, value, revision, checksum` until `body` says `false`.
    ///
    /// On SQLite itself, because a row of GRDB's takes several times as long, and every record is read at each start.
    private func read(_ sql: String, _ arguments: StatementArguments, _ body: (Row) throws -> Bool) throws {
        let statement = try db.cachedStatement(sql: sql)
        try statement.setArguments(arguments)
        // SAFETY: GRDB keeps the statement alive while `statement` is, it is used on its connection's queue alone, and
        // it is left reset, as GRDB expects to find it.
        let raw = unsafe statement.sqliteStatement
        defer { unsafe sqlite3_reset(raw) }
        while true {
            switch unsafe sqlite3_step(raw) {
            case SQLITE_ROW:
                // SAFETY: the statement is on a row.
                guard try body(unsafe Self.row(raw)) else { return }
            case SQLITE_DONE:
                return
            case let code:
                throw StoreError(code: ResultCode(rawValue: code))
            }
        }
    }

    /// Copies the row that a statement is on, if its checksum is right.
    @unsafe private static func row(_ raw: SQLiteStatement) throws(StoreError) -> Row {
        // SAFETY: each pointer is asked for before its length, as SQLite wants it, and both stay good until the next
        // step; column 0 is converted to text, and column 1 to bytes, by the call that gives the pointer.
        let key = unsafe UnsafeRawBufferPointer(
            start: sqlite3_column_text(raw, 0),
            count: Int(sqlite3_column_bytes(raw, 0))
        )
        let value = unsafe UnsafeRawBufferPointer(
            start: sqlite3_column_blob(raw, 1),
            count: Int(sqlite3_column_bytes(raw, 1))
        )
        let revision = UInt64(bitPattern: unsafe sqlite3_column_int64(raw, 2))
        let checksum = UInt64(bitPattern: unsafe sqlite3_column_int64(raw, 3))
        let name = unsafe String(decoding: key, as: UTF8.self)
        guard unsafe Checksum.record(key: key.bytes, value: value.bytes, revision: revision) == checksum else {
            throw .corrupt(key: name, reason: "its bytes do not match its checksum")
        }
        let record = unsafe Record(key: name, value: [UInt8](value), revision: Revision(rawValue: revision))
        return Row(record: record, checksum: checksum)
    }
}
