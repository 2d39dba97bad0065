package import Model

// Which questions an event loop has no time for.

extension Decider {
    /// Whether a question may take longer than a loop may be held: it brings a long policy that is still to be read.
    package func isLong(_ request: AuthorizeRequest) -> Bool {
        // For `sts` the text may be a trust policy, which is read by itself.
        isLong(request.resourcePolicy) && (request.action.isOfTokenService || !isKept(request.resourcePolicy))
    }

    /// Whether an item of a batch may be such a question.
    package func isLong(_ request: BatchAuthorizeRequest) -> Bool {
        let shared = request.shared ?? AuthorizeRequest()
        let isSharedLong = isLong(shared.resourcePolicy)
        let isSharedKept = isSharedLong && isKept(shared.resourcePolicy)
        return request.items.contains { item in
            // Not looked up: so many texts would take as long as a short policy.
            guard item.resourcePolicy.isEmpty else { return isLong(item.resourcePolicy) }
            guard isSharedLong else { return false }
            return !isSharedKept || (item.action.isEmpty ? shared.action : item.action).isOfTokenService
        }
    }

    private func isLong(_ policy: String) -> Bool { policy.utf8.count > Limits.resourcePolicyBytesOnLoop }

    private func isKept(_ policy: String) -> Bool {
        policy.utf8.count <= Limits.cachedResourcePolicyBytesMax && resourcePolicies.kept(policy) != nil
    }

    /// Keeps a policy that was compiled elsewhere, so that the next question that brings it is none of those.
    package func keep(_ ready: ReadyPolicy) {
        resourcePolicies.keep(ready.policy, of: ready.text)
    }

    /// The compiled form of a policy that was just judged by, where it is long and may be kept.
    func ready(_ policy: String) -> ReadyPolicy? {
        guard isLong(policy), policy.utf8.count <= Limits.cachedResourcePolicyBytesMax else { return nil }
        return resourcePolicies.kept(policy).map { ReadyPolicy(text: policy, policy: $0) }
    }
}

extension String {
    /// Whether it is an action of `sts`, in any case.
    fileprivate var isOfTokenService: Bool {
        utf8.prefix(4).elementsEqual("sts:".utf8) { $0.asciiLowercased == $1 }
    }
}
