import HashTreeCollections
import Model

/// Everything that an account holds, with its indexes: a value whose copies share structure.
package struct Contents: Sendable {
    /// None only while an account is read.
    var account: AccountRecord?
    var users = NamedTable<UserRecord>()
    var groups = NamedTable<GroupRecord>()
    var roles = NamedTable<RoleRecord>()
    var policies = NamedTable<PolicyRecord>()
    var controlPolicies = ControlPolicies.none
    var accessKeys = Table<ByID<AccessKeyRecord>>()
    var logins = Table<ByID<LoginRecord>>()
    var mfaDevices = Table<ByName<MFADeviceRecord>>()
    var throttles: TreeDictionary<String, ThrottleRecord> = [:]
    var revocations: TreeDictionary<String, RevocationRecord> = [:]
    var lastUsed: TreeDictionary<UniqueID, LastUsedRecord> = [:]

    /// Keys that a rotation switches off or deletes some day.
    var scheduledKeys: TreeSet<UniqueID> = []
    /// The users of a group.
    var members = Links()
    /// The users that a policy is attached to.
    var usersOfPolicy = Links()
    var groupsOfPolicy = Links()
    var rolesOfPolicy = Links()
    /// The users that a policy bounds.
    var usersBounded = Links()
    var rolesBounded = Links()
}
