import Model
import Store

/// Builds the account from its records.
struct Loader {
    /// Without an account until that record has come, which is the first in the order of keys.
    private var contents = Contents()
    private var seen = Seen()

    /// What the users said they have, each of which was found.
    private struct Seen {
        var accessKeys = 0
        var logins = 0
    }

    private init() {}

    /// Reads all records of a store, and believes all of them or none.
    static func load(_ store: any Store) async throws(DirectoryError) -> Snapshot {
        let decoder = RecordDecoder()
        var loader = Loader()
        let revision: Revision
        do throws(StoreError) {
            revision = try await store.load(
                decoding: { batch throws(StoreError) in try decoder.decode(batch) },
                { records throws(StoreError) in for record in records { try loader.add(record) } }
            )
        } catch {
            throw DirectoryError(error)
        }
        if let (key, reason) = loader.fault { throw .corrupt(key: key, reason: reason) }
        guard let snapshot = Snapshot(loader.contents, at: revision) else { throw .noAccount }
        return snapshot
    }

    private mutating func add(_ record: DecodedRecord) throws(StoreError) {
        switch record {
        case .account(let entry): try add(entry, isAccount: true)
        case .group(let entry): try add(entry)
        case .key(let entry): try add(entry)
        case .lastUsed(let entry): try add(entry)
        case .login(let entry): try add(entry)
        case .mfaDevice(let entry): try add(entry)
        case .policy(let entry): try add(entry)
        case .revocation(let entry): try add(entry)
        case .role(let entry): try add(entry)
        case .throttle(let entry): try add(entry)
        case .user(let entry):
            // Users come last, so that all that they name must be there.
            if let reason = entry.record.fault(in: contents) {
                throw .corrupt(key: entry.record.key, reason: reason)
            }
            try add(entry)
            seen.accessKeys += entry.record.accessKeys.count
            if contents.logins[entry.record.id] != nil { seen.logins += 1 }
        }
    }

    private mutating func add<Record: StoredRecord>(
        _ entry: Entry<Record>,
        isAccount: Bool = false
    ) throws(StoreError) {
        guard contents.account != nil || isAccount else {
            throw .corrupt(key: entry.record.key, reason: "there is no account that it belongs to")
        }
        guard Record.read(entry, into: &contents) else {
            throw .corrupt(key: entry.record.key, reason: "another record has its id or name")
        }
    }

    /// The first record that says what is not true.
    private var fault: (key: String, reason: String)? {
        let kinds = [
            fault(contents.groups.byID), fault(contents.roles.byID), fault(contents.policies.byID),
        ]
        if let found = kinds.compactMap(\.self).first { return found }
        // Each user was asked for what it has. If that is all there is, none of it is anybody else's.
        if seen.accessKeys != contents.accessKeys.count, let found = fault(contents.accessKeys) {
            return found
        }
        if seen.logins != contents.logins.count, let found = fault(contents.logins) { return found }
        return fault(contents.mfaDevices)
    }

    private func fault<Index: RecordIndex>(_ table: Table<Index>) -> (key: String, reason: String)? {
        var found: (key: String, reason: String)?
        table.forEachRead { entry in
            if let reason = entry.record.fault(in: contents) { found = (entry.record.key, reason) }
            return found == nil
        }
        return found
    }
}
