import GRDB
import Model

/// Commits that share one transaction, and so one `fsync`.
///
/// Each is judged against the state that the ones before it left, and writes nothing before it has been judged: a
/// conflict leaves nothing to roll back, and an error while writing is the disk's and ends the whole transaction.
struct CommitBatch {
    /// What one commit came to, if the transaction lands.
    typealias Outcome = Result<Revision, StoreError>

    private let table: RecordTable
    private var header: StoreHeader
    private(set) var landed: [Commit] = []

    /// Runs all requests in one transaction.
    ///
    /// - Returns: An outcome for each, and the commits that are now durable; when the transaction failed, the same
    ///   failure for all, the conflicts among them too, because what they were judged against never was.
    static func run(_ requests: [CommitRequest], on database: DatabaseQueue) -> (outcomes: [Outcome], landed: [Commit])
    {
        do {
            return try database.inDatabase { db in
                var outcomes: [Outcome] = []
                var landed: [Commit] = []
                try db.inTransaction(.immediate) {
                    var batch = try CommitBatch(db)
                    for request in requests { outcomes.append(try batch.add(request)) }
                    if !batch.landed.isEmpty { try batch.header.write(to: db) }
                    landed = batch.landed
                    return .commit
                }
                return (outcomes, landed)
            }
        } catch {
            let failure = StoreError(error)
            return (requests.map { _ in .failure(failure) }, [])
        }
    }

    private init(_ db: Database) throws {
        table = RecordTable(db: db)
        header = try StoreHeader(readFrom: db)
    }

    private mutating func add(_ request: CommitRequest) throws -> Outcome {
        let old: [UInt64?]
        do throws(StoreError) {
            try judge(request.preconditions)
            old = try request.changes.map { change throws(StoreError) in try find(change.key)?.checksum }
        } catch {
            switch error {
            case .conflict: return .failure(error)
            // A damaged record fails the commit that needs it, and no other.
            case .corrupt(.some, _): return .failure(error)
            default: throw error
            }
        }
        header.head = header.head.next
        for (change, old) in zip(request.changes, old) { try apply(change, replacing: old) }
        landed.append(Commit(revision: header.head, changes: request.changes))
        return .success(header.head)
    }

    private func judge(_ preconditions: [Precondition]) throws(StoreError) {
        for precondition in preconditions {
            var found: Revision?
            if let key = precondition.key { found = try find(key)?.record.revision }
            guard precondition.holds(record: found, head: header.head) else {
                throw .conflict(key: precondition.key, current: header.head)
            }
        }
    }

    private mutating func apply(_ change: Change, replacing old: UInt64?) throws {
        switch change {
        case .put(let key, let value):
            let checksum = Checksum.record(key: key, value: value, revision: header.head.rawValue)
            try table.put(Record(key: key, value: value, revision: header.head), checksum: checksum)
            header.replace(old, with: checksum)
        case .delete(let key):
            try table.delete(key)
            header.replace(old, with: nil)
        }
    }

    private func find(_ key: String) throws(StoreError) -> RecordTable.Row? {
        do {
            return try table.find(key)
        } catch {
            throw StoreError(error)
        }
    }
}
