internal import Model
internal import PolicyLanguage

extension Subject {
    /// The input is a policy and, after a NUL, which no policy has, the request to decide under it.
    ///
    /// What parses prints to what parses to the same; it decides without trapping, and its explanation says the same.
    static func policy(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
        guard let text = parts.first.flatMap({ String(validating: $0, as: UTF8.self) }) else { return }
        _ = PolicyDocument.countedCharacters(text)
        _ = try? PolicyDocument(parsing: text, kind: .resource, strictness: .foreign)
        for kind in DocumentKind.allCases {
            guard let document = try? PolicyDocument(parsing: text, kind: kind) else { continue }
            printing(document)
            let request = Example.request(parts.count > 1 ? parts[1] : [], for: document)
            deciding(request, under: CompiledPolicy(compiling: document), kind)
        }
    }

    private static func printing(_ document: PolicyDocument) {
        let printed = PolicyPrinter.print(document)
        guard let again = try? PolicyDocument(parsing: printed, kind: document.kind) else {
            preconditionFailure("a printed policy does not parse")
        }
        precondition(again == document, "printing changed a policy")
        precondition(PolicyPrinter.print(again).utf8.elementsEqual(printed.utf8), "a policy prints in two ways")
    }

    private static func deciding(_ request: AccessRequest, under policy: CompiledPolicy, _ kind: DocumentKind) {
        var policies = ApplicablePolicies(identity: [Example.everything])
        switch kind {
        case .identity: policies.identity = [policy]
        case .resource: (policies.identity, policies.resource) = ([], [policy])
        case .trust: (policies.resource, policies.resourceRule) = ([policy], .mustAllow)
        case .session: policies.session = [policy]
        case .permissionsBoundary: policies.permissionsBoundary = [policy]
        case .serviceControl: policies.serviceControl = [[Example.everything], [policy]]
        case .resourceControl: policies.resourceControl = [[policy]]
        }
        let decision = Evaluator.decide(request, under: policies)
        let story = Evaluator.explain(request, under: policies)
        precondition(story.decision == decision, "the explanation decides otherwise")
        precondition(story.needed.isEmpty == decision.isAllowed, "what is needed does not go with the decision")
        let deciding = story.deciding
        precondition(deciding.count == decision.statements.count, "a statement that decided is not explained")
        precondition(deciding.allSatisfy(\.applies), "a statement decided that does not apply")
        let effect: Statement.Effect = decision.outcome == .explicitDeny ? .deny : .allow
        precondition(deciding.allSatisfy { $0.effect == effect }, "a statement decided against its effect")
        let isDenied = story.findings.contains { $0.effect == .deny && $0.applies }
        precondition(isDenied == (decision.outcome == .explicitDeny), "a deny that applies did not win")
    }
}
