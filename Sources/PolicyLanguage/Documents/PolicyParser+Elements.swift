import Model

extension PolicyParser {
    /// `Principal` or `NotPrincipal`.
    func principal(
        of members: [String: JSONNode],
        at position: TextPosition
    ) throws(PolicyError) -> PrincipalElement? {
        guard let (node, isNegated) = try either("Principal", of: members, at: position) else { return nil }
        let spelled = isNegated ? "NotPrincipal" : "Principal"
        switch node.value {
        case .string(let text):
            guard text == "*" || strictness == .foreign else {
                throw PolicyError(
                    .invalidPrincipal,
                    "`\(spelled)` \(PolicyError.quoted(text)) must be `*` or an object such as {\"AWS\": …}",
                    at: node.position
                )
            }
            return PrincipalElement(isNegated: isNegated, entries: [try entry(node, .aws)])
        case .object(let kinds):
            var entries: [PrincipalElement.Entry] = []
            for member in kinds {
                guard let kind = PrincipalElement.Kind(rawValue: member.name.text) else {
                    throw PolicyError(
                        .unknownElement,
                        "\(PolicyError.quoted(member.name.text)) is no kind of principal, only "
                            + PrincipalElement.Kind.allCases.map(\.rawValue).joined(separator: ", "),
                        at: member.name.position
                    )
                }
                for item in try listed(member.node, kind.rawValue) { entries.append(try entry(item, kind)) }
            }
            guard !entries.isEmpty else {
                throw PolicyError(.emptyList, "`\(spelled)` names nobody", at: node.position)
            }
            return PrincipalElement(isNegated: isNegated, entries: entries)
        default:
            throw PolicyError(
                .wrongType,
                "`\(spelled)` must be `*` or an object, found \(node.kind)",
                at: node.position
            )
        }
    }

    private func entry(
        _ node: JSONNode,
        _ kind: PrincipalElement.Kind
    ) throws(PolicyError) -> PrincipalElement.Entry {
        let text = try string(node, kind.rawValue)
        guard let matcher = PrincipalMatcher(text, kind: kind) else {
            let expected =
                switch kind {
                case .aws: "`*`, an account id, or the ARN or unique id of a user, role or session, without wildcards"
                case .service: "a service such as `lambda.amazonaws.com`"
                case .federated: "an identity provider"
                case .canonicalUser: "a canonical user id"
                }
            throw PolicyError(
                .invalidPrincipal,
                "\(PolicyError.quoted(text)) is not \(expected)",
                at: node.position
            )
        }
        let value = LocatedText(text: text, position: node.position)
        return PrincipalElement.Entry(kind: kind, value: value, matcher: matcher)
    }

    /// A `Condition` block; an empty one has no effect.
    func conditions(_ node: JSONNode) throws(PolicyError) -> [Statement.Clause] {
        var clauses: [Statement.Clause] = []
        for member in try object(node, "Condition") {
            guard let condition = ConditionOperator(member.name.text) else {
                throw PolicyError(
                    .unknownOperator,
                    "\(PolicyError.quoted(member.name.text)) is not a condition operator"
                        + Self.hint(forOperator: member.name.text),
                    at: member.name.position
                )
            }
            var keys: Set<String> = []
            for key in try object(member.node, condition.name) {
                guard keys.insert(key.name.text.asciiLowercased).inserted else {
                    throw PolicyError(
                        .duplicateKey,
                        "condition key \(PolicyError.quoted(key.name.text)) is given twice, keys ignore case",
                        at: key.name.position
                    )
                }
                clauses.append(try clause(condition, key))
            }
        }
        return clauses
    }

    private func clause(
        _ condition: ConditionOperator,
        _ member: JSONNode.Member
    ) throws(PolicyError) -> Statement.Clause {
        let name = member.name.text.utf8
        let colon = name.firstIndex(of: UInt8(ascii: ":"))
        guard let colon, colon > name.startIndex, name.index(after: colon) < name.endIndex,
            name.count <= Limits.contextKeyBytesMax, name.allSatisfy({ $0 >= 0x20 && $0 != 0x7F })
        else {
            throw PolicyError(
                .invalidConditionKey,
                "\(PolicyError.quoted(member.name.text)) is not a condition key such as `aws:SourceIp`",
                at: member.name.position
            )
        }
        var values: [LocatedText] = []
        for item in try listed(member.node, member.name.text) {
            let text: String
            switch item.value {
            case .string(let value), .number(let value): text = value
            case .boolean(let value): text = value ? "true" : "false"
            default:
                throw PolicyError(
                    .wrongType,
                    "a value of \(PolicyError.quoted(member.name.text)) must be a string, found \(item.kind)",
                    at: item.position
                )
            }
            values.append(LocatedText(text: text, position: item.position))
        }
        let operands = try ConditionOperands(
            parsing: values,
            for: condition.test,
            variables: hasVariables,
            strictness: strictness
        )
        return Statement.Clause(operator: condition, key: member.name, values: values, operands: operands)
    }

    private func object(_ node: JSONNode, _ name: String) throws(PolicyError) -> [JSONNode.Member] {
        guard case .object(let members) = node.value else {
            throw PolicyError(.wrongType, "`\(name)` must be an object, found \(node.kind)", at: node.position)
        }
        return members
    }

    private static func hint(forOperator name: String) -> String {
        let folded = name.lowercased()
        for prefix in ["", "ForAllValues:", "ForAnyValue:"] {
            for test in ConditionOperator.Test.allCases {
                for suffix in ["", "IfExists"] where folded == (prefix + test.rawValue + suffix).lowercased() {
                    let spelled = prefix + test.rawValue + suffix
                    return spelled == name ? "" : ", write `\(spelled)`"
                }
            }
        }
        return ""
    }
}
