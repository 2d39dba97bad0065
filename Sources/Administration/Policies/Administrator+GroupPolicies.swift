internal import Directory
package import Model

extension Administrator {
    package func attachGroupPolicy(
        _ request: AttachGroupPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await attach(request.policyARN, to: GroupRecord.self, request.groupName)
    }

    package func detachGroupPolicy(
        _ request: DetachGroupPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await detach(request.policyARN, from: GroupRecord.self, request.groupName)
    }

    package func listAttachedGroupPolicies(
        _ request: ListAttachedGroupPoliciesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListAttachedGroupPoliciesResponse {
        let wanted = try pageRequest(.listAttachedGroupPolicies, request.marker, request.maxItems)
        let page = try attachedPage(GroupRecord.self, request.groupName, pathPrefix: request.pathPrefix, wanted)
        return ListAttachedGroupPoliciesResponse(
            attachedPolicies: page.items,
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func putGroupPolicy(
        _ request: PutGroupPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await putInline(
            GroupRecord.self,
            request.groupName,
            policyName: request.policyName,
            document: request.policyDocument
        )
    }

    package func getGroupPolicy(
        _ request: GetGroupPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetGroupPolicyResponse {
        let found = try inline(GroupRecord.self, request.groupName, policyName: request.policyName)
        return GetGroupPolicyResponse(
            groupName: found.identity.name,
            policyName: found.policy.name,
            policyDocument: found.policy.document.text
        )
    }

    package func deleteGroupPolicy(
        _ request: DeleteGroupPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await deleteInline(GroupRecord.self, request.groupName, policyName: request.policyName)
    }

    package func listGroupPolicies(
        _ request: ListGroupPoliciesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListGroupPoliciesResponse {
        let wanted = try pageRequest(.listGroupPolicies, request.marker, request.maxItems)
        let page = try inlinePage(GroupRecord.self, request.groupName, wanted)
        return ListGroupPoliciesResponse(
            policyNames: page.items,
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }
}
