package import Model

extension Evaluator {
    /// Decides one request and says why, statement by statement.
    ///
    /// The decision is the one that `decide` gives; this takes longer and allocates.
    ///
    /// - Parameters:
    ///   - request: The question.
    ///   - policies: What decides it.
    ///   - naming: Names the policy that a statement is in, for the sentences; by its place where it is not given.
    /// - Returns: The decision, and what each statement lacked.
    package static func explain(
        _ request: AccessRequest,
        under policies: ApplicablePolicies,
        naming: (StatementPosition) -> String = { "\($0.type.name) \($0.policy + 1)" }
    ) -> Explanation {
        let decision = decide(request, under: policies)
        let question = Question(request, hasBoundary: policies.permissionsBoundary != nil)
        var findings: [Explanation.Finding] = []
        for type in [PolicyType.resourceControl, .serviceControl, .resource, .identity, .permissionsBoundary, .session]
        {
            // Whom service control policies do not bind, they are not the reason for anything.
            if type == .serviceControl, !question.hasAccount { continue }
            for (index, policy) in policies.all(of: type).enumerated() {
                for (offset, statement) in policy.statements.enumerated() {
                    let place = StatementPosition(type: type, policy: UInt32(index), statement: UInt32(offset))
                    findings.append(statement.finding(of: request, question, at: place))
                }
            }
        }
        let nearest = nearest(decision, findings, policies)
        return Explanation(
            decision: decision,
            findings: findings,
            nearest: nearest,
            needed: needed(decision, request, findings, nearest, naming)
        )
    }

    /// The Allow statements of the missing type that lack least, those that lack only conditions first.
    ///
    /// A level of control policies that already allows needs nothing, so that only the first that does not counts.
    private static func nearest(
        _ decision: Decision,
        _ findings: [Explanation.Finding],
        _ policies: ApplicablePolicies
    ) -> [Explanation.Finding] {
        guard let missing = decision.missing else { return [] }
        var candidates = findings.filter { $0.position.type == missing && $0.effect == .allow }
        let levels =
            switch missing {
            case .serviceControl: policies.serviceControl
            case .resourceControl: policies.resourceControl
            default: [policies.all(of: missing)]
            }
        var before = 0
        for level in levels {
            let own = candidates.filter { (before..<before + level.count).contains(Int($0.position.policy)) }
            before += level.count
            guard own.contains(where: \.applies) else {
                candidates = own
                break
            }
        }
        return Array(
            candidates.filter { !$0.applies }
                .sorted { ($0.distance, $0.position.policy) < ($1.distance, $1.position.policy) }
                .prefix(Explanation.nearestMax)
        )
    }

    private static func needed(
        _ decision: Decision,
        _ request: AccessRequest,
        _ findings: [Explanation.Finding],
        _ nearest: [Explanation.Finding],
        _ naming: (StatementPosition) -> String
    ) -> [String] {
        switch decision.outcome {
        case .allow: return []
        case .explicitDeny:
            return findings.filter { $0.effect == .deny && $0.applies }.map {
                "\($0.title(in: naming($0.position))) must not apply: an explicit deny wins over any allow"
            }
        case .implicitDeny:
            guard let missing = decision.missing else { return [] }
            let wanted =
                "\(missing.article) must allow \(PolicyError.quoted(request.action.text)) on "
                + PolicyError.quoted(request.resource)
            let hints = nearest.map { finding in
                "\(finding.title(in: naming(finding.position))) would allow it, but "
                    + finding.lacks.map(\.description).joined(separator: ", and ")
            }
            return [wanted] + hints
        }
    }
}

extension ApplicablePolicies {
    /// The policies of a type, those of all levels in one list.
    func all(of type: PolicyType) -> [CompiledPolicy] {
        switch type {
        case .identity: identity
        case .permissionsBoundary: permissionsBoundary ?? []
        case .session: session ?? []
        case .resource: resource
        case .serviceControl: serviceControl.flatMap(\.self)
        case .resourceControl: resourceControl.flatMap(\.self)
        }
    }
}

extension Explanation.Finding {
    /// Names the statement: ``statement `Sid` of identity policy 1 (line 3)``; policies count from 1.
    package var title: String { title(in: "\(position.type.name) \(position.policy + 1)") }

    /// Names the statement, in a policy that has a name.
    package func title(in policy: String) -> String {
        let name = sid.map { $0.isEmpty ? "" : " \(PolicyError.quoted($0))" } ?? ""
        return "statement\(name.isEmpty ? " \(position.statement + 1)" : name) of \(policy) (line \(place.line))"
    }

    /// How far the statement is from applying: 0 where it does; a condition that fails is nearer than another action.
    package var distance: Int {
        lacks.reduce(0) { sum, lack in
            switch lack {
            case .action: sum + 100
            case .resource, .principal: sum + 10
            case .variable, .condition: sum + 1
            }
        }
    }
}

extension PolicyType {
    package var name: String {
        switch self {
        case .identity: "identity policy"
        case .permissionsBoundary: "permissions boundary"
        case .session: "session policy"
        case .resource: "resource policy"
        case .serviceControl: "service control policy"
        case .resourceControl: "resource control policy"
        }
    }

    /// The name with its article.
    package var article: String { self == .identity ? "an \(name)" : "a \(name)" }
}
