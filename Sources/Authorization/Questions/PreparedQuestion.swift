import Directory
import Model
import PolicyLanguage

/// A question that was found valid, with everything that decides it.
struct PreparedQuestion {
    var request: AccessRequest
    let policies: ApplicablePolicies
    let principal: PrincipalPolicies
    /// What of the principal's policies is about the request's action, where that is known.
    let relevant: RelevantStatements?
    /// Whose trust policy is the resource policy; `nil` where that came with the request, or there is none.
    let role: RoleRecord?

    var decision: Decision { Evaluator.decide(request, under: policies, relevant: relevant) }

    /// The statements that made a decision, as they are told.
    func references(of decision: Decision, in snapshot: Snapshot) -> [StatementReference] {
        var references: [StatementReference] = []
        for position in [
            decision.resourceControl, decision.serviceControl, decision.resource, decision.identity,
            decision.permissionsBoundary, decision.session,
        ] {
            if let position { references.append(reference(to: position, in: snapshot)) }
        }
        return references
    }

    func reference(to position: StatementPosition, in snapshot: Snapshot) -> StatementReference {
        switch position.type {
        case .identity, .permissionsBoundary, .serviceControl, .resourceControl:
            return principal.reference(to: position, in: snapshot)
        case .resource, .session:
            let policy = position.type == .resource ? policies.resource.first : nil
            return StatementReference(
                policyType: position.type.wireName,
                attachedTo: role.map { snapshot.arn(of: $0).text } ?? "",
                sid: policy?.sid(of: Int(position.statement)) ?? "",
                index: position.statement
            )
        }
    }
}

extension DecisionOutcome {
    init(_ outcome: Decision.Outcome) {
        switch outcome {
        case .allow: self = .allow
        case .explicitDeny: self = .explicitDeny
        case .implicitDeny: self = .implicitDeny
        }
    }
}
