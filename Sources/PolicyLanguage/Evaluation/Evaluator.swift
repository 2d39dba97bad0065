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
    ///
    /// - Parameters:
    ///   - request: The question.
    ///   - policies: What decides it.
    ///   - relevant: What of these identity policies and of this boundary is about the request's action, where that
    ///     is known already; changes nothing but the time that it takes.
    /// - Returns: The decision, with the statements that made it.
    package static func decide(
        _ request: AccessRequest,
        under policies: ApplicablePolicies,
        relevant: RelevantStatements? = nil
    ) -> Decision {
        let question = Question(request, hasBoundary: policies.permissionsBoundary != nil)
        if let denial = denial(request, question, policies, relevant) { return denial }
        var decision = Decision(.allow)
        if let missing = firstWithoutAllow(request, question, policies, relevant, &decision) {
            var refusal = Decision(.implicitDeny)
            refusal.missing = missing
            return refusal
        }
        return decision
    }

    // MARK: Deny

    /// An explicit Deny in any policy of any type ends it.
    private static func denial(
        _ request: AccessRequest,
        _ question: Question,
        _ policies: ApplicablePolicies,
        _ relevant: RelevantStatements?
    ) -> Decision? {
        var decision = Decision(.explicitDeny)
        if let place = deny(request, question, levels: policies.resourceControl, .resourceControl) {
            decision.resourceControl = place
        } else if question.hasAccount,
            let place = deny(request, question, levels: policies.serviceControl, .serviceControl)
        {
            decision.serviceControl = place
        } else if let place = deny(request, question, policies.resource, .resource) {
            decision.resource = place
        } else if let place = relevant == nil
            ? deny(request, question, policies.identity, .identity)
            : relevant?.identity.deny(request, question, .identity)
        {
            decision.identity = place
        } else if let boundary = policies.permissionsBoundary,
            let place = relevant == nil
                ? deny(request, question, boundary, .permissionsBoundary)
                : relevant?.permissionsBoundary.deny(request, question, .permissionsBoundary)
        {
            decision.permissionsBoundary = place
        } else if let session = policies.session, let place = deny(request, question, session, .session) {
            decision.session = place
        } else {
            return nil
        }
        return decision
    }

    private static func deny(
        _ request: AccessRequest,
        _ question: Question,
        levels: [[CompiledPolicy]],
        _ type: PolicyType
    ) -> StatementPosition? {
        var before = 0
        for level in levels {
            if let place = deny(request, question, level, type, before) { return place }
            before += level.count
        }
        return nil
    }

    private static func deny(
        _ request: AccessRequest,
        _ question: Question,
        _ policies: [CompiledPolicy],
        _ type: PolicyType,
        _ before: Int = 0
    ) -> StatementPosition? {
        if policies.isEmpty { return nil }
        let action = ActionHashes(request.action)
        for nearness in ActionIndex.Nearness.allCases {
            for index in policies.indices {
                let policy = policies[index]
                if policy.denies.isEmpty { continue }
                var found: Int?
                policy.denies.forEachCandidate(action, nearness) { statement in
                    guard policy.statements[statement].grade(of: request, question) != .none else { return true }
                    found = statement
                    return false
                }
                if let found { return place(type, before + index, found) }
            }
        }
        return nil
    }

    // MARK: Allow

    typealias Grant = (place: StatementPosition, grade: PrincipalRule.Grade)

    /// The first policy type that had to allow and did not; fills in the statements that allow.
    private static func firstWithoutAllow(
        _ request: AccessRequest,
        _ question: Question,
        _ policies: ApplicablePolicies,
        _ relevant: RelevantStatements?,
        _ decision: inout Decision
    ) -> PolicyType? {
        var before = 0
        for level in policies.resourceControl {
            guard let place = allow(request, question, level, .resourceControl, before)?.place else {
                return .resourceControl
            }
            decision.resourceControl = place
            before += level.count
        }
        before = 0
        for level in policies.serviceControl where question.hasAccount {
            guard let place = allow(request, question, level, .serviceControl, before)?.place else {
                return .serviceControl
            }
            decision.serviceControl = place
            before += level.count
        }
        let granted = allow(request, question, policies.resource, .resource)
        decision.resource = granted?.place
        // Services and anonymous callers have no policies of their own.
        guard let account = question.account else { return granted == nil ? .resource : nil }
        let isSameAccount = question.isOwned(request, by: account)
        guard granted != nil || (isSameAccount && policies.resourceRule == .ordinary) else { return .resource }
        if isSameAccount, granted?.grade == .itself { return nil }
        if !(isSameAccount && granted?.grade == .role) {
            let grant =
                relevant == nil
                ? allow(request, question, policies.identity, .identity)
                : relevant?.identity.allow(request, question, .identity)
            if let grant {
                decision.identity = grant.place
            } else if !isRoot(request.principal) {
                return .identity
            }
        }
        if let boundary = policies.permissionsBoundary {
            let grant =
                relevant == nil
                ? allow(request, question, boundary, .permissionsBoundary)
                : relevant?.permissionsBoundary.allow(request, question, .permissionsBoundary)
            guard let grant else { return .permissionsBoundary }
            decision.permissionsBoundary = grant.place
        }
        if let session = policies.session {
            guard let place = allow(request, question, session, .session)?.place else { return .session }
            decision.session = place
        } else if case .federatedUser = request.principal {
            // AWS: a federated user without a session policy is denied implicitly.
            return .session
        }
        return nil
    }

    /// The Allow that names the caller most directly; of those the one that names the action most closely, the first.
    private static func allow(
        _ request: AccessRequest,
        _ question: Question,
        _ policies: [CompiledPolicy],
        _ type: PolicyType,
        _ before: Int = 0
    ) -> Grant? {
        if policies.isEmpty { return nil }
        let action = ActionHashes(request.action)
        var best: Grant?
        for nearness in ActionIndex.Nearness.allCases {
            for index in policies.indices {
                let policy = policies[index]
                policy.allows.forEachCandidate(action, nearness) { statement in
                    let grade = policy.statements[statement].grade(of: request, question)
                    guard grade > best?.grade ?? .none else { return true }
                    best = (place(type, before + index, statement), grade)
                    return grade != .itself
                }
                if best?.grade == .itself { return best }
            }
        }
        return best
    }

    // Inlined, it would have the whole request copied before it is known whether anybody asks.
    @inline(never)
    private static func isRoot(_ principal: Principal) -> Bool {
        if case .root = principal { true } else { false }
    }

    private static func place(_ type: PolicyType, _ policy: Int, _ statement: Int) -> StatementPosition {
        StatementPosition(type: type, policy: UInt32(policy), statement: UInt32(statement))
    }
}

extension Question {
    /// Service control policies bind the principals of an account, and nobody else.
    var hasAccount: Bool { account != nil }
}
