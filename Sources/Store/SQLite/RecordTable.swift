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

    /// The next records in the order of their keys, after the one under `key`; none is newer than `head`.
    func part(after key: String, upTo head: Revision) throws -> LoadedPart {
        var batch = RecordBatch()
        var (digest, isLast) = (0 as UInt64, true)
        // SAFETY: what the row points to is copied within the call.
        try unsafe step("SELECT key, value, revision, checksum FROM record WHERE key > ? ORDER BY key", [key]) { row in
            let revision = unsafe row.revision
            guard revision <= head else {
                throw StoreError.corrupt(key: unsafe row.name, reason: "it is newer than the store's head")
            }
            unsafe batch.append(key: row.key.bytes, value: row.value.bytes, revision: revision)
            digest &+= unsafe row.checksum
            isLast = !batch.isFull
            return isLast
        }
        let last = batch.count == 0 ? key : String(decoding: batch.key(at: batch.count - 1), as: UTF8.self)
        return LoadedPart(batch: batch, digest: digest, last: last, isLast: isLast)
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

    /// Copies rows of `key, value, revision, checksum` until `body` says `false`.
    private func read(_ sql: String, _ arguments: StatementArguments, _ body: (Row) throws -> Bool) throws {
        // SAFETY: what the row points to is copied within the call.
        try unsafe step(sql, arguments) { row in
            let record = unsafe Record(key: row.name, value: [UInt8](row.value), revision: row.revision)
            return try body(Row(record: record, checksum: unsafe row.checksum))
        }
    }

    /// Steps through rows of `key, value, revision, checksum` until `body` says `false`.
    ///
    /// On SQLite itself, because a row of GRDB's takes several times as long, and every record is read at each start.
    private func step(_ sql: String, _ arguments: StatementArguments, _ body: (RawRow) throws -> Bool) throws {
        let statement = try db.cachedStatement(sql: sql)
        try statement.setArguments(arguments)
        // SAFETY: GRDB keeps the statement alive while `statement` is, it is used on its connection's queue alone, and
        // it is left reset, as GRDB expects to find it.
        let raw = unsafe statement.sqliteStatement
        defer { unsafe sqlite3_reset(raw) }
        while true {
            switch unsafe sqlite3_step(raw) {
            case SQLITE_ROW:
                // SAFETY: the statement is on a row, and stays there until `body` has returned.
                guard try unsafe body(RawRow(raw)) else { return }
            case SQLITE_DONE:
                return
            case let code:
                throw StoreError(code: ResultCode(rawValue: code))
            }
        }
    }
}

/// The row that a statement is on, as SQLite holds it until the next step; its checksum is right.
@unsafe private struct RawRow {
    let key: UnsafeRawBufferPointer
    let value: UnsafeRawBufferPointer
    let revision: Revision
    let checksum: UInt64

    var name: String { unsafe String(decoding: key, as: UTF8.self) }

    init(_ raw: SQLiteStatement) throws(StoreError) {
        // SAFETY: each pointer is asked for before its length, as SQLite wants it, and both stay good until the next
        // step. A key is asked for as bytes too: as text, SQLite would copy it to put a NUL after it.
        unsafe key = UnsafeRawBufferPointer(
            start: sqlite3_column_blob(raw, 0),
            count: Int(sqlite3_column_bytes(raw, 0))
        )
        unsafe value = UnsafeRawBufferPointer(
            start: sqlite3_column_blob(raw, 1),
            count: Int(sqlite3_column_bytes(raw, 1))
        )
        unsafe revision = Revision(rawValue: UInt64(bitPattern: sqlite3_column_int64(raw, 2)))
        unsafe checksum = UInt64(bitPattern: sqlite3_column_int64(raw, 3))
        let found = unsafe Checksum.record(key: key.bytes, value: value.bytes, revision: revision.rawValue)
        guard unsafe found == checksum else {
            throw .corrupt(key: unsafe name, reason: "its bytes do not match its checksum")
        }
    }
}
