import Model
import Store
import Support
import Testing

@testable import Directory

/// A small account for tests: everything in it has a number, and the number makes its name and id.
enum Fixtures {
    static let account = AccountID("123456789012").map(AccountRecord.init(id:))

    static func id(_ prefix: String, _ number: Int) throws -> UniqueID {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        var (rest, text) = (number, "")
        for _ in 0..<16 {
            text = String(alphabet[rest % 32]) + text
            rest /= 32
        }
        return try #require(UniqueID(prefix + text))
    }

    static func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

    static func user(_ number: Int, _ change: (inout UserRecord) -> Void = { _ in }) throws -> UserRecord {
        var user = UserRecord(id: try id("AIDA", number))
        user.name = "user-\(number)"
        user.path = "/"
        user.createdAt = time(Int64(number))
        change(&user)
        return user
    }

    static func group(_ number: Int, _ change: (inout GroupRecord) -> Void = { _ in }) throws -> GroupRecord {
        var group = GroupRecord(id: try id("AGPA", number))
        group.name = "group-\(number)"
        group.path = "/"
        change(&group)
        return group
    }

    static func role(_ number: Int, _ change: (inout RoleRecord) -> Void = { _ in }) throws -> RoleRecord {
        var role = RoleRecord(id: try id("AROA", number))
        role.name = "role-\(number)"
        role.path = "/"
        role.maxSessionSeconds = 3_600
        role.trustPolicy = PolicyText("{}")
        change(&role)
        return role
    }

    static func policy(_ number: Int, _ change: (inout PolicyRecord) -> Void = { _ in }) throws -> PolicyRecord {
        var policy = PolicyRecord(id: try id("ANPA", number))
        policy.name = "policy-\(number)"
        policy.path = "/"
        policy.versions = [PolicyVersionRecord(number: 1, document: PolicyText("{\(number)}"), createdAt: time(1))]
        policy.defaultVersion = 1
        policy.latestVersion = 1
        change(&policy)
        return policy
    }

    static func key(
        _ number: Int,
        of user: UserRecord,
        _ change: (inout AccessKeyRecord) -> Void = { _ in }
    ) throws -> AccessKeyRecord {
        var key = AccessKeyRecord(id: try id("AKIA", number), userID: user.id)
        key.sealedSecret = [1, 2, 3, UInt8(truncatingIfNeeded: number)]
        change(&key)
        return key
    }

    static func device(_ number: Int, _ change: (inout MFADeviceRecord) -> Void = { _ in }) -> MFADeviceRecord {
        var device = MFADeviceRecord()
        device.name = "Device-\(number)"
        device.path = "/"
        device.sealedSeed = [9]
        change(&device)
        return device
    }

    static func control(
        _ kind: ControlKind,
        level: UInt32,
        _ name: String,
        changed: Bool = false
    ) -> ControlPolicyRecord {
        var record = ControlPolicyRecord(kind, level: level, name: name, document: PolicyText(changed ? "{2}" : "{1}"))
        record.createdAt = time(1_700_000_000)
        record.updatedAt = time(changed ? 1_700_000_001 : 1_700_000_000)
        return record
    }

    /// A new account in a store.
    static func directory(in store: any Store = MemoryStore()) async throws -> Directory {
        try await Directory.create(in: store, account: try #require(account))
    }

    /// A store that holds an account's record and others, whatever they are.
    static func store(_ records: [any StoredRecord], raw: [Change] = []) async throws -> MemoryStore {
        let store = MemoryStore()
        let account = try #require(account)
        var changes: [Change] = [.put(key: account.key, value: account.encoded())]
        changes += records.map { .put(key: $0.key, value: $0.encoded()) }
        _ = try await store.commit(changes + raw, if: [])
        return store
    }
}

extension Directory {
    /// Writes without looking.
    @discardableResult
    func put(_ records: any StoredRecord...) async throws -> Revision {
        try await write { transaction throws(Refusal) in
            for record in records { transaction.put(any: record) }
        }.revision
    }
}

extension Transaction {
    mutating func put(any record: any StoredRecord) { put(record) }
    mutating func delete(any record: any StoredRecord) { delete(record) }
}
