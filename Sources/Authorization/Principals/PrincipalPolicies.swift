import Directory
import Model
import PolicyLanguage

/// One principal ready to be judged: its compiled policies and what the daemon tells about it.
///
/// Belongs to one loop.
final class PrincipalPolicies {
    /// The account that the principal is judged in.
    let account: AccountID
    /// The identity's own policies and its boundary, and the account's control policies that may bind it.
    let policies: ApplicablePolicies
    /// Why nothing may be decided about the principal.
    let fault: Refusal?
    /// Counted as `policies.identity` is.
    private let items: [PolicyCollector.Item]
    private let boundary: [PolicyCollector.Item]
    let controls: CompiledControls
    private let touched: TouchedRecords
    private let facts: [RequestContext.Entry]
    /// The last revision that this was found right for.
    private var revision: Revision
    /// What the daemon fills for the callers that acted as this principal last.
    private var environments: [Environment] = []
    /// Statements that made decisions, as they are told.
    private var references: [StatementPosition: StatementReference] = [:]

    private static let environmentsMax = 4

    /// A user with its groups.
    convenience init(_ user: Entry<UserRecord>, in snapshot: Snapshot, compiled: CompiledPolicyCache) {
        var collector = PolicyCollector(snapshot: snapshot, compiled: compiled)
        collector.collect(user)
        self.init(collector, facts: PrincipalFacts.of(user.record, in: snapshot))
    }

    /// The sessions of a role.
    convenience init(_ role: Entry<RoleRecord>, in snapshot: Snapshot, compiled: CompiledPolicyCache) {
        var collector = PolicyCollector(snapshot: snapshot, compiled: compiled)
        collector.collect(role)
        self.init(collector, facts: PrincipalFacts.of(role.record, in: snapshot))
    }

    /// A principal that has no policies of its own: the root user, a service, nobody.
    convenience init(_ principal: Principal, in snapshot: Snapshot, compiled: CompiledPolicyCache) {
        let collector = PolicyCollector(snapshot: snapshot, compiled: compiled)
        self.init(collector, facts: PrincipalFacts.of(principal, in: snapshot))
    }

    private init(_ collector: PolicyCollector, facts: [RequestContext.Entry]) {
        self.account = collector.snapshot.account.id
        self.revision = collector.snapshot.revision
        self.policies = ApplicablePolicies(
            identity: collector.items.map(\.policy),
            permissionsBoundary: collector.boundary?.map(\.policy),
            serviceControl: collector.controls.serviceControl,
            resourceControl: collector.controls.resourceControl
        )
        self.fault = collector.fault
        self.items = collector.items
        self.boundary = collector.boundary ?? []
        self.controls = collector.controls
        self.touched = collector.touched
        self.facts = facts
    }

    /// Whether this is what would be read from a snapshot.
    ///
    /// INVARIANT: what has a fault is read again, because what was missing is not among the records touched.
    func isRight(for snapshot: Snapshot) -> Bool {
        if revision == snapshot.revision { return true }
        guard fault == nil, touched.areSame(in: snapshot) else { return false }
        revision = snapshot.revision
        return true
    }

    /// What the daemon fills into the context of a request that a caller makes now.
    func environment(of caller: Caller, at moment: MomentText, now: Timestamp) -> [RequestContext.Entry] {
        for index in environments.indices where environments[index].fits(caller, moment) {
            return environments[index].entries
        }
        let made = Environment(caller, facts: facts, moment: moment, now: now)
        // Those of another second are of no more use.
        environments.removeAll { $0.second != moment.second }
        if environments.count >= Self.environmentsMax { environments.removeFirst() }
        environments.append(made)
        return made.entries
    }

    /// How a statement of the principal's own policies, or of the account's control policies, is told to callers.
    ///
    /// - Parameters:
    ///   - position: Of any type but `.resource` and `.session`.
    ///   - snapshot: One that this is right for.
    /// - Returns: The statement's policy, whose it is, and its place.
    func reference(to position: StatementPosition, in snapshot: Snapshot) -> StatementReference {
        if let known = references[position] { return known }
        var reference = StatementReference(policyType: position.type.wireName, index: position.statement)
        let list = position.type == .permissionsBoundary ? boundary : items
        if position.type.isControl {
            if let found = controls.policy(at: position) {
                reference.policy = found.record.name
                reference.attachedTo = found.record.place
                reference.sid = found.policy.sid(of: Int(position.statement)) ?? ""
            }
        } else if list.indices.contains(Int(position.policy)) {
            let item = list[Int(position.policy)]
            reference.policy = item.place.policyText(in: snapshot)
            reference.attachedTo = item.place.holderText(in: snapshot)
            reference.sid = item.policy.sid(of: Int(position.statement)) ?? ""
        }
        references[position] = reference
        return reference
    }
}

extension PolicyType {
    /// Whether the account has policies of this type, and no identity.
    var isControl: Bool { self == .serviceControl || self == .resourceControl }

    /// As `StatementReference.policy_type` spells it.
    var wireName: String {
        switch self {
        case .identity: "identity"
        case .permissionsBoundary: "permissions-boundary"
        case .session: "session"
        case .resource: "resource"
        case .serviceControl: "service-control"
        case .resourceControl: "resource-control"
        }
    }
}
