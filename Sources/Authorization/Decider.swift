package import Directory
package import Model
import PolicyLanguage

/// Answers who may do what, on one event loop: from a snapshot, at once, and without a word to anybody else.
///
/// Not Sendable. Keeps principals ready to be judged, by the revision that they were read at: a principal that is
/// asked about at another revision is read again, and what was compiled for it is used again where its text is still
/// the same. Whatever it keeps is bounded by count, in two generations.
///
/// A question that is answered from what is kept is answered as a new `Decider` would answer it.
package final class Decider {
    let compiled: CompiledPolicyCache
    var principals: GenerationCache<SubjectKey, PrincipalPolicies>
    var resourcePolicies = ResourcePolicyCache()
    var contextKeys = ContextKeyTable()
    var actions = ActionTable()
    var relevant = RelevantTable()
    var moment = MomentText(second: 0)

    /// Whom the kept policies belong to.
    enum SubjectKey: Hashable {
        case identity(UniqueID)
        case root
        case anonymous
    }

    init(compiled: CompiledPolicyCache, principalsMax: Int = Limits.cachedPrincipalsMax) {
        self.compiled = compiled
        self.principals = GenerationCache(max: principalsMax)
    }

    var cachedPrincipalCount: Int { principals.count }
    var cachedResourcePolicyCount: Int { resourcePolicies.count }

    /// Answers one question.
    ///
    /// - Parameters:
    ///   - request: The question. Its `principal` and `principal_token` are not looked at: `subject` is who they name.
    ///   - subject: Whom it is about, with the peer that asks.
    ///   - snapshot: What it is judged by.
    ///   - now: The moment.
    /// - Returns: The answer; a denial is one.
    /// - Throws: Where the request is not a question, or its subject cannot be judged.
    package func authorize(
        _ request: AuthorizeRequest,
        subject: Caller,
        in snapshot: Snapshot,
        at now: Timestamp
    ) throws(Refusal) -> AuthorizeResponse {
        let question = try prepare(request, subject: subject, in: snapshot, at: now)
        let decision = question.decision
        return AuthorizeResponse(
            decision: DecisionOutcome(decision.outcome),
            statements: question.references(of: decision, in: snapshot),
            revision: snapshot.revision.rawValue
        )
    }

    /// Decides whether a caller may make a management call.
    ///
    /// What cannot be judged is denied: an action that is none, a caller whose policies cannot be read.
    ///
    /// The account's root user manages the control policies whatever they say, or could not be rid of one that denies
    /// everything: to them it stands for the organization's management account, which AWS's do not bind.
    package func permits(
        _ question: PermissionQuestion,
        caller: Caller,
        in snapshot: Snapshot,
        at now: Timestamp
    ) -> Decision {
        let isUnbound = question.isOfControlPolicies && caller.principal.isRoot
        guard let action = try? actions.action(question.action),
            let ground = try? ground(of: caller, in: snapshot, at: now, isUnbound: isUnbound)
        else { return Decision(.explicitDeny) }
        var context = RequestContext([], over: ground.filled)
        for (key, values) in question.context { context[key] = values }
        var policies = ground.principal.policies
        if isUnbound { (policies.serviceControl, policies.resourceControl) = ([], []) }
        if let role = question.trustPolicyOf {
            guard let trust = try? compiled.trustPolicy(of: role, in: snapshot.account.id) else {
                return Decision(.explicitDeny)
            }
            policies.resource = [trust]
            policies.resourceRule = .mustAllow
        }
        let request = AccessRequest(
            principal: caller.principal,
            action: action.action,
            resource: question.resource,
            context: context
        )
        return Evaluator.decide(
            request,
            under: policies,
            relevant: relevant.statements(of: ground.principal, about: action)
        )
    }
}

extension Principal {
    fileprivate var isRoot: Bool {
        if case .root = self { true } else { false }
    }
}
