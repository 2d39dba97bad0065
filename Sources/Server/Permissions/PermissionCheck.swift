import Authorization
import Directory
import Model

/// Asks the Authorizer for what a row of the permission table wants, before the call is carried out.
///
/// A caller that is denied learns nothing of the account: the answer is made of what it asked, and is the same
/// whether or not what it named is there.
struct PermissionCheck {
    let caller: Caller
    let snapshot: Snapshot
    let now: Timestamp
    let decider: Decider

    /// Demands that every one of some actions is allowed.
    func demand(_ needs: [Need]) throws(Refusal) {
        for need in needs {
            try demandIdentity(need.action)
            let resource = Resource(need.target, caller: caller, in: snapshot)
            try demand(need, on: resource)
        }
    }

    /// Nobody is turned away as such, before anything else is looked at.
    func demandIdentity(_ action: String) throws(Refusal) {
        guard case .anonymous = caller.principal else { return }
        throw .missingIdentity(action, peer: caller.peer)
    }

    private func demand(_ need: Need, on resource: Resource) throws(Refusal) {
        // IAM: a role that is not there is answered as one that does not trust the caller.
        if case .assumedRole = need.target, resource.role == nil { throw denial(need, resource, nil) }
        let question = PermissionQuestion(
            action: need.action,
            resource: resource.arn,
            context: resource.conditionKeys + need.facts.flatMap { $0.conditionKeys(of: resource, in: snapshot) },
            trustPolicyOf: resource.role,
            isOfControlPolicies: need.target.isOfControlPolicies
        )
        let decision = decider.permits(question, caller: caller, in: snapshot, at: now)
        guard decision.isAllowed else { throw denial(need, resource, decision) }
    }

    private func denial(_ need: Need, _ resource: Resource, _ decision: Decision?) -> Refusal {
        let who = caller.principal.arn?.text ?? "the caller"
        let what = "`\(who)` is not authorized to perform `\(need.action)` on `\(resource.asked)`"
        // Which side of the trust is missing would tell whether the role is there.
        guard let decision, resource.role == nil else { return .accessDenied(what) }
        let reason =
            switch (decision.outcome, decision.missing) {
            case (.explicitDeny, _): "an explicit deny forbids it"
            case (_, .permissionsBoundary): "no permissions boundary allows it"
            case (_, .session): "no session policy allows it"
            case (_, .serviceControl): "no service control policy allows it"
            case (_, .resourceControl): "no resource control policy allows it"
            default: "no identity-based policy allows it"
            }
        return .accessDenied("\(what): \(reason)")
    }
}

extension Refusal {
    static func missingIdentity(_ what: String, peer: PeerFacts) -> Refusal {
        Refusal(
            .unauthenticated,
            code: "MissingAuthenticationToken",
            "`\(what)` needs an identity: sign in and send the session's token, or have uid \(peer.uid) mapped to one"
        )
    }
}
