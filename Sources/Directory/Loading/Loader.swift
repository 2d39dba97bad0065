import HashTreeCollections
import Model
import Store

/// Builds the account from its records, which come in the order of their keys.
///
/// Each is made into what it is and held against the others once. Of users, keys, logins and devices, of which an
/// account has very many, only the bytes are kept.
struct Loader {
    private typealias Bytes = ArraySlice<UInt8>

    /// Without an account until that record has come, which is the first.
    private var contents = Contents()
    private var users = PackedRecords<UserRecord>.Builder()
    private var accessKeys = PackedRecords<AccessKeyRecord>.Builder()
    private var logins = PackedRecords<LoginRecord>.Builder()
    private var mfaDevices = PackedRecords<MFADeviceRecord>.Builder()
    /// What the users say that they have.
    private var claims = Ownership()
    /// What says that it is a user's.
    private var owners = Ownership()
    /// The kind of the last record.
    private var kind = RecordKind.account
    private var prefix = Array(RecordKind.account.prefix.utf8)
    private var batchesRead = 0

    private init() {}

    /// Reads all records of a store, and believes all of them or none.
    static func load(_ store: any Store) async throws(DirectoryError) -> Snapshot {
        var loader = Loader()
        let revision: Revision
        do throws(StoreError) {
            revision = try await store.loadBatches { batch throws(StoreError) in
                try loader.add(batch)
            }
            try await loader.finish()
        } catch {
            throw DirectoryError(error)
        }
        guard let snapshot = Snapshot(loader.contents, at: revision) else { throw .noAccount }
        return snapshot
    }

    private mutating func add(_ batch: RecordBatch) throws(StoreError) {
        batchesRead += 1
        for index in 0..<batch.count { try add(batch.key(at: index), batch.value(at: index), batch) }
    }

    private mutating func add(_ key: Bytes, _ value: Bytes, _ batch: RecordBatch) throws(StoreError) {
        if !key.starts(with: prefix) {
            guard let found = RecordKind(key: key) else {
                throw .corrupt(key: Self.text(key), reason: "its kind is not known")
            }
            kind = found
            prefix = Array(found.prefix.utf8)
        }
        guard contents.account != nil || kind == .account else {
            throw .corrupt(key: Self.text(key), reason: "there is no account that it belongs to")
        }
        switch kind {
        case .account: try insert(AccountRecord.self, key, value)
        case .control: try insert(ControlPolicyRecord.self, key, value)
        case .group: try insert(GroupRecord.self, key, value)
        case .key: try addAccessKey(key, value, batch)
        case .lastUsed: try insert(LastUsedRecord.self, key, value)
        case .login:
            _ = try decode(LoginRecord.self, key, value)
            logins.append(name: key.dropFirst(prefix.count), value: value, in: batch, number: batchesRead)
        case .mfaDevice: try addDevice(key, value, batch)
        case .policy: try insert(PolicyRecord.self, key, value)
        case .revocation: try insert(RevocationRecord.self, key, value)
        case .role: try insert(RoleRecord.self, key, value)
        case .throttle: try insert(ThrottleRecord.self, key, value)
        case .user: try addUser(key, value, batch)
        }
    }

    private mutating func addAccessKey(_ key: Bytes, _ value: Bytes, _ batch: RecordBatch) throws(StoreError) {
        let record = try decode(AccessKeyRecord.self, key, value)
        accessKeys.append(name: key.dropFirst(prefix.count), value: value, in: batch, number: batchesRead)
        owners.add(record.id, of: record.userID)
        if record.isScheduled { contents.scheduledKeys.insert(record.id) }
    }

    private mutating func addDevice(_ key: Bytes, _ value: Bytes, _ batch: RecordBatch) throws(StoreError) {
        let record = try decode(MFADeviceRecord.self, key, value)
        mfaDevices.append(name: key.dropFirst(prefix.count), value: value, in: batch, number: batchesRead)
        if let reason = record.nameFault { throw .corrupt(key: Self.text(key), reason: reason) }
        if let userID = record.userID { owners.add(record.keyName, of: userID) }
    }

    private mutating func addUser(_ key: Bytes, _ value: Bytes, _ batch: RecordBatch) throws(StoreError) {
        let record = try decode(UserRecord.self, key, value)
        users.append(name: key.dropFirst(prefix.count), value: value, in: batch, number: batchesRead)
        if let reason = record.ownFault { throw .corrupt(key: Self.text(key), reason: reason) }
        record.readLinks(into: &contents)
        for id in record.accessKeys { claims.add(id, of: record.id) }
        for name in record.mfaDevices { claims.add(name, of: record.id) }
    }

    private mutating func insert<Record: StoredRecord>(
        _ type: Record.Type,
        _ key: Bytes,
        _ value: Bytes
    ) throws(StoreError) {
        guard try decode(type, key, value).insert(into: &contents) else {
            throw .corrupt(key: Self.text(key), reason: Self.taken)
        }
    }

    private func decode<Record: StoredRecord>(
        _ type: Record.Type,
        _ key: Bytes,
        _ value: Bytes
    ) throws(StoreError) -> Record {
        let record: Record
        do throws(RecordError) {
            var reader = RecordReader(value)
            record = try Record(reading: &reader)
        } catch {
            throw .corrupt(key: Self.text(key), reason: "\(error)")
        }
        // INVARIANT: a record is under its own key, so that one name never shows another's record.
        let name = key.dropFirst(prefix.count)
        guard record.hasKeyName(name.span) else {
            throw .corrupt(key: Self.text(key), reason: "it is the record of `\(record.key)`")
        }
        return record
    }

    fileprivate static let taken = "another record has its id or name"
    private static func text(_ key: Bytes) -> String { String(decoding: key, as: UTF8.self) }
}

extension Loader {
    /// Makes the tables of what was packed, and looks for records that say what is not true.
    private mutating func finish() async throws(StoreError) {
        let (users, accessKeys) = (users.finish(), accessKeys.finish())
        // Of these there are most: each on a core of its own.
        async let usersByID = Table<ByID<UserRecord>>.made(of: users)
        async let usersByName = Table<ByName<UserRecord>>.made(of: users)
        async let keysByID = Table<ByID<AccessKeyRecord>>.made(of: accessKeys)
        contents.logins = try Table.made(of: logins.finish()).get()
        contents.mfaDevices = try Table.made(of: mfaDevices.finish()).get()
        contents.users = NamedTable(byID: try await usersByID.get(), byName: try await usersByName.get())
        contents.accessKeys = try await keysByID.get()
        try check(contents.groups.byID)
        try check(contents.roles.byID)
        try check(contents.policies.byID)
        if !contents.logins.idsRead().allSatisfy(contents.users.contains) { try check(contents.logins) }
        guard claims != owners || !contents.hasAllTargets else { return }
        // Some user has what is another's, or nobody's: now it is worth looking at each.
        try check(contents.users.byID)
        try check(contents.accessKeys)
        try check(contents.mfaDevices)
        throw .corrupt(key: nil, reason: "users do not have what others say that they have")
    }

    /// Says which record, the first by its key, says what is not true of the others.
    private func check<Index: RecordIndex>(_ table: Table<Index>) throws(StoreError) {
        var faults: [String: String] = [:]
        table.forEach { entry in
            if let reason = entry.record.fault(in: contents) { faults[entry.record.key] = reason }
        }
        guard let (key, reason) = faults.min(by: { $0.key < $1.key }) else { return }
        throw .corrupt(key: key, reason: reason)
    }
}

extension Contents {
    /// Whether all that users are said to have, groups and policies, is there.
    fileprivate var hasAllTargets: Bool {
        members.targetsRead.allSatisfy(groups.contains)
            && [usersOfPolicy, usersBounded].allSatisfy { $0.targetsRead.allSatisfy(policies.contains) }
    }
}

extension Table {
    /// A table of what was read, unless two records have one key.
    fileprivate static func made(of records: PackedRecords<Record>) -> Result<Table, StoreError> {
        do throws(TakenKey) {
            return .success(try Table(records))
        } catch {
            let name = String(decoding: records.name(at: error.position), as: UTF8.self)
            return .failure(.corrupt(key: Record.kind.key(name), reason: Loader.taken))
        }
    }
}
