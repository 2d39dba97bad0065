internal import Directory
package import Model

extension Administrator {
    /// Tells who has a policy; as in AWS, without a filter also whom it bounds.
    package func listEntitiesForPolicy(
        _ request: ListEntitiesForPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListEntitiesForPolicyResponse {
        let prefix = try EntityPath.prefix(parsing: request.pathPrefix)
        let wanted = try pageRequest(.listEntitiesForPolicy, request.marker, request.maxItems)
        let snapshot = self.snapshot
        let policy = try snapshot.wanted(PolicyReference(parsing: request.policyARN))
        let all = snapshot.identities(with: policy, request.entityFilter, request.policyUsageFilter)
        let page = wanted.page(of: all.filter { $0.path.hasPrefix(prefix) }, by: \.key)
        func entities<Kind: Identity>(_ kind: Kind.Type) -> [PolicyEntity] {
            page.items.compactMap { $0 as? Kind }.map { PolicyEntity(name: $0.name, id: $0.id.description) }
        }
        return ListEntitiesForPolicyResponse(
            policyGroups: entities(GroupRecord.self),
            policyUsers: entities(UserRecord.self),
            policyRoles: entities(RoleRecord.self),
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }
}

extension Snapshot {
    /// Who has a policy, each once.
    fileprivate func identities(
        with policy: PolicyRecord,
        _ kind: ListEntitiesForPolicyRequest.Kind,
        _ usage: ListEntitiesForPolicyRequest.Usage
    ) -> [any Identity] {
        let holders = holders(of: policy.id)
        func ids(_ wanted: ListEntitiesForPolicyRequest.Kind, _ attached: [UniqueID], _ bounded: [UniqueID]) -> Set<
            UniqueID
        > {
            guard kind == .any || kind == wanted else { return [] }
            switch usage {
            case .any: return Set(attached).union(bounded)
            case .permissionsPolicy: return Set(attached)
            case .permissionsBoundary: return Set(bounded)
            }
        }
        return ids(.group, holders.groups, []).compactMap { group(id: $0) }
            + ids(.user, holders.users, holders.boundaryUsers).compactMap { user(id: $0) }
            + ids(.role, holders.roles, holders.boundaryRoles).compactMap { role(id: $0) }
    }
}
