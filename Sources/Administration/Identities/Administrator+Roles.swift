internal import Directory
package import Model
internal import PolicyLanguage

extension Administrator {
    package func createRole(_ request: CreateRoleRequest, by caller: Caller) async throws(Refusal) -> CreateRoleResponse
    {
        let name = try EntityName(parsing: request.roleName, .role)
        let tags = try TagSet(parsing: request.tags)
        let boundary = try PolicyReference.optional(request.permissionsBoundary)
        let trust = try CheckedPolicy(parsing: request.assumeRolePolicyDocument, kind: .trust)
        var draft = RoleRecord(id: try freshID(.role))
        draft.name = name.text
        draft.path = try EntityPath(parsing: request.path).text
        draft.details = try DescriptionText(parsing: request.description).text
        draft.maxSessionSeconds = try Self.sessionSeconds(request.maxSessionDuration) ?? Self.sessionSecondsDefault
        draft.trustPolicy = trust.document
        draft.createdAt = clock()
        let role = draft
        let written = try await directory.write { (transaction) throws(Refusal) -> RoleRecord in
            let snapshot = transaction.snapshot
            let quotas = snapshot.account.quotas
            try snapshot.mustBeFree(RoleRecord.self, name)
            try snapshot.mustHaveRoom(snapshot.roleCount, "roles", quotas.roles)
            try trust.fits(quotas.trustPolicyCharacters, "trust policy")
            var role = role
            role.tags = try tags.over([], quotas: quotas)
            role.permissionsBoundary = try snapshot.wanted(boundary)?.id
            role.trustBindings = try trust.bindings(in: snapshot)
            transaction.put(role)
            return role
        }
        return CreateRoleResponse(role: Role(written.value, in: written.snapshot))
    }

    package func getRole(_ request: GetRoleRequest, by caller: Caller) async throws(Refusal) -> GetRoleResponse {
        let snapshot = self.snapshot
        let role = try snapshot.wanted(RoleRecord.self, EntityName(parsing: request.roleName, .role))
        return GetRoleResponse(role: Role(role, in: snapshot))
    }

    package func updateRole(_ request: UpdateRoleRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: request.roleName, .role)
        let seconds = try Self.sessionSeconds(request.maxSessionDuration)
        let text = request.description?.value
        let description: DescriptionText? = if let text { try DescriptionText(parsing: text) } else { nil }
        _ = try await directory.write { (transaction) throws(Refusal) in
            var role = try transaction.snapshot.wanted(RoleRecord.self, name)
            if let seconds { role.maxSessionSeconds = seconds }
            if let description { role.details = description.text }
            transaction.put(role)
        }
        return Empty()
    }

    package func updateAssumeRolePolicy(
        _ request: UpdateAssumeRolePolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: request.roleName, .role)
        let trust = try CheckedPolicy(parsing: request.policyDocument, kind: .trust)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var role = try transaction.snapshot.wanted(RoleRecord.self, name)
            try trust.fits(transaction.snapshot.account.quotas.trustPolicyCharacters, "trust policy")
            role.trustPolicy = trust.document
            role.trustBindings = try trust.bindings(in: transaction.snapshot)
            transaction.put(role)
        }
        return Empty()
    }

    package func deleteRole(_ request: DeleteRoleRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: request.roleName, .role)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let role = try transaction.snapshot.wanted(RoleRecord.self, name)
            var remains = Remains(of: role.shown)
            remains.addPolicies(of: role, in: transaction.snapshot)
            try remains.mustBeNone()
            transaction.delete(role)
            transaction.forgetUse(of: role.id)
        }
        return Empty()
    }

    package func listRoles(_ request: ListRolesRequest, by caller: Caller) async throws(Refusal) -> ListRolesResponse {
        let prefix = try EntityPath.prefix(parsing: request.pathPrefix)
        let wanted = try pageRequest(.listRoles, request.marker, request.maxItems)
        let snapshot = self.snapshot
        let page = wanted.page(
            { after, max in snapshot.roles(pathPrefix: prefix, after: after, max: max).pair },
            by: \.keyName,
            bytes: \.listedBytes
        )
        return ListRolesResponse(
            roles: page.items.map { Role($0, in: snapshot, isListed: true) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func tagRole(_ request: TagRoleRequest, by caller: Caller) async throws(Refusal) -> Empty {
        try await tag(RoleRecord.self, request.roleName, request.tags)
    }

    package func untagRole(_ request: UntagRoleRequest, by caller: Caller) async throws(Refusal) -> Empty {
        try await untag(RoleRecord.self, request.roleName, request.tagKeys)
    }

    package func listRoleTags(
        _ request: ListRoleTagsRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListRoleTagsResponse {
        let wanted = try pageRequest(.listRoleTags, request.marker, request.maxItems)
        let page = try tagsPage(RoleRecord.self, request.roleName, wanted)
        return ListRoleTagsResponse(tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }

    package func putRolePermissionsBoundary(
        _ request: PutRolePermissionsBoundaryRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await bound(RoleRecord.self, request.roleName, by: request.permissionsBoundary)
    }

    package func deleteRolePermissionsBoundary(
        _ request: DeleteRolePermissionsBoundaryRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await bound(RoleRecord.self, request.roleName, by: nil)
    }

    private static let sessionSecondsDefault: UInt32 = 3_600

    /// The longest session of a role, as a request gives it; `nil` where it does not.
    private static func sessionSeconds(_ seconds: UInt32) throws(Refusal) -> UInt32? {
        guard seconds != 0 else { return nil }
        guard (3_600...43_200).contains(seconds) else {
            throw .validation("a longest session of \(seconds) seconds is not 3,600 to 43,200 seconds")
        }
        return seconds
    }
}
