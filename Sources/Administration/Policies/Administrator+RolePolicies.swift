internal import Directory
package import Model

extension Administrator {
    package func attachRolePolicy(
        _ request: AttachRolePolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await attach(request.policyARN, to: RoleRecord.self, request.roleName)
    }

    package func detachRolePolicy(
        _ request: DetachRolePolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await detach(request.policyARN, from: RoleRecord.self, request.roleName)
    }

    package func listAttachedRolePolicies(
        _ request: ListAttachedRolePoliciesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListAttachedRolePoliciesResponse {
        let wanted = try pageRequest(.listAttachedRolePolicies, request.marker, request.maxItems)
        let page = try attachedPage(RoleRecord.self, request.roleName, pathPrefix: request.pathPrefix, wanted)
        return ListAttachedRolePoliciesResponse(
            attachedPolicies: page.items,
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func putRolePolicy(
        _ request: PutRolePolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await putInline(
            RoleRecord.self,
            request.roleName,
            policyName: request.policyName,
            document: request.policyDocument
        )
    }

    package func getRolePolicy(
        _ request: GetRolePolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetRolePolicyResponse {
        let found = try inline(RoleRecord.self, request.roleName, policyName: request.policyName)
        return GetRolePolicyResponse(
            roleName: found.identity.name,
            policyName: found.policy.name,
            policyDocument: found.policy.document.text
        )
    }

    package func deleteRolePolicy(
        _ request: DeleteRolePolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await deleteInline(RoleRecord.self, request.roleName, policyName: request.policyName)
    }

    package func listRolePolicies(
        _ request: ListRolePoliciesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListRolePoliciesResponse {
        let wanted = try pageRequest(.listRolePolicies, request.marker, request.maxItems)
        let page = try inlinePage(RoleRecord.self, request.roleName, wanted)
        return ListRolePoliciesResponse(
            policyNames: page.items,
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }
}
