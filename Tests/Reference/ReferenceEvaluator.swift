package import Model

/// AWS IAM's evaluation logic a second time: naive, from AWS's documentation alone, over the policies' JSON.
///
/// It shares only nouns with the engine, so that a mistake would have to be made twice.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
package struct ReferenceEvaluator {
    let policies: PolicyTexts
    let request: AccessRequest
    /// Keys in lower case.
    let context: [String: [String]]
    /// Every statement of every policy, in the order of the positions.
    package let statements: [JudgedStatement]

    package init(_ request: AccessRequest, under policies: PolicyTexts) {
        self.policies = policies
        self.request = request
        var context: [String: [String]] = [:]
        for entry in request.context.shared + request.context.entries {
            context[entry.key.text.lowercased()] = entry.values
        }
        self.context = context
        let judge = StatementJudge(request: request, context: context, hasBoundary: policies.permissionsBoundary != nil)
        var statements: [JudgedStatement] = []
        func add(_ type: PolicyType, _ levels: [[JSONTree]]) {
            var number: UInt32 = 0
            for (level, documents) in levels.enumerated() {
                for document in documents {
                    statements += judge.judge(document, type, number, level)
                    number += 1
                }
            }
        }
        add(.identity, [policies.identity])
        add(.permissionsBoundary, [policies.permissionsBoundary ?? []])
        add(.session, [policies.session ?? []])
        add(.resource, [policies.resource])
        // SCPs bind the principals of an account; services and anonymous callers are of none.
        if request.principal.account != nil { add(.serviceControl, policies.serviceControl) }
        add(.resourceControl, policies.resourceControl)
        self.statements = statements
    }

    /// The values of a key; a key with several is no variable, and its default not meant for that.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
    static func variable(_ key: String, in context: [String: [String]]) -> [String] {
        context[key.lowercased()] ?? []
    }

    package var answer: ReferenceAnswer { answer(statements) }

    /// The answer if the statements applied as they say.
    package func answer(_ statements: [JudgedStatement]) -> ReferenceAnswer {
        let order: [PolicyType] = [
            .resourceControl, .serviceControl, .resource, .identity, .permissionsBoundary, .session,
        ]
        for type in order where statements.contains(where: { $0.position.type == type && $0.isDeny && $0.applies }) {
            return ReferenceAnswer(outcome: .explicitDeny, missing: nil, rule: "explicit deny: \(type)")
        }
        let allows = statements.filter { !$0.isDeny && $0.applies }
        for (type, levels) in [
            (PolicyType.resourceControl, policies.resourceControl), (.serviceControl, policies.serviceControl),
        ] {
            if type == .serviceControl, request.principal.account == nil { continue }
            for level in levels.indices where !allows.contains(where: { $0.position.type == type && $0.level == level })
            {
                return denied(type, level == 0 ? "first level" : "later level")
            }
        }
        return ownAnswer(allows)
    }

    private func ownAnswer(_ allows: [JudgedStatement]) -> ReferenceAnswer {
        func isAllowed(by type: PolicyType) -> Bool { allows.contains { $0.position.type == type } }
        let grade = allows.filter { $0.position.type == .resource }.compactMap(\.grade).max()
        guard let account = request.principal.account else {
            return grade == nil ? denied(.resource, "no account") : allowed("resource policy alone: no account")
        }
        let isSameAccount = owner(for: account) == account.digits
        if grade == nil, !isSameAccount || policies.resourceMustAllow {
            return denied(.resource, isSameAccount ? "must allow" : "cross-account")
        }
        if isSameAccount, grade == .caller { return allowed("resource policy names the caller") }
        if case .root = request.principal { return allowed(isSameAccount ? "root" : "root, cross-account") }
        let isGrantedToRole = isSameAccount && grade == .role
        let place = isSameAccount ? policies.resourceMustAllow ? "must allow" : "same account" : "cross-account"
        if !isGrantedToRole, !isAllowed(by: .identity) { return denied(.identity, place) }
        if policies.permissionsBoundary != nil, !isAllowed(by: .permissionsBoundary) {
            return denied(.permissionsBoundary, isGrantedToRole ? "role named" : place)
        }
        // A federated user has what its session policies grant, and without one has nothing.
        let isFederated = if case .federatedUser = request.principal { true } else { false }
        if policies.session != nil || isFederated, !isAllowed(by: .session) {
            return denied(.session, isGrantedToRole ? "role named" : policies.session == nil ? "federated" : place)
        }
        return allowed(isGrantedToRole ? "resource policy names the role" : "all own policies, \(place)")
    }

    private func denied(_ type: PolicyType, _ why: String) -> ReferenceAnswer {
        ReferenceAnswer(outcome: .implicitDeny, missing: type, rule: "missing: \(type), \(why)")
    }

    private func allowed(_ why: String) -> ReferenceAnswer {
        ReferenceAnswer(outcome: .allow, missing: nil, rule: "allow: \(why)")
    }

    /// The account that the resource is of, as `AccessRequest` says.
    private func owner(for account: AccountID) -> String {
        if let given = request.resourceAccount { return given.digits }
        let parts = request.resource.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 5, parts[4].utf8.count == 12, parts[4].utf8.allSatisfy(isDigit) else {
            return account.digits
        }
        return String(parts[4])
    }
}
