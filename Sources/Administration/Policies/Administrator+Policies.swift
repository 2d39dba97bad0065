internal import Directory
package import Model
internal import PolicyLanguage

extension Administrator {
    package func createPolicy(
        _ request: CreatePolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> CreatePolicyResponse {
        let name = try EntityName(parsing: request.policyName, .policy)
        let checked = try CheckedPolicy(parsing: request.policyDocument, kind: .identity)
        let now = clock()
        var draft = PolicyRecord(id: try freshID(.policy))
        draft.name = name.text
        draft.path = try EntityPath(ofPolicy: request.path).text
        draft.details = try DescriptionText(parsing: request.description).text
        draft.createdAt = now
        draft.updatedAt = now
        draft.versions = [PolicyVersionRecord(number: 1, document: checked.document, createdAt: now)]
        draft.defaultVersion = 1
        draft.latestVersion = 1
        let policy = draft
        let written = try await directory.write { (transaction) throws(Refusal) in
            let snapshot = transaction.snapshot
            let quotas = snapshot.account.quotas
            if let other = snapshot.policy(named: name.text) {
                throw .alreadyExists("there is a policy \(other.name.shown) already: names are unique ignoring case")
            }
            try snapshot.mustHaveRoom(snapshot.policyCount, "policies", quotas.policies)
            try checked.fits(quotas.managedPolicyCharacters, "managed policy")
            transaction.put(policy)
        }
        return CreatePolicyResponse(policy: Policy(policy, in: written.snapshot))
    }

    package func getPolicy(_ request: GetPolicyRequest, by caller: Caller) async throws(Refusal) -> GetPolicyResponse {
        let snapshot = self.snapshot
        let policy = try snapshot.wanted(PolicyReference(parsing: request.policyARN))
        return GetPolicyResponse(policy: Policy(policy, in: snapshot))
    }

    package func deletePolicy(_ request: DeletePolicyRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let reference = try PolicyReference(parsing: request.policyARN)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let snapshot = transaction.snapshot
            let policy = try snapshot.wanted(reference)
            var remains = Remains(of: "policy \(policy.name.shown)")
            remains.addHolders(snapshot.holders(of: policy.id), in: snapshot)
            let others = policy.versions.filter { $0.number != policy.defaultVersion }
            remains.add(
                others.count,
                "other version",
                "other versions",
                names: others.map { VersionID($0.number).text }
            )
            try remains.mustBeNone()
            transaction.delete(policy)
        }
        return Empty()
    }

    package func listPolicies(
        _ request: ListPoliciesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListPoliciesResponse {
        let prefix = try EntityPath.prefix(parsing: request.pathPrefix)
        let wanted = try pageRequest(.listPolicies, request.marker, request.maxItems)
        // AWS's own are not built in, so that there are none.
        guard request.scope != .aws else { return ListPoliciesResponse() }
        let snapshot = self.snapshot
        let page = wanted.page(
            { after, max in
                snapshot.policies(
                    pathPrefix: prefix,
                    onlyAttached: request.onlyAttached || request.policyUsageFilter == .permissionsPolicy,
                    onlyBoundaries: request.policyUsageFilter == .permissionsBoundary,
                    after: after,
                    max: max
                ).pair
            },
            by: \.keyName
        )
        return ListPoliciesResponse(
            policies: page.items.map { Policy($0, in: snapshot, isListed: true) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }
}

extension Remains {
    fileprivate mutating func addHolders(_ holders: PolicyHolders, in snapshot: Snapshot) {
        let some = Self.namesMax + 1
        let users = holders.users.prefix(some).compactMap { snapshot.user(id: $0)?.name }
        let groups = holders.groups.prefix(some).compactMap { snapshot.group(id: $0)?.name }
        let roles = holders.roles.prefix(some).compactMap { snapshot.role(id: $0)?.name }
        let boundUsers = holders.boundaryUsers.prefix(some).compactMap { snapshot.user(id: $0)?.name }
        let boundRoles = holders.boundaryRoles.prefix(some).compactMap { snapshot.role(id: $0)?.name }
        add(holders.users.count, "user that has it", "users that have it", names: users)
        add(holders.groups.count, "group that has it", "groups that have it", names: groups)
        add(holders.roles.count, "role that has it", "roles that have it", names: roles)
        add(holders.boundaryUsers.count, "user that it bounds", "users that it bounds", names: boundUsers)
        add(holders.boundaryRoles.count, "role that it bounds", "roles that it bounds", names: boundRoles)
    }
}
