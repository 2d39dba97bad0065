package import Model

/// Why the store did not do what was asked.
package enum StoreError: Error, Hashable, Sendable {
    /// A precondition did not hold; `key` is `nil` when it was about the whole store.
    ///
    /// `current` is the store's head at that moment: a snapshot at or after it shows what changed.
    case conflict(key: String?, current: Revision)
    /// What was read is not what was written; `key` is `nil` when no single record can be named.
    case corrupt(key: String?, reason: String)
    /// Not now: a full or read-only disk, an input/output error, too much waiting.
    ///
    /// The write is not visible to any reader of this process. Whether it survives a crash of the machine right
    /// after is not known when the disk failed while it was made durable.
    case unavailable(reason: String)
    case closed
    /// Another process, or another store in this one, has the folder.
    case inUse(path: String)
    /// There is no store where one must be: never taken for an empty account.
    case missing(path: String)
    /// There is a store where a new one was to be made.
    case exists(path: String)
    case notAStore(path: String, reason: String)
    /// Written by a newer version, whose rules this one does not know.
    case newerSchema(found: Int, known: Int)
    case tooLarge(what: String, count: Int, max: Int)
    /// A commit that can never land: empty, a key that is not allowed or that it names twice.
    case invalid(reason: String)
    /// The commits after the revision that a watcher asked for are no longer held: load the store again.
    case compacted(head: Revision)
}

extension StoreError: CustomStringConvertible {
    /// One line for a log or a command line.
    package var description: String {
        switch self {
        case .conflict(.some(let key), let current):
            "`\(key)` was changed by another write (the store is at revision \(current.rawValue))"
        case .conflict(.none, let current):
            "the store was changed by another write (it is at revision \(current.rawValue))"
        case .corrupt(.some(let key), let reason): "record `\(key)` is corrupt: \(reason)"
        case .corrupt(.none, let reason): "the store is corrupt: \(reason)"
        case .unavailable(let reason): "the store is unavailable: \(reason)"
        case .closed: "the store is closed"
        case .inUse(let path): "the store in `\(path)` is in use by another process"
        case .missing(let path): "there is no store at `\(path)`; if the account was there, its volume is missing"
        case .exists(let path): "there is a store at `\(path)` already"
        case .notAStore(let path, let reason): "`\(path)` is not a store: \(reason)"
        case .newerSchema(let found, let known):
            "the store was written by a newer version (schema \(found), this version knows up to \(known))"
        case .tooLarge(let what, let count, let max): "\(what) has \(count), at most \(max) are allowed"
        case .invalid(let reason): reason
        case .compacted(let head):
            "the commits asked for are no longer held (the store is at revision \(head.rawValue))"
        }
    }
}
