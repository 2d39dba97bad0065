import GRDB
import Model

/// What the database says about all of its records: the one row of the table `meta`.
struct StoreHeader: Hashable, Sendable {
    var head: Revision
    var records: Int64
    /// The sum of all records' checksums.
    ///
    /// A record's own checksum cannot tell that the record is gone; a lost Deny would be silent without this.
    var digest: UInt64

    static let empty = StoreHeader(head: .zero, records: 0, digest: 0)

    init(head: Revision, records: Int64, digest: UInt64) {
        self.head = head
        self.records = records
        self.digest = digest
    }

    init(readFrom db: Database) throws {
        let statement = try db.cachedStatement(sql: "SELECT head, records, digest, checksum FROM meta WHERE id = 1")
        guard let row = try Row.fetchOne(statement) else {
            throw StoreError.corrupt(key: nil, reason: "its head is missing")
        }
        // Through `DatabaseValue`, because GRDB's own conversions trap on a value of another type.
        let numbers = Array(row.databaseValues).compactMap(Int64.fromDatabaseValue)
        guard numbers.count == 4 else {
            throw StoreError.corrupt(key: nil, reason: "its head is not made of numbers")
        }
        self.init(
            head: Revision(rawValue: UInt64(bitPattern: numbers[0])),
            records: numbers[1],
            digest: UInt64(bitPattern: numbers[2])
        )
        guard numbers[3] == Int64(bitPattern: checksum) else {
            throw StoreError.corrupt(key: nil, reason: "its head does not match its checksum")
        }
    }

    func write(to db: Database) throws {
        let sql = "INSERT OR REPLACE INTO meta (id, head, records, digest, checksum) VALUES (1, ?, ?, ?, ?)"
        try db.cachedStatement(sql: sql).execute(arguments: [
            Int64(bitPattern: head.rawValue), records, Int64(bitPattern: digest), Int64(bitPattern: checksum),
        ])
    }

    /// Counts a record in, or an old one out.
    mutating func replace(_ old: UInt64?, with new: UInt64?) {
        if let old {
            records -= 1
            digest &-= old
        }
        if let new {
            records += 1
            digest &+= new
        }
    }

    private var checksum: UInt64 {
        let words = [head.rawValue.littleEndian, UInt64(bitPattern: records).littleEndian, digest.littleEndian]
        // SAFETY: words have no padding, so that all of their bytes are set.
        return Checksum.xxh64(unsafe words.span.bytes, seed: 0)
    }
}
