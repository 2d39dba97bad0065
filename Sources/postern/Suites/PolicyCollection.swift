internal import Model
internal import PolicyLanguage

/// Gathers the policies of one case, by type, with what they are called.
struct PolicyCollection {
    let reader: CaseReader
    private(set) var names: [PolicyType: [String]] = [:]

    init(reader: CaseReader) {
        self.reader = reader
    }

    mutating func policies(
        _ members: [String: JSONNode],
        isAssumingRole: Bool
    ) throws(Complaint) -> ApplicablePolicies {
        // Other tools write a resource policy for the trust policy, with a `Resource` that ours must not have.
        let resourceKind: DocumentKind = isAssumingRole && reader.strictness == .stored ? .trust : .resource
        var policies = ApplicablePolicies(
            identity: try list(members["identity_policies"], .identity, .identity),
            resource: try one(members["resource_policy"], resourceKind, .resource),
            serviceControl: try levels(members["service_control_policies"], .serviceControl, .serviceControl),
            resourceControl: try levels(members["resource_control_policies"], .resourceControl, .resourceControl),
            resourceRule: isAssumingRole ? .mustAllow : .ordinary
        )
        let boundaries = try list(members["permissions_boundaries"], .permissionsBoundary, .permissionsBoundary)
        if !boundaries.isEmpty { policies.permissionsBoundary = boundaries }
        let session = try one(members["session_policy"], .session, .session)
        if !session.isEmpty { policies.session = session }
        return policies
    }

    /// One policy or none.
    private mutating func one(
        _ node: JSONNode?,
        _ kind: DocumentKind,
        _ type: PolicyType
    ) throws(Complaint) -> [CompiledPolicy] {
        guard let node, !node.isNull else { return [] }
        return [try policy(node, kind, type)]
    }

    /// A list of policies; one alone may stand without the list.
    private mutating func list(
        _ node: JSONNode?,
        _ kind: DocumentKind,
        _ type: PolicyType
    ) throws(Complaint) -> [CompiledPolicy] {
        guard let node, case .array(let items) = node.value else { return try one(node, kind, type) }
        var policies: [CompiledPolicy] = []
        for item in items { policies.append(try policy(item, kind, type)) }
        return policies
    }

    private mutating func levels(
        _ node: JSONNode?,
        _ kind: DocumentKind,
        _ type: PolicyType
    ) throws(Complaint) -> [[CompiledPolicy]] {
        guard let node, !node.isNull else { return [] }
        guard case .array(let items) = node.value else {
            throw reader.file.complaint("levels are a list of lists of policies, not \(node.kind)", node.position)
        }
        var levels: [[CompiledPolicy]] = []
        for item in items { levels.append(try list(item, kind, type)) }
        return levels
    }

    private mutating func policy(
        _ node: JSONNode,
        _ kind: DocumentKind,
        _ type: PolicyType
    ) throws(Complaint) -> CompiledPolicy {
        guard case .string(let name) = node.value else {
            names[type, default: []].append("")
            return try reader.policies.policy(node, kind: kind, strictness: reader.strictness)
        }
        names[type, default: []].append(name)
        let strictness = reader.strictness
        return try reader.policies.policy(named: name, kind: kind, strictness: strictness, at: node.position)
    }
}

extension JSONNode {
    fileprivate var isNull: Bool {
        if case .null = value { true } else { false }
    }
}
