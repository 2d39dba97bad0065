/// Makes a `PolicyDocument` of JSON: names, types and operands; `PolicyValidator` judges the statements it makes.
struct PolicyParser {
    let kind: DocumentKind
    let strictness: Strictness
    private(set) var hasVariables = false

    init(kind: DocumentKind, strictness: Strictness) {
        self.kind = kind
        self.strictness = strictness
    }

    mutating func document(_ root: JSONNode) throws(PolicyError) -> PolicyDocument {
        let members = try members(of: root, "a policy", names: ["Version", "Id", "Statement"])
        var version: PolicyDocument.Version?
        if let node = members["Version"] {
            let text = try string(node, "Version")
            guard let known = PolicyDocument.Version(rawValue: text) else {
                throw PolicyError(
                    .invalidVersion,
                    "version \(PolicyError.quoted(text)) is not known, use `2012-10-17`",
                    at: node.position
                )
            }
            version = known
        }
        hasVariables = version == .v2012
        let id = try members["Id"].map { node throws(PolicyError) in try string(node, "Id") }
        guard let list = members["Statement"] else {
            throw PolicyError(.missingElement, "the policy has no `Statement`", at: root.position)
        }
        var statements: [Statement] = []
        for node in try listed(list, "Statement") { statements.append(try statement(node)) }
        let document = PolicyDocument(kind: kind, version: version, id: id, statements: statements)
        try PolicyValidator(kind: kind, strictness: strictness).validate(document)
        return document
    }

    private func statement(_ node: JSONNode) throws(PolicyError) -> Statement {
        let names = [
            "Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition",
        ]
        let members = try members(of: node, "a statement", names: names)
        guard let effectNode = members["Effect"] else {
            throw PolicyError(.missingElement, "the statement has no `Effect`", at: node.position)
        }
        let effectText = try string(effectNode, "Effect")
        guard let effect = Statement.Effect(rawValue: effectText) else {
            throw PolicyError(
                .invalidEffect,
                "effect \(PolicyError.quoted(effectText)) is neither `Allow` nor `Deny`",
                at: effectNode.position
            )
        }
        guard let action = try element("Action", of: members, at: node.position) else {
            throw PolicyError(.missingElement, "the statement has no `Action` or `NotAction`", at: node.position)
        }
        return Statement(
            sid: try members["Sid"].map { node throws(PolicyError) in try string(node, "Sid") },
            effect: effect,
            principal: try principal(of: members, at: node.position),
            action: action,
            resource: try element("Resource", of: members, at: node.position),
            conditions: try members["Condition"].map { node throws(PolicyError) in try conditions(node) } ?? [],
            position: node.position
        )
    }

    /// An element or its `Not…` form, with its values compiled.
    private func element(
        _ name: String,
        of members: [String: JSONNode],
        at position: TextPosition
    ) throws(PolicyError) -> Statement.Element? {
        guard let (node, isNegated) = try either(name, of: members, at: position) else { return nil }
        let spelled = isNegated ? "Not\(name)" : name
        var values: [LocatedText] = []
        var patterns: [Pattern] = []
        for item in try listed(node, spelled) {
            let value = LocatedText(text: try string(item, spelled), position: item.position)
            let isAction = name == "Action"
            values.append(value)
            // AWS: variables stand in Resource and Condition; in an action `${` is what it is.
            patterns.append(
                try Pattern(
                    parsing: value,
                    wildcards: true,
                    variables: hasVariables && !isAction,
                    style: isAction ? .string : .resource,
                    foldingCase: isAction
                )
            )
        }
        return Statement.Element(isNegated: isNegated, values: values, patterns: patterns)
    }

    /// The element that is there, or its `Not…` form; both are refused.
    func either(
        _ name: String,
        of members: [String: JSONNode],
        at position: TextPosition
    ) throws(PolicyError) -> (node: JSONNode, isNegated: Bool)? {
        switch (members[name], members["Not\(name)"]) {
        case (nil, nil): return nil
        case (let node?, nil): return (node, false)
        case (nil, let node?): return (node, true)
        case (_?, let negated?):
            throw PolicyError(
                .conflictingElements,
                "`\(name)` and `Not\(name)` in one statement, only one may be given",
                at: negated.position
            )
        }
    }

    // MARK: JSON's types

    private func members(
        of node: JSONNode,
        _ what: String,
        names: [String]
    ) throws(PolicyError) -> [String: JSONNode] {
        guard case .object(let members) = node.value else {
            throw PolicyError(.wrongType, "\(what) must be an object, found \(node.kind)", at: node.position)
        }
        var found: [String: JSONNode] = [:]
        for member in members {
            guard names.contains(member.name.text) else {
                let hint = names.first { $0.lowercased() == member.name.text.lowercased() }
                throw PolicyError(
                    .unknownElement,
                    "\(what) has no element \(PolicyError.quoted(member.name.text)), "
                        + (hint.map { "write `\($0)`" } ?? "only \(names.joined(separator: ", "))"),
                    at: member.name.position
                )
            }
            found[member.name.text] = member.node
        }
        return found
    }

    func string(_ node: JSONNode, _ name: String) throws(PolicyError) -> String {
        guard case .string(let text) = node.value else {
            throw PolicyError(.wrongType, "`\(name)` must be a string, found \(node.kind)", at: node.position)
        }
        return text
    }

    /// A list's elements, or the one value that stands for a list of itself.
    func listed(_ node: JSONNode, _ name: String) throws(PolicyError) -> [JSONNode] {
        guard case .array(let elements) = node.value else { return [node] }
        guard !elements.isEmpty else {
            throw PolicyError(.emptyList, "`\(name)` is an empty list, it needs at least one value", at: node.position)
        }
        return elements
    }
}
