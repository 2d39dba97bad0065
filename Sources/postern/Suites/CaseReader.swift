internal import Model
internal import PolicyLanguage

/// Makes a case of its members, over those that the suite gives for all.
///
/// A member that is not known is refused: a question without it would be another one.
struct CaseReader {
    let file: SuiteFile
    var policies: NamedPolicies
    let defaults: [JSONNode.Member]
    let strictness: Strictness

    init(
        file: SuiteFile,
        policies: NamedPolicies? = nil,
        defaults: [JSONNode.Member] = [],
        strictness: Strictness
    ) {
        self.file = file
        self.policies = policies ?? NamedPolicies([], in: file)
        self.defaults = defaults
        self.strictness = strictness
    }

    func testCase(_ node: JSONNode, number: Int) -> TestCase {
        let question: Result<TestCase.Question, Complaint>
        do {
            let members = try members(of: node)
            question = .success(try self.question(members, at: node.position))
        } catch {
            question = .failure(error)
        }
        let place = file.place(node.position.line)
        return TestCase(name: name(of: node) ?? "case \(number)", place: place, question: question)
    }

    private func name(of node: JSONNode) -> String? {
        guard case .object(let members) = node.value,
            case .string(let name)? = members.first(where: { $0.name.text == "id" })?.node.value
        else { return nil }
        return name
    }

    private static let known: Set<String> = [
        "id", "description", "source", "principal", "action", "resource", "resource_account", "context",
        "wildcard_only_action",
        "identity_policies", "permissions_boundaries", "session_policy", "resource_policy",
        "service_control_policies", "resource_control_policies", "expect",
    ]

    /// A case's own members win; its `context` is laid over that of the defaults, key by key.
    private func members(of node: JSONNode) throws(Complaint) -> [String: JSONNode] {
        guard case .object(let own) = node.value else {
            throw file.complaint("a case is an object, not \(node.kind)", node.position)
        }
        var members: [String: JSONNode] = [:]
        for member in defaults + own {
            let name = member.name.text
            guard Self.known.contains(name) else {
                let list = Self.known.sorted().map { "`\($0)`" }.joined(separator: ", ")
                throw file.complaint(
                    "\(PolicyError.quoted(name)) is not known: a case has \(list)",
                    member.name.position
                )
            }
            if name == "context", let shared = members[name], case .object(let lower) = shared.value,
                case .object(let upper) = member.node.value
            {
                let replaced = Set(upper.map { $0.name.text.lowercased() })
                let kept = lower.filter { !replaced.contains($0.name.text.lowercased()) }
                members[name] = JSONNode(value: .object(kept + upper), position: member.node.position)
            } else {
                members[name] = member.node
            }
        }
        return members
    }

    private func question(
        _ members: [String: JSONNode],
        at position: TextPosition
    ) throws(Complaint) -> TestCase.Question {
        func required(_ name: String) throws(Complaint) -> JSONNode {
            guard let node = members[name] else { throw file.complaint("the case has no `\(name)`", position) }
            return node
        }
        let actionNode = try required("action")
        let actionText = try text(actionNode, "action")
        guard let action = Action(actionText) else {
            let quoted = PolicyError.quoted(actionText)
            throw file.complaint("\(quoted) is no action, such as `s3:GetObject`", actionNode.position)
        }
        let expectNode = try required("expect")
        let expectText = try text(expectNode, "expect")
        guard let expected = Decision.Outcome.suiteNames.first(where: { $0.name == expectText })?.outcome else {
            let known = Decision.Outcome.suiteNames.map { "`\($0.name)`" }.joined(separator: ", ")
            throw file.complaint(
                "`expect` is \(PolicyError.quoted(expectText)), not one of \(known)",
                expectNode.position
            )
        }
        let principal = try principal(try required("principal"))
        let owner = try members["resource_account"].map { node throws(Complaint) in try account(node) }
        let isWildcardOnly =
            try members["wildcard_only_action"].map { node throws(Complaint) in try truth(node) } ?? false
        let resource = isWildcardOnly ? "*" : try text(try required("resource"), "resource")
        var collection = PolicyCollection(reader: self)
        let isAssuming = actionText.lowercased() == "sts:assumerole"
        let policies = try collection.policies(members, isAssumingRole: isAssuming)
        var context = RequestContext(principal.suiteFacts)
        if let owner = owner ?? principal.account { context["aws:ResourceAccount"] = [owner.digits] }
        if let node = members["context"] { try fill(&context, from: node) }
        let request = AccessRequest(
            principal: principal,
            action: action,
            resource: resource,
            resourceAccount: owner,
            context: context
        )
        return TestCase.Question(request: request, policies: policies, expected: expected, names: collection.names)
    }

    // MARK: Values

    private func principal(_ node: JSONNode) throws(Complaint) -> Principal {
        if case .object(let members) = node.value, members.count == 1, members[0].name.text == "type",
            case .string("Anonymous") = members[0].node.value
        {
            return .anonymous
        }
        let text = try text(node, "principal")
        guard let principal = Principal(suiteText: text) else {
            let remedy =
                "write the ARN of a user, role, role session, federated user or root, a service such as "
                + "`lambda.amazonaws.com`, or {\"type\": \"Anonymous\"}"
            throw file.complaint("\(PolicyError.quoted(text)) is no principal: \(remedy)", node.position)
        }
        return principal
    }

    private func account(_ node: JSONNode) throws(Complaint) -> AccountID {
        let text = try text(node, "resource_account")
        guard let account = AccountID(text) else {
            throw file.complaint("\(PolicyError.quoted(text)) is no account: 12 digits, in quotes", node.position)
        }
        return account
    }

    private func fill(_ context: inout RequestContext, from node: JSONNode) throws(Complaint) {
        guard case .object(let members) = node.value else {
            throw file.complaint("`context` is \(node.kind), not an object", node.position)
        }
        for member in members {
            guard case .array(let values) = member.node.value else {
                context[member.name.text] = [try text(member.node, member.name.text)]
                continue
            }
            var texts: [String] = []
            for value in values { texts.append(try text(value, member.name.text)) }
            context[member.name.text] = texts
        }
    }

    func text(_ node: JSONNode, _ name: String) throws(Complaint) -> String {
        switch node.value {
        case .string(let text), .number(let text): return text
        case .boolean(let truth): return truth ? "true" : "false"
        case .object, .array, .null: throw file.complaint("`\(name)` is \(node.kind), not a text", node.position)
        }
    }

    private func truth(_ node: JSONNode) throws(Complaint) -> Bool {
        guard case .boolean(let truth) = node.value else {
            throw file.complaint("`wildcard_only_action` is \(node.kind), not true or false", node.position)
        }
        return truth
    }
}
