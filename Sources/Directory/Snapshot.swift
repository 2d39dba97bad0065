import HashTreeCollections
package import Model

/// The account at one revision; never changes, and may be read from everywhere at once.
package final class Snapshot: Sendable {
    package let revision: Revision
    package let account: AccountRecord
    let contents: Contents

    /// - Returns: `nil` where there is no account.
    init?(_ contents: Contents, at revision: Revision) {
        guard let account = contents.account else { return nil }
        self.contents = contents
        self.revision = revision
        self.account = account
    }

    // MARK: Identities and policies

    package func user(id: UniqueID) -> UserRecord? { contents.users[id]?.record }
    package func user(named name: String) -> UserRecord? { contents.users[named: name]?.record }
    package func group(id: UniqueID) -> GroupRecord? { contents.groups[id]?.record }
    package func group(named name: String) -> GroupRecord? { contents.groups[named: name]?.record }
    package func role(id: UniqueID) -> RoleRecord? { contents.roles[id]?.record }
    package func role(named name: String) -> RoleRecord? { contents.roles[named: name]?.record }
    package func policy(id: UniqueID) -> PolicyRecord? { contents.policies[id]?.record }
    package func policy(named name: String) -> PolicyRecord? {
        contents.policies[named: name]?.record
    }

    /// The same object as long as none of them changes.
    package var controlPolicies: ControlPolicies { contents.controlPolicies }

    // MARK: The same, to be asked later whether they changed

    package func userEntry(id: UniqueID) -> Entry<UserRecord>? { contents.users[id] }
    package func groupEntry(id: UniqueID) -> Entry<GroupRecord>? { contents.groups[id] }
    package func roleEntry(id: UniqueID) -> Entry<RoleRecord>? { contents.roles[id] }
    package func policyEntry(id: UniqueID) -> Entry<PolicyRecord>? { contents.policies[id] }

    /// Whether the account has the record of an entry, and has it unchanged.
    package func has(_ user: Entry<UserRecord>) -> Bool { contents.users.byID.has(user) }
    package func has(_ group: Entry<GroupRecord>) -> Bool { contents.groups.byID.has(group) }
    package func has(_ role: Entry<RoleRecord>) -> Bool { contents.roles.byID.has(role) }
    package func has(_ policy: Entry<PolicyRecord>) -> Bool { contents.policies.byID.has(policy) }

    // MARK: Credentials

    package func accessKey(id: UniqueID) -> AccessKeyRecord? { contents.accessKeys[id]?.record }
    package func login(userID: UniqueID) -> LoginRecord? { contents.logins[userID]?.record }
    package func mfaDevice(named name: String) -> MFADeviceRecord? {
        name.foldedName.flatMap { contents.mfaDevices[$0]?.record }
    }

    /// Keys that a rotation switches off or deletes some day.
    package var scheduledKeys: [AccessKeyRecord] {
        contents.scheduledKeys.compactMap { contents.accessKeys[$0]?.record }
    }

    // MARK: What was seen

    package func throttle(subject: String) -> ThrottleRecord? { contents.throttles[subject] }
    package func revocation(sessionID: String) -> RevocationRecord? {
        contents.revocations[sessionID]
    }
    package func lastUsed(id: UniqueID) -> LastUsedRecord? { contents.lastUsed[id] }

    /// All of them, for the sweep.
    package var throttles: [ThrottleRecord] { Array(contents.throttles.values) }
    /// All of them, for the sweep.
    package var revocations: [RevocationRecord] { Array(contents.revocations.values) }
    package var throttleCount: Int { contents.throttles.count }
    package var revocationCount: Int { contents.revocations.count }

    // MARK: Who belongs to what

    /// In no promised order.
    package func members(of group: UniqueID) -> [UniqueID] { contents.members[group] }
    package func memberCount(of group: UniqueID) -> Int { contents.members.count(of: group) }

    package func holders(of policy: UniqueID) -> PolicyHolders {
        PolicyHolders(
            users: contents.usersOfPolicy[policy],
            groups: contents.groupsOfPolicy[policy],
            roles: contents.rolesOfPolicy[policy],
            boundaryUsers: contents.usersBounded[policy],
            boundaryRoles: contents.rolesBounded[policy]
        )
    }

    /// How many users, groups and roles a policy is attached to.
    package func attachmentCount(of policy: UniqueID) -> Int {
        contents.usersOfPolicy.count(of: policy) + contents.groupsOfPolicy.count(of: policy)
            + contents.rolesOfPolicy.count(of: policy)
    }

    /// How many users and roles a policy bounds.
    package func boundaryCount(of policy: UniqueID) -> Int {
        contents.usersBounded.count(of: policy) + contents.rolesBounded.count(of: policy)
    }

    // MARK: How many

    package var userCount: Int { contents.users.count }
    package var groupCount: Int { contents.groups.count }
    package var roleCount: Int { contents.roles.count }
    package var policyCount: Int { contents.policies.count }
    package var accessKeyCount: Int { contents.accessKeys.count }
    package var mfaDeviceCount: Int { contents.mfaDevices.count }
    package var loginCount: Int { contents.logins.count }
}
