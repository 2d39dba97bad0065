import Dispatch
import GRDB
import Model

extension SQLiteStore {
    /// Makes a new, empty store in a folder that has none.
    ///
    /// The folder is made too if only its last part is missing. There is no half-made store after a crash: the file
    /// gets its name when it is whole.
    package static func create(at path: String) async throws(StoreError) -> SQLiteStore {
        try await onQueueOfItsOwn { queue throws(StoreError) in
            let folder = StoreFolder(path: path)
            try folder.make()
            let lock = try FolderLock(of: folder)
            guard !folder.hasDatabase else { throw .exists(path: folder.database) }
            try folder.makeUnfinished()
            do {
                let database = try DatabaseQueue(
                    path: folder.unfinished,
                    configuration: Schema.configuration()
                )
                try database.inDatabase { db in
                    try Schema.useWriteAheadLog(db)
                    try db.inTransaction {
                        try Schema.create(in: db)
                        return .commit
                    }
                    try db.checkpoint(.truncate)
                }
                try database.close()
            } catch {
                throw StoreError(error)
            }
            try folder.finish()
            return try open(folder, lock, queue)
        }
    }

    /// Opens the store in a folder; a folder without one is an error, never an empty account.
    package static func open(at path: String) async throws(StoreError) -> SQLiteStore {
        try await onQueueOfItsOwn { queue throws(StoreError) in
            let folder = StoreFolder(path: path)
            guard folder.hasDatabase else { throw .missing(path: folder.database) }
            return try open(folder, FolderLock(of: folder), queue)
        }
    }

    private static func open(
        _ folder: StoreFolder,
        _ lock: FolderLock,
        _ queue: DispatchQueue
    ) throws(StoreError) -> SQLiteStore {
        do {
            let database = try DatabaseQueue(path: folder.database, configuration: Schema.configuration())
            let head = try database.inDatabase { db in
                try Schema.check(db, path: folder.database)
                try Schema.useWriteAheadLog(db)
                return try StoreHeader(readFrom: db).head
            }
            let files = [folder.database, folder.log].compactMap(FileInPlace.init(path:))
            return SQLiteStore(database, lock, files: files, on: queue, head: head)
        } catch let error as DatabaseError where error.resultCode == .SQLITE_NOTADB {
            throw .notAStore(path: folder.database, reason: "it is not a database")
        } catch {
            throw StoreError(error)
        }
    }

    /// Opening blocks like everything else that SQLite does: away from the threads that all tasks share.
    private static func onQueueOfItsOwn(
        _ work: @escaping @Sendable (DispatchQueue) throws(StoreError) -> SQLiteStore
    ) async throws(StoreError) -> SQLiteStore {
        let queue = DispatchQueue(label: "postern.store")
        let outcome = await withCheckedContinuation { continuation in
            queue.async {
                continuation.resume(returning: Result { () throws(StoreError) in try work(queue) })
            }
        }
        return try outcome.get()
    }
}
