internal import Model
internal import PolicyLanguage

/// One decision that is expected: a question, the policies that decide it, and the answer.
struct TestCase {
    let name: String
    /// `FILE:LINE`.
    let place: String
    /// `nil` where the case could not be read, and why.
    let question: Result<Question, Complaint>

    struct Question {
        let request: AccessRequest
        let policies: ApplicablePolicies
        let expected: Decision.Outcome
        /// What policies are called in explanations, by type and place.
        let names: [PolicyType: [String]]
    }

    /// Decides the case with the daemon's own engine.
    func run() -> TestResult {
        switch question {
        case .failure(let complaint):
            let reason = [complaint.message, complaint.next].compactMap(\.self).joined(separator: ": ")
            return TestResult(test: self, headline: "cannot be read: \(reason)", details: [])
        case .success(let question):
            let outcome = Evaluator.decide(question.request, under: question.policies).outcome
            guard outcome != question.expected else { return TestResult(test: self, headline: nil, details: []) }
            return TestResult(
                test: self,
                headline: "expected \(question.expected.suiteName), decided \(outcome.suiteName)",
                details: question.story
            )
        }
    }
}

/// What became of a case.
struct TestResult {
    let test: TestCase
    /// `nil` where the case passed.
    let headline: String?
    let details: [String]

    var hasPassed: Bool { headline == nil }
}

extension TestCase.Question {
    /// Why it was decided as it was.
    var story: [String] {
        let explanation = Evaluator.explain(request, under: policies, naming: name)
        let decided = explanation.deciding.map { finding in
            let effect = finding.effect == .deny ? "denied" : "allowed"
            return "\(effect) by \(finding.title(in: name(of: finding.position)))"
        }
        let missing = explanation.decision.missing.map { ["no \($0.name) allows it"] } ?? []
        return decided + missing + explanation.needed
    }

    private func name(of position: StatementPosition) -> String {
        let known = names[position.type] ?? []
        guard known.indices.contains(Int(position.policy)), !known[Int(position.policy)].isEmpty else {
            return "\(position.type.name) \(position.policy + 1)"
        }
        return "\(position.type.name) \(PolicyError.quoted(known[Int(position.policy)]))"
    }
}

extension Decision.Outcome {
    static let suiteNames: [(name: String, outcome: Decision.Outcome)] = [
        ("ALLOW", .allow), ("EXPLICIT_DENY", .explicitDeny), ("IMPLICIT_DENY", .implicitDeny),
    ]

    /// As suites spell it.
    var suiteName: String { Self.suiteNames.first { $0.outcome == self }?.name ?? "" }
}
