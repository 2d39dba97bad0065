import HashTreeCollections
import Model

extension AccountRecord {
    /// An account is never deleted, so that this is only how it is replaced.
    package static func remove(named keyName: String, from contents: inout Contents) -> AccountRecord? { nil }

    package func insert(into contents: inout Contents) -> Bool {
        if let old = contents.account, old.id != id { return false }
        contents.account = self
        return true
    }

    package func fault(in contents: Contents) -> String? { nil }
    package func remnant(in contents: Contents) -> String? { nil }
}

extension ControlPolicyRecord {
    package static func remove(named keyName: String, from contents: inout Contents)
        -> ControlPolicyRecord?
    {
        guard let record = contents.controlPolicies.all.first(where: { $0.keyName == keyName }) else { return nil }
        contents.controlPolicies = contents.controlPolicies.without(record)
        return record
    }

    package func insert(into contents: inout Contents) -> Bool {
        guard let policies = contents.controlPolicies.with(self) else { return false }
        contents.controlPolicies = policies
        return true
    }

    package func fault(in contents: Contents) -> String? { nil }
    package func remnant(in contents: Contents) -> String? { nil }
}

extension ThrottleRecord {
    package static func remove(named keyName: String, from contents: inout Contents)
        -> ThrottleRecord?
    {
        contents.throttles.removeValue(forKey: keyName)
    }

    package func insert(into contents: inout Contents) -> Bool {
        contents.throttles.updateValue(self, forKey: keyName) == nil
    }

    package func fault(in contents: Contents) -> String? { nil }
    package func remnant(in contents: Contents) -> String? { nil }
}

extension RevocationRecord {
    package static func remove(named keyName: String, from contents: inout Contents)
        -> RevocationRecord?
    {
        contents.revocations.removeValue(forKey: keyName)
    }

    package func insert(into contents: inout Contents) -> Bool {
        contents.revocations.updateValue(self, forKey: keyName) == nil
    }

    package func fault(in contents: Contents) -> String? { nil }
    package func remnant(in contents: Contents) -> String? { nil }
}

extension LastUsedRecord {
    package static func remove(named keyName: String, from contents: inout Contents)
        -> LastUsedRecord?
    {
        UniqueID(keyName).flatMap { contents.lastUsed.removeValue(forKey: $0) }
    }

    package func insert(into contents: inout Contents) -> Bool {
        contents.lastUsed.updateValue(self, forKey: id) == nil
    }

    /// Of what is gone it says nothing that could grant anything, and is left to whoever sweeps.
    package func fault(in contents: Contents) -> String? { nil }
    package func remnant(in contents: Contents) -> String? { nil }
}
