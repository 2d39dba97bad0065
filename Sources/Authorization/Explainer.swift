import Directory
import Model
import PolicyLanguage

/// Puts an explanation into the words and names of the account.
struct Explainer {
    let question: PreparedQuestion
    let snapshot: Snapshot

    func response() -> ExplainResponse {
        let explanation = Evaluator.explain(question.request, under: question.policies, naming: name)
        let findings = findings(explanation)
        return ExplainResponse(
            decision: DecisionOutcome(explanation.decision.outcome),
            statements: question.references(of: explanation.decision, in: snapshot),
            revision: snapshot.revision.rawValue,
            summary: summary(explanation),
            findings: findings,
            needed: explanation.needed,
            isTruncated: findings.count < explanation.findings.count
        )
    }

    /// Names a statement's policy, such as ``identity policy `Readers` of `arn:…:user/alice` ``.
    private func name(of position: StatementPosition) -> String {
        let reference = question.reference(to: position, in: snapshot)
        var name = position.type.name
        if !reference.policy.isEmpty { name += " \(quoted(reference.policy))" }
        if !reference.attachedTo.isEmpty { name += " of \(quoted(reference.attachedTo))" }
        return name
    }

    private func summary(_ explanation: Explanation) -> String {
        let request = question.request
        let who = request.principal.arn.map { quoted($0.text) } ?? "nobody in particular"
        let what = "\(quoted(request.action.text)) on \(quoted(request.resource))"
        let made = explanation.deciding.map { $0.title(in: name(of: $0.position)) }.joined(separator: " and ")
        let granting = explanation.decision.statements.filter { !$0.type.isControl }
        switch explanation.decision.outcome {
        case .allow where made.isEmpty: return "\(who) may \(what): the root user may whatever nothing denies"
        // Control policies grant nothing, they let pass.
        case .allow where granting.isEmpty:
            return "\(who) may \(what): the root user may whatever nothing denies, and \(made) lets it"
        case .allow: return "\(who) may \(what): allowed by \(made)"
        case .explicitDeny: return "\(who) may not \(what): denied by \(made)"
        case .implicitDeny:
            let missing = explanation.decision.missing?.name ?? "policy"
            let level = missingLevel(explanation).map { " of level \($0)" } ?? ""
            return "\(who) may not \(what): no \(missing)\(level) allows it"
        }
    }

    /// The first level of control policies that had to allow and did not.
    private func missingLevel(_ explanation: Explanation) -> UInt32? {
        let levels: [[CompiledPolicy]]
        switch explanation.decision.missing {
        case .serviceControl: levels = question.policies.serviceControl
        case .resourceControl: levels = question.policies.resourceControl
        default: return nil
        }
        let allowing = explanation.findings.filter {
            $0.position.type == explanation.decision.missing && $0.effect == .allow && $0.applies
        }
        var before = 0
        for level in levels {
            let policies = before..<before + level.count
            before += level.count
            guard !allowing.contains(where: { policies.contains(Int($0.position.policy)) }),
                let type = explanation.decision.missing
            else { continue }
            let first = StatementPosition(type: type, policy: UInt32(policies.lowerBound), statement: 0)
            return question.principal.controls.policy(at: first)?.record.level
        }
        return nil
    }

    /// Nearest to applying first, which those are that applied; what is beyond the bounds is left out.
    private func findings(_ explanation: Explanation) -> [StatementFinding] {
        let ordered = explanation.findings.enumerated().sorted {
            ($0.element.distance, $0.offset) < ($1.element.distance, $1.offset)
        }
        var findings: [StatementFinding] = []
        var bytes = 0
        for (_, finding) in ordered.prefix(Limits.explanationFindingsMax) {
            let reasons = reasons(finding)
            bytes += reasons.reduce(0) { $0 + $1.utf8.count }
            guard bytes <= Limits.explanationBytesMax else { break }
            findings.append(
                StatementFinding(
                    statement: question.reference(to: finding.position, in: snapshot),
                    effect: finding.effect.rawValue,
                    matched: finding.applies,
                    line: UInt32(clamping: finding.place.line),
                    reasons: reasons
                )
            )
        }
        return findings
    }

    private func reasons(_ finding: Explanation.Finding) -> [String] {
        guard finding.applies else { return finding.lacks.map(\.description) }
        let what = "\(quoted(question.request.action.text)) on \(quoted(question.request.resource))"
        return ["it is about \(what), and all its conditions hold"]
    }

    private func quoted(_ text: String) -> String { PolicyError.quoted(text, charactersMax: 256) }
}
