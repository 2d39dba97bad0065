import HashTreeCollections
import Model
import Store

/// Builds the account from its records.
struct Loader {
    /// Without an account until that record has come, which is the first in the order of keys.
    private var contents = Contents()
    private let pool = RecordPool()
    /// The kind of the last record: records of a kind come one after another.
    private var kind = RecordKind.account
    private var seen = Seen()

    /// What the users said they have, each of which was found.
    private struct Seen {
        var accessKeys = 0
        var logins = 0
    }

    private init() {}

    /// Reads all records of a store, and believes all of them or none.
    static func load(_ store: any Store) async throws(DirectoryError) -> Snapshot {
        var loader = Loader()
        let revision: Revision
        do throws(StoreError) {
            revision = try await store.load { key, value, _ throws(StoreError) in try loader.add(key, value) }
        } catch {
            throw DirectoryError(error)
        }
        if let (key, reason) = loader.fault { throw .corrupt(key: key, reason: reason) }
        guard let snapshot = Snapshot(loader.contents, at: revision) else { throw .noAccount }
        return snapshot
    }

    private mutating func add(_ key: String, _ value: [UInt8]) throws(StoreError) {
        if !key.utf8.starts(with: kind.prefix.utf8) {
            guard let found = RecordKind(key: key) else { throw .corrupt(key: key, reason: "its kind is not known") }
            kind = found
        }
        switch kind {
        case .account: try add(AccountRecord.self, key, value)
        case .group: try add(GroupRecord.self, key, value)
        case .key: try add(AccessKeyRecord.self, key, value)
        case .lastUsed: try add(LastUsedRecord.self, key, value)
        case .login: try add(LoginRecord.self, key, value)
        case .mfaDevice: try add(MFADeviceRecord.self, key, value)
        case .policy: try add(PolicyRecord.self, key, value)
        case .revocation: try add(RevocationRecord.self, key, value)
        case .role: try add(RoleRecord.self, key, value)
        case .throttle: try add(ThrottleRecord.self, key, value)
        case .user: try addUser(key, value)
        }
    }

    private mutating func add<Record: StoredRecord>(
        _ type: Record.Type,
        _ key: String,
        _ value: [UInt8]
    ) throws(StoreError) {
        let record = try read(type, key, value)
        guard record.insert(into: &contents) else {
            throw .corrupt(key: key, reason: "another record has its id or name")
        }
        guard contents.account != nil else {
            throw .corrupt(key: key, reason: "there is no account that it belongs to")
        }
    }

    /// Users come last, so that all that they name must be there.
    private mutating func addUser(_ key: String, _ value: [UInt8]) throws(StoreError) {
        let user = try read(UserRecord.self, key, value)
        if let reason = user.fault(in: contents) { throw .corrupt(key: key, reason: reason) }
        guard user.insert(into: &contents) else {
            throw .corrupt(key: key, reason: "another record has its id or name")
        }
        seen.accessKeys += user.accessKeys.count
        if contents.logins[user.id] != nil { seen.logins += 1 }
    }

    private func read<Record: StoredRecord>(
        _ type: Record.Type,
        _ key: String,
        _ value: [UInt8]
    ) throws(StoreError) -> Record {
        let record: Record
        do throws(RecordError) {
            var reader = RecordReader(value[...], pool: pool)
            record = try Record(reading: &reader)
        } catch {
            throw .corrupt(key: key, reason: "\(error)")
        }
        // INVARIANT: a record is under its own key, so that one name never shows another's record.
        guard record.hasKeyName(key.utf8.span.extracting(droppingFirst: kind.prefix.utf8.count)) else {
            throw .corrupt(key: key, reason: "it is the record of `\(record.key)`")
        }
        return record
    }

    /// The first record that says what is not true.
    private var fault: (key: String, reason: String)? {
        let kinds = [fault(contents.groups), fault(contents.roles), fault(contents.policies)]
        if let found = kinds.compactMap(\.self).first { return found }
        // Each user was asked for what it has. If that is all there is, none of it is anybody else's.
        if seen.accessKeys != contents.accessKeys.count, let found = fault(contents.accessKeys) { return found }
        if seen.logins != contents.logins.count, let found = fault(contents.logins) { return found }
        return fault(contents.mfaDevices)
    }

    private func fault(_ table: NamedTable<some StoredRecord>) -> (key: String, reason: String)? { fault(table.byID) }

    private func fault<Record: StoredRecord>(
        _ table: TreeDictionary<some Hashable, Entry<Record>>
    ) -> (key: String, reason: String)? {
        for (_, entry) in table {
            if let reason = entry.record.fault(in: contents) { return (entry.record.key, reason) }
        }
        return nil
    }
}
