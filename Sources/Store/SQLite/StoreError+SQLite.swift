import GRDB

extension StoreError {
    /// What an error from SQLite means, by its code.
    init(_ error: any Error) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError: self.init(code: error.extendedResultCode)
        default: self = .unavailable(reason: "sqlite could not be used")
        }
    }

    init(code: ResultCode) {
        let detail = "(sqlite code \(code.rawValue))"
        switch code.primaryResultCode {
        case .SQLITE_FULL: self = .unavailable(reason: "the disk is full \(detail)")
        case .SQLITE_READONLY: self = .unavailable(reason: "the disk is read-only \(detail)")
        case .SQLITE_IOERR: self = .unavailable(reason: "the disk had an input or output error \(detail)")
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            self = .unavailable(reason: "the database is locked by another program \(detail)")
        case .SQLITE_CANTOPEN: self = .unavailable(reason: "the database file cannot be opened \(detail)")
        case .SQLITE_PERM, .SQLITE_AUTH: self = .unavailable(reason: "access to the database was denied \(detail)")
        case .SQLITE_NOMEM: self = .unavailable(reason: "there is not enough memory \(detail)")
        case .SQLITE_CORRUPT: self = .corrupt(key: nil, reason: "the database file is malformed \(detail)")
        case .SQLITE_NOTADB: self = .corrupt(key: nil, reason: "the file is not a database \(detail)")
        default: self = .unavailable(reason: "sqlite refused \(detail)")
        }
    }
}
