import GRDB
import Model

/// What a store's database looks like, and how its file is told from others.
///
/// The schema's version and the application's number are in the file's own header (`user_version`,
/// `application_id`): they can be read whatever a later version does to the tables.
enum Schema {
    static let version = 1
    /// "PSTN".
    static let applicationID = 0x5053_544E

    /// How the one connection is set up.
    ///
    /// Locking is exclusive: no other program reads or writes the file behind our back, and WAL needs no shared
    /// memory file, whose growth on a full disk would be a signal instead of an error. For the same reason the file
    /// is never mapped in memory.
    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.label = "postern.store"
        configuration.foreignKeysEnabled = false
        configuration.prepareDatabase { db in
            try db.execute(
                sql: """
                    PRAGMA locking_mode = EXCLUSIVE;
                    PRAGMA synchronous = FULL;
                    PRAGMA mmap_size = 0;
                    PRAGMA temp_store = MEMORY;
                    PRAGMA cell_size_check = ON;
                    PRAGMA trusted_schema = OFF;
                    """
            )
        }
        return configuration
    }

    static func create(in db: Database) throws {
        try db.execute(
            sql: """
                PRAGMA application_id = \(applicationID);
                PRAGMA user_version = \(version);
                CREATE TABLE record (
                    key TEXT NOT NULL PRIMARY KEY COLLATE BINARY,
                    value BLOB NOT NULL,
                    revision INTEGER NOT NULL,
                    checksum INTEGER NOT NULL
                ) WITHOUT ROWID;
                CREATE TABLE meta (
                    id INTEGER PRIMARY KEY CHECK (id = 1),
                    head INTEGER NOT NULL,
                    records INTEGER NOT NULL,
                    digest INTEGER NOT NULL,
                    checksum INTEGER NOT NULL
                );
                """
        )
        try StoreHeader.empty.write(to: db)
    }

    /// Refuses what is not a store of a version that is known, before anything is written to it.
    static func check(_ db: Database, path: String) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA application_id") == applicationID else {
            throw StoreError.notAStore(path: path, reason: "it is a database of another program")
        }
        let found = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
        guard found <= version else { throw StoreError.newerSchema(found: found, known: version) }
        guard found == version else {
            throw StoreError.notAStore(path: path, reason: "its schema has version \(found), there never was one")
        }
    }

    static func useWriteAheadLog(_ db: Database) throws {
        guard try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL") == "wal" else {
            throw StoreError.unavailable(reason: "the disk does not allow a write-ahead log")
        }
    }
}
