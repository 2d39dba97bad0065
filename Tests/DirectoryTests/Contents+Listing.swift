import Model

@testable import Directory

extension Contents {
    /// What contents hold, whatever way they came to hold it.
    struct Listing: Equatable {
        var account: AccountRecord?
        var users: [UniqueID: UserRecord]
        var groups: [UniqueID: GroupRecord]
        var roles: [UniqueID: RoleRecord]
        var policies: [UniqueID: PolicyRecord]
        var controlPolicies: [ControlPolicyRecord]
        var accessKeys: [UniqueID: AccessKeyRecord]
        var logins: [UniqueID: LoginRecord]
        var mfaDevices: [String: MFADeviceRecord]
        var throttles: [String: ThrottleRecord]
        var revocations: [String: RevocationRecord]
        var lastUsed: [UniqueID: LastUsedRecord]
        var scheduledKeys: Set<UniqueID>
        var names: [String: UniqueID]
        var counts: [Int]
        /// By target: members, and holders of five sorts.
        var links: [UniqueID: [Set<UniqueID>]]
    }

    var listing: Listing {
        let (groupsByID, policiesByID) = (Self.records(groups.byID), Self.records(policies.byID))
        var links: [UniqueID: [Set<UniqueID>]] = [:]
        for target in Array(groupsByID.keys) + Array(policiesByID.keys) {
            let all = [members, usersOfPolicy, groupsOfPolicy, rolesOfPolicy, usersBounded, rolesBounded]
            links[target] = all.map { Set($0[target]) }
            // A source that is there twice, or a count that is off, must not hide in a set.
            if all.contains(where: { Set($0[target]).count != $0.count(of: target) }) { links[target] = nil }
        }
        return Listing(
            account: account,
            users: Self.records(users.byID),
            groups: groupsByID,
            roles: Self.records(roles.byID),
            policies: policiesByID,
            controlPolicies: controlPolicies.all,
            accessKeys: Self.records(accessKeys),
            logins: Self.records(logins),
            mfaDevices: Self.records(mfaDevices),
            throttles: .init(uniqueKeysWithValues: throttles.map { ($0.key, $0.value) }),
            revocations: .init(uniqueKeysWithValues: revocations.map { ($0.key, $0.value) }),
            lastUsed: .init(uniqueKeysWithValues: lastUsed.map { ($0.key, $0.value) }),
            scheduledKeys: Set(scheduledKeys),
            names: [
                names(users, "user"), names(groups, "group"), names(roles, "role"), names(policies, "policy"),
            ].reduce(into: [:]) { $0.merge($1) { first, _ in first } },
            counts: [users.count, groups.count, roles.count, policies.count, accessKeys.count, logins.count],
            links: links
        )
    }

    private static func records<Index: RecordIndex>(_ table: Table<Index>) -> [Index.Key: Index.Record] {
        var found: [Index.Key: Index.Record] = [:]
        table.forEach { found[Index.key(of: $0.record)] = $0.record }
        return found
    }

    private func names(_ table: NamedTable<some PolicyOrHolder>, _ kind: String) -> [String: UniqueID] {
        var found: [String: UniqueID] = [:]
        table.byName.forEach { found["\(kind)/\($0.record.keyName)"] = $0.record.id }
        return found
    }
}

typealias PolicyOrHolder = IdentifiedRecord & NamedRecord
