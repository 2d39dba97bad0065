import Directory
import Model
import PolicyLanguage

/// Gathers and compiles the policies of one principal, with the account's control policies.
///
/// Fails closed: a document that cannot be read, or one that is attached and not there, might hold a Deny, so that
/// nothing may be decided without it.
struct PolicyCollector {
    /// One policy as it is judged.
    struct Item {
        let place: PolicyPlace
        let policy: CompiledPolicy
    }

    let snapshot: Snapshot
    let compiled: CompiledPolicyCache
    private(set) var items: [Item] = []
    /// `nil` where there is none; empty, which allows nothing, where it cannot be read.
    private(set) var boundary: [Item]?
    let controls: CompiledControls
    private(set) var touched: TouchedRecords
    private(set) var fault: Refusal?

    init(snapshot: Snapshot, compiled: CompiledPolicyCache) {
        self.snapshot = snapshot
        self.compiled = compiled
        controls = compiled.controls(in: snapshot)
        touched = TouchedRecords(controls: controls.source)
        fault = controls.fault
    }

    /// A user's own, then its groups'.
    mutating func collect(_ user: Entry<UserRecord>) {
        touched.user = user
        collect(user.record, as: .user(user.record.id))
        for id in user.record.groups {
            guard let group = snapshot.groupEntry(id: id) else {
                fault = .internalFailure("group `\(id)` of user `\(user.record.name)` is not in the account")
                return
            }
            touched.groups.append(group)
            collect(group.record, as: .group(id))
        }
        collectBoundary(user.record.permissionsBoundary, of: .user(user.record.id))
    }

    mutating func collect(_ role: Entry<RoleRecord>) {
        touched.role = role
        collect(role.record, as: .role(role.record.id))
        collectBoundary(role.record.permissionsBoundary, of: .role(role.record.id))
    }

    private mutating func collect(_ record: some PolicyHolder, as holder: PolicyPlace.Holder) {
        for inline in record.inlinePolicies {
            let place = PolicyPlace(holder: holder, name: .inline(inline.name))
            if let item = item(inline.document, at: place) { items.append(item) }
        }
        for id in record.attachedPolicies {
            if let item = managed(id, holder) { items.append(item) }
        }
    }

    private mutating func collectBoundary(_ id: UniqueID?, of holder: PolicyPlace.Holder) {
        guard let id else { return }
        boundary = managed(id, holder).map { [$0] } ?? []
    }

    private mutating func managed(_ id: UniqueID, _ holder: PolicyPlace.Holder) -> Item? {
        guard let policy = snapshot.policyEntry(id: id) else {
            let name = PolicyPlace(holder: holder, name: .managed(id)).holderText(in: snapshot)
            fault = .internalFailure(
                "policy `\(id)` of `\(name)` is not in the account, nothing is decided without it"
            )
            return nil
        }
        touched.policies.append(policy)
        return item(policy.record.defaultDocument, at: PolicyPlace(holder: holder, name: .managed(id)))
    }

    private mutating func item(_ text: PolicyText, at place: PolicyPlace) -> Item? {
        do {
            return Item(place: place, policy: try compiled.policy(of: text, kind: .identity))
        } catch {
            let name = place.policyText(in: snapshot)
            let holder = place.holderText(in: snapshot)
            fault = .internalFailure(
                "policy `\(name)` of `\(holder)` cannot be read, nothing is decided without it: \(error)"
            )
            return nil
        }
    }
}

/// The records that a principal's policies and facts were read from.
///
/// While a snapshot has them unchanged, what was read is right for it too.
struct TouchedRecords {
    var user: Entry<UserRecord>?
    var role: Entry<RoleRecord>?
    var groups: [Entry<GroupRecord>] = []
    var policies: [Entry<PolicyRecord>] = []
    let controls: ControlPolicies

    init(controls: ControlPolicies) {
        self.controls = controls
    }

    func areSame(in snapshot: Snapshot) -> Bool {
        if snapshot.controlPolicies !== controls { return false }
        if let user, !snapshot.has(user) { return false }
        if let role, !snapshot.has(role) { return false }
        return groups.allSatisfy(snapshot.has) && policies.allSatisfy(snapshot.has)
    }
}
