internal import Directory
internal import Model

extension Snapshot {
    /// - Throws: `EntityAlreadyExists` where the name is taken, in whichever case.
    func mustBeFree<Kind: Identity>(_ kind: Kind.Type, _ name: EntityName) throws(Refusal) {
        guard let other = Kind.found(named: name.text, in: self) else { return }
        throw .alreadyExists("there is a \(other.shown) already: names are unique ignoring case")
    }

    /// - Throws: `LimitExceeded` where one more would be too many.
    func mustHaveRoom(_ count: Int, _ many: String, _ quota: Int) throws(Refusal) {
        guard count < quota else { throw .limitExceeded("the account has \(count) \(many), and its quota is \(quota)") }
    }
}

extension Identity {
    /// - Throws: `LimitExceeded` where one more would be too many.
    func mustHaveRoom(_ count: Int, _ many: String, _ quota: Int) throws(Refusal) {
        guard count < quota else { throw .limitExceeded("\(shown) has \(count) \(many), and the quota is \(quota)") }
    }
}

extension Remains {
    mutating func addPolicies(of identity: some Identity, in snapshot: Snapshot) {
        let attached = identity.attachedPolicies.compactMap { snapshot.policy(id: $0)?.name }
        add(identity.attachedPolicies.count, "attached policy", "attached policies", names: attached)
        let inline = identity.inlinePolicies
        add(inline.count, "inline policy", "inline policies", names: inline.map(\.name))
    }
}

extension Transaction {
    /// Drops when a user, a key or a role was last used.
    mutating func forgetUse(of id: UniqueID) {
        guard let record = snapshot.lastUsed(id: id) else { return }
        delete(record)
    }

    /// Drops the failures that were counted against a subject.
    mutating func forgetFailures(_ subject: String) {
        guard let record = snapshot.throttle(subject: subject) else { return }
        delete(record)
    }
}
