internal import Directory
package import Model

extension Administrator {
    package func attachUserPolicy(
        _ request: AttachUserPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await attach(request.policyARN, to: UserRecord.self, request.userName)
    }

    package func detachUserPolicy(
        _ request: DetachUserPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await detach(request.policyARN, from: UserRecord.self, request.userName)
    }

    package func listAttachedUserPolicies(
        _ request: ListAttachedUserPoliciesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListAttachedUserPoliciesResponse {
        let wanted = try pageRequest(.listAttachedUserPolicies, request.marker, request.maxItems)
        let page = try attachedPage(UserRecord.self, request.userName, pathPrefix: request.pathPrefix, wanted)
        return ListAttachedUserPoliciesResponse(
            attachedPolicies: page.items,
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func putUserPolicy(
        _ request: PutUserPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await putInline(
            UserRecord.self,
            request.userName,
            policyName: request.policyName,
            document: request.policyDocument
        )
    }

    package func getUserPolicy(
        _ request: GetUserPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetUserPolicyResponse {
        let found = try inline(UserRecord.self, request.userName, policyName: request.policyName)
        return GetUserPolicyResponse(
            userName: found.identity.name,
            policyName: found.policy.name,
            policyDocument: found.policy.document.text
        )
    }

    package func deleteUserPolicy(
        _ request: DeleteUserPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await deleteInline(UserRecord.self, request.userName, policyName: request.policyName)
    }

    package func listUserPolicies(
        _ request: ListUserPoliciesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListUserPoliciesResponse {
        let wanted = try pageRequest(.listUserPolicies, request.marker, request.maxItems)
        let page = try inlinePage(UserRecord.self, request.userName, wanted)
        return ListUserPoliciesResponse(
            policyNames: page.items,
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }
}
