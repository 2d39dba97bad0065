import Model

extension GroupRecord {
    package static func remove(named keyName: String, from contents: inout Contents) -> GroupRecord? {
        guard let old = contents.groups.remove(named: keyName) else { return nil }
        contents.groupsOfPolicy.remove(old.id, from: old.attachedPolicies)
        return old
    }

    package func insert(into contents: inout Contents) -> Bool {
        contents.groupsOfPolicy.insert(id, into: attachedPolicies)
        return contents.groups.insert(self)
    }

    package func fault(in contents: Contents) -> String? { policyFault(in: contents) }

    package func remnant(in contents: Contents) -> String? {
        guard !contents.groups.contains(id), contents.members.count(of: id) > 0 else { return nil }
        return "the group has members"
    }
}

extension RoleRecord {
    package static func remove(named keyName: String, from contents: inout Contents) -> RoleRecord? {
        guard let old = contents.roles.remove(named: keyName) else { return nil }
        contents.rolesOfPolicy.remove(old.id, from: old.attachedPolicies)
        contents.rolesBounded.remove(old.id, from: old.boundaries)
        return old
    }

    package func insert(into contents: inout Contents) -> Bool {
        contents.rolesOfPolicy.insert(id, into: attachedPolicies)
        contents.rolesBounded.insert(id, into: boundaries)
        return contents.roles.insert(self)
    }

    /// None or one.
    private var boundaries: [UniqueID] { permissionsBoundary.map { [$0] } ?? [] }

    package func fault(in contents: Contents) -> String? {
        policyFault(in: contents, boundary: permissionsBoundary)
    }

    package func remnant(in contents: Contents) -> String? { nil }
}

extension PolicyRecord {
    package static func remove(named keyName: String, from contents: inout Contents) -> PolicyRecord? {
        contents.policies.remove(named: keyName)
    }

    package func insert(into contents: inout Contents) -> Bool { contents.policies.insert(self) }

    package func fault(in contents: Contents) -> String? {
        guard version(defaultVersion) != nil else {
            return "the version in force, \(defaultVersion), does not exist"
        }
        guard versions.allSatisfy({ $0.number > 0 && $0.number <= latestVersion }) else {
            return "a version has a number that was never given"
        }
        return versions.map(\.number).hasDuplicates ? "a version is there twice" : nameFault
    }

    package func remnant(in contents: Contents) -> String? {
        guard !contents.policies.contains(id) else { return nil }
        let links = [
            contents.usersOfPolicy, contents.groupsOfPolicy, contents.rolesOfPolicy,
            contents.usersBounded,
            contents.rolesBounded,
        ]
        return links.contains { $0.count(of: id) > 0 } ? "the policy is attached" : nil
    }
}
