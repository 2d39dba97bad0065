import Model

extension UserRecord {
    package static func remove(named keyName: String, from contents: inout Contents) -> UserRecord? {
        guard let old = contents.users.remove(named: keyName) else { return nil }
        contents.members.remove(old.id, from: old.groups)
        contents.usersOfPolicy.remove(old.id, from: old.attachedPolicies)
        contents.usersBounded.remove(old.id, from: old.boundaries)
        return old
    }

    package func insert(into contents: inout Contents) -> Bool {
        contents.members.insert(id, into: groups)
        contents.usersOfPolicy.insert(id, into: attachedPolicies)
        contents.usersBounded.insert(id, into: boundaries)
        return contents.users.insert(self)
    }

    /// Adds what the record says of others while the account is read.
    func readLinks(into contents: inout Contents) {
        contents.members.read(id, into: groups)
        contents.usersOfPolicy.read(id, into: attachedPolicies)
        contents.usersBounded.read(id, into: boundaries)
    }

    /// None or one.
    private var boundaries: [UniqueID] { permissionsBoundary.map { [$0] } ?? [] }

    /// What is wrong with the record itself, whatever the account holds.
    var ownFault: String? {
        guard !groups.hasDuplicates, !accessKeys.hasDuplicates, !mfaDevices.hasDuplicates else {
            return "a group, access key or mfa device is there twice"
        }
        return nameFault ?? attachmentFault
    }

    package func fault(in contents: Contents) -> String? {
        if let fault = ownFault { return fault }
        if let group = groups.first(where: { !contents.groups.contains($0) }) {
            return "group `\(group)` does not exist"
        }
        for key in accessKeys where contents.accessKeys[key]?.record.userID != id {
            return "access key `\(key)` is not the user's"
        }
        for device in mfaDevices where contents.mfaDevices[device]?.record.userID != id {
            return "mfa device `\(device)` is not the user's"
        }
        return policyFault(in: contents, boundary: permissionsBoundary)
    }

    package func remnant(in contents: Contents) -> String? {
        for key in accessKeys {
            if let fault = contents.accessKeys[key]?.record.fault(in: contents) {
                return "access key `\(key)`: \(fault)"
            }
        }
        for device in mfaDevices {
            if let fault = contents.mfaDevices[device]?.record.fault(in: contents) {
                return "mfa device `\(device)`: \(fault)"
            }
        }
        return contents.logins[id]?.record.fault(in: contents)
    }
}

extension PolicyHolder {
    func policyFault(in contents: Contents, boundary: UniqueID? = nil) -> String? {
        if let fault = nameFault { return fault }
        for policy in attachedPolicies where !contents.policies.contains(policy) {
            return "attached policy `\(policy)` does not exist"
        }
        if let boundary, !contents.policies.contains(boundary) {
            return "permissions boundary `\(boundary)` does not exist"
        }
        return attachmentFault
    }

    fileprivate var attachmentFault: String? {
        attachedPolicies.hasDuplicates ? "a policy is attached twice" : nil
    }
}

extension Array where Element: Equatable {
    /// For lists that quotas keep short.
    var hasDuplicates: Bool {
        guard count > 1 else { return false }
        return indices.contains { self[..<$0].contains(self[$0]) }
    }
}
