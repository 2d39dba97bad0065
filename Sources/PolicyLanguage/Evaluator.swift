package import Model

/// Decides requests: AWS's evaluation logic over compiled policies.
///
/// Pure: no clock, no state, never suspends, cannot throw.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package enum Evaluator {
    /// Decides one request.
    ///
    /// The context must hold already what the daemon fills; nothing is derived here. In a `StatementPosition` of a
    /// type that has levels the policies are counted through all levels.
    package static func decide(_ request: AccessRequest, under policies: ApplicablePolicies) -> Decision {
        let question = Question(request, hasBoundary: policies.permissionsBoundary != nil)
        if let denial = denial(question, policies) { return denial }
        var decision = Decision(.allow)
        if let missing = firstWithoutAllow(question, policies, &decision) {
            var refusal = Decision(.implicitDeny)
            refusal.missing = missing
            return refusal
        }
        return decision
    }

    // MARK: Deny

    /// An explicit Deny in any policy of any type ends it.
    private static func denial(_ question: Question, _ policies: ApplicablePolicies) -> Decision? {
        var decision = Decision(.explicitDeny)
        if let place = deny(question, levels: policies.resourceControl, .resourceControl) {
            decision.resourceControl = place
        } else if hasAccount(question), let place = deny(question, levels: policies.serviceControl, .serviceControl) {
            decision.serviceControl = place
        } else if let place = deny(question, policies.resource, .resource) {
            decision.resource = place
        } else if let place = deny(question, policies.identity, .identity) {
            decision.identity = place
        } else if let boundary = policies.permissionsBoundary,
            let place = deny(question, boundary, .permissionsBoundary)
        {
            decision.permissionsBoundary = place
        } else if let session = policies.session, let place = deny(question, session, .session) {
            decision.session = place
        } else {
            return nil
        }
        return decision
    }

    private static func deny(
        _ question: Question,
        levels: [[CompiledPolicy]],
        _ type: PolicyType
    ) -> StatementPosition? {
        var before = 0
        for level in levels {
            if let place = deny(question, level, type, before) { return place }
            before += level.count
        }
        return nil
    }

    private static func deny(
        _ question: Question,
        _ policies: [CompiledPolicy],
        _ type: PolicyType,
        _ before: Int = 0
    ) -> StatementPosition? {
        if policies.isEmpty { return nil }
        let action = question.request.action.text.utf8Span.span
        let resource = question.request.resource.utf8Span.span
        for index in policies.indices {
            let policy = policies[index]
            if policy.denies.isEmpty { continue }
            var found: Int?
            policy.denies.forEachCandidate(question) { statement in
                guard policy.statements[statement].grade(of: question, action, resource) != .none else { return true }
                found = statement
                return false
            }
            if let found { return place(type, before + index, found) }
        }
        return nil
    }

    // MARK: Allow

    /// The first policy type that had to allow and did not; fills in the statements that allow.
    private static func firstWithoutAllow(
        _ question: Question,
        _ policies: ApplicablePolicies,
        _ decision: inout Decision
    ) -> PolicyType? {
        var before = 0
        for level in policies.resourceControl {
            guard let place = allow(question, level, .resourceControl, before)?.place else { return .resourceControl }
            decision.resourceControl = place
            before += level.count
        }
        before = 0
        for level in policies.serviceControl where hasAccount(question) {
            guard let place = allow(question, level, .serviceControl, before)?.place else { return .serviceControl }
            decision.serviceControl = place
            before += level.count
        }
        let granted = allow(question, policies.resource, .resource)
        decision.resource = granted?.place
        // Services and anonymous callers have no policies of their own.
        guard let account = question.request.principal.account else { return granted == nil ? .resource : nil }
        let isSameAccount = question.isOwned(by: account)
        guard granted != nil || (isSameAccount && policies.resourceRule == .ordinary) else { return .resource }
        if isSameAccount, granted?.grade == .itself { return nil }
        if !(isSameAccount && granted?.grade == .role) {
            if let place = allow(question, policies.identity, .identity)?.place {
                decision.identity = place
            } else if !isRoot(question) {
                return .identity
            }
        }
        if let boundary = policies.permissionsBoundary {
            guard let place = allow(question, boundary, .permissionsBoundary)?.place else {
                return .permissionsBoundary
            }
            decision.permissionsBoundary = place
        }
        if let session = policies.session {
            guard let place = allow(question, session, .session)?.place else { return .session }
            decision.session = place
        } else if case .federatedUser = question.request.principal {
            // AWS: a federated user without a session policy is denied implicitly.
            return .session
        }
        return nil
    }

    /// The Allow that names the caller most directly; the first of them.
    private static func allow(
        _ question: Question,
        _ policies: [CompiledPolicy],
        _ type: PolicyType,
        _ before: Int = 0
    ) -> (place: StatementPosition, grade: PrincipalRule.Grade)? {
        if policies.isEmpty { return nil }
        let action = question.request.action.text.utf8Span.span
        let resource = question.request.resource.utf8Span.span
        var best: (place: StatementPosition, grade: PrincipalRule.Grade)?
        for index in policies.indices {
            let policy = policies[index]
            policy.allows.forEachCandidate(question) { statement in
                let grade = policy.statements[statement].grade(of: question, action, resource)
                guard grade > best?.grade ?? .none else { return true }
                best = (place(type, before + index, statement), grade)
                return grade != .itself
            }
            if best?.grade == .itself { break }
        }
        return best
    }

    private static func place(_ type: PolicyType, _ policy: Int, _ statement: Int) -> StatementPosition {
        StatementPosition(type: type, policy: UInt32(policy), statement: UInt32(statement))
    }

    /// Service control policies bind the principals of an account, and nobody else.
    static func hasAccount(_ question: Question) -> Bool { question.request.principal.account != nil }

    static func isRoot(_ question: Question) -> Bool {
        if case .root = question.request.principal { true } else { false }
    }
}
