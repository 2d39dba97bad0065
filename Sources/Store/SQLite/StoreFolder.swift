#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The folder of one account's store, and the names in it.
struct StoreFolder: Sendable {
    let path: String

    var database: String { "\(path)/postern.db" }
    /// SQLite's own name for the log that is written ahead; it is there as long as the database is open.
    var log: String { "\(database)-wal" }
    /// What `create` builds, until it is whole.
    var unfinished: String { "\(path)/postern.db.new" }
    var lock: String { "\(path)/postern.lock" }

    var isThere: Bool { Self.mode(of: path).map { $0 & S_IFMT == S_IFDIR } ?? false }
    var hasDatabase: Bool { Self.mode(of: database) != nil }

    /// Makes the folder if its parent is there, for its owner alone.
    func make() throws(StoreError) {
        guard !isThere else { return }
        guard unsafe mkdir(path, 0o700) == 0 else { throw Self.failure("the folder `\(path)` cannot be made") }
        try Self.sync(folder: "\(path)/..")
    }

    /// Makes an empty file that only its owner may read or write; SQLite gives its journals the same mode.
    func makeUnfinished() throws(StoreError) {
        for leftover in ["", "-wal", "-shm", "-journal"] { _ = unsafe unlink(unfinished + leftover) }
        let file = unsafe open(unfinished, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw Self.failure("`\(unfinished)` cannot be made") }
        close(file)
    }

    /// Gives the finished database its name; after that, and not before, there is a store.
    func finish() throws(StoreError) {
        guard unsafe rename(unfinished, database) == 0 else { throw Self.failure("`\(database)` cannot be made") }
        try Self.sync(folder: path)
    }

    private static func mode(of path: String) -> mode_t? {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_mode : nil
    }

    private static func sync(folder: String) throws(StoreError) {
        let file = unsafe open(folder, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("the folder `\(folder)` cannot be opened") }
        defer { close(file) }
        guard fsync(file) == 0 else { throw failure("the folder `\(folder)` cannot be made durable") }
    }

    /// The system's reason for the call that just failed.
    static func failure(_ what: String) -> StoreError {
        let code = errno
        // SAFETY: strerror gives a C string, never null, which is copied at once.
        return .unavailable(reason: "\(what): \(unsafe String(cString: strerror(code)).lowercased())")
    }
}
