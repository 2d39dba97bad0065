package import Model
package import PolicyLanguage
package import Reference

/// Holds the engine against the reference on one set of policies.
package struct Comparison: Sendable {
    /// Where the two do not say the same.
    package struct Difference: Sendable {
        package var found: DecisionCase
        package let engine: String
        package let reference: ReferenceAnswer
    }

    /// As the reference reads them from the same text as the engine.
    let policies: PolicyTexts
    let compiled: ApplicablePolicies

    /// - Throws: Where the engine refuses a policy, which none of the generator's should give it reason to.
    package init(_ policies: PolicyTexts) throws(PolicyError) {
        // Every text in one of two forms, so that both are read.
        func text(_ document: JSONTree) -> String {
            let text = document.text
            return text.utf8.count % 2 == 0 ? text : document.looseText
        }
        func compile(_ documents: [JSONTree], _ kind: DocumentKind) throws(PolicyError) -> [CompiledPolicy] {
            var compiled: [CompiledPolicy] = []
            for document in documents {
                // Operands that are no numbers, dates, addresses are for the evaluator too: it must not match them.
                let parsed = try PolicyDocument(parsing: text(document), kind: kind, strictness: .foreign)
                compiled.append(CompiledPolicy(compiling: parsed))
            }
            return compiled
        }
        func levels(_ levels: [[JSONTree]], _ kind: DocumentKind) throws(PolicyError) -> [[CompiledPolicy]] {
            var compiled: [[CompiledPolicy]] = []
            for level in levels { compiled.append(try compile(level, kind)) }
            return compiled
        }
        self.policies = policies.mapped { JSONTree(parsing: text($0)) ?? .word("unreadable") }
        let isTrust = policies.resource.contains { document in
            document["Statement"]?.values.contains { $0["Resource"] == nil && $0["NotResource"] == nil } ?? false
        }
        var applicable = ApplicablePolicies(
            identity: try compile(policies.identity, .identity),
            resource: try compile(policies.resource, isTrust ? .trust : .resource),
            serviceControl: try levels(policies.serviceControl, .serviceControl),
            resourceControl: try levels(policies.resourceControl, .resourceControl),
            resourceRule: policies.resourceMustAllow ? .mustAllow : .ordinary
        )
        if let boundary = policies.permissionsBoundary {
            applicable.permissionsBoundary = try compile(boundary, .permissionsBoundary)
        }
        if let session = policies.session { applicable.session = try compile(session, .session) }
        compiled = applicable
    }

    /// What the engine says.
    package func decision(on request: AccessRequest) -> Decision { Evaluator.decide(request, under: compiled) }

    /// Judges a request twice.
    ///
    /// - Parameters:
    ///   - request: One that the policies are for.
    ///   - coverage: Where to count what decided; costs more than the judging.
    /// - Returns: `nil` where the two say the same.
    package func difference(on request: AccessRequest, coverage: inout Coverage?) -> Difference? {
        let reference = ReferenceEvaluator(request, under: policies)
        let answer = reference.answer
        coverage?.count(reference, answer)
        let decision = decision(on: request)
        let wrong =
            Self.whatIsWrong(with: decision, answer, reference.statements)
            ?? whatIsWrong(withExplanationOf: decision, request, reference.statements)
        guard let wrong else { return nil }
        return Difference(
            found: DecisionCase(policies: policies, request: request),
            engine: wrong,
            reference: answer
        )
    }

    /// The outcome, what an implicit deny says is missing, and whether the statements that are named did it.
    private static func whatIsWrong(
        with decision: Decision,
        _ answer: ReferenceAnswer,
        _ statements: [JudgedStatement]
    ) -> String? {
        guard decision.outcome == answer.outcome, decision.missing == answer.missing else {
            return "\(decision.outcome)" + (decision.missing.map { ", missing: \($0)" } ?? "")
        }
        for position in decision.statements {
            guard let named = statements.first(where: { $0.position == position }), named.applies,
                named.isDeny == (decision.outcome == .explicitDeny)
            else { return "\(decision.outcome), by a statement that did not do it: \(position)" }
        }
        if decision.outcome == .explicitDeny, decision.statements.isEmpty { return "explicitDeny, by no statement" }
        return nil
    }

    /// Whether the explanation tells of the same decision, and of each statement whether it applies.
    private func whatIsWrong(
        withExplanationOf decision: Decision,
        _ request: AccessRequest,
        _ statements: [JudgedStatement]
    ) -> String? {
        let findings = Evaluator.explain(request, under: compiled).findings
        for finding in findings {
            guard let judged = statements.first(where: { $0.position == finding.position }) else {
                return "\(decision.outcome), but tells of \(finding.position), which has no say"
            }
            if finding.applies != judged.applies {
                let claim = finding.applies ? "applies" : "does not apply"
                return "\(decision.outcome), but says that \(judged.position) \(claim)"
            }
        }
        return findings.count == statements.count ? nil : "\(decision.outcome), but does not tell of every statement"
    }
}

extension Comparison.Difference {
    /// The smallest case that shows the difference, what each says, and what to paste where.
    package func report(seed: UInt64) -> String {
        let line = found.line(id: "seed 0x" + String(seed, radix: 16), expect: reference.outcome)
        return """
            The engine and the reference differ (seed 0x\(String(seed, radix: 16))).
              engine:    \(engine)
              reference: \(reference.outcome), \(reference.rule)
            To keep it, add to RegressionTests, with a name that says the rule:
              \(line)
            """
    }

    /// A smaller case on which they still differ.
    package func shrunk() -> Self {
        var smallest = self
        var shrinker = Shrinker(found)
        shrinker.shrink { smaller in
            var coverage: Coverage?
            guard let comparison = try? Comparison(smaller.policies),
                let difference = comparison.difference(on: smaller.request, coverage: &coverage)
            else { return false }
            smallest = difference
            return true
        }
        return smallest
    }
}
