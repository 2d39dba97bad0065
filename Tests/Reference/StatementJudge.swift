import Model

/// Judges the statements of a document element by element.
struct StatementJudge {
    let request: AccessRequest
    let context: [String: [String]]
    /// A Deny with `NotPrincipal` hits whoever has a boundary, named or not.
    let hasBoundary: Bool

    func judge(_ document: JSONTree, _ type: PolicyType, _ number: UInt32, _ level: Int) -> [JudgedStatement] {
        let hasVariables = document["Version"]?.scalarText == "2012-10-17"
        let statements = document["Statement"]?.values ?? []
        return statements.enumerated().map { index, statement in
            var findings = [action(statement)]
            findings += resource(statement, hasVariables)
            let isDeny = statement["Effect"]?.scalarText == "Deny"
            var grade: Grade?
            if type == .resource || type == .resourceControl {
                let (found, finding) = principal(statement, isDeny: isDeny)
                grade = found
                findings.append(finding)
            }
            findings += conditions(statement, hasVariables)
            return JudgedStatement(
                position: StatementPosition(type: type, policy: number, statement: UInt32(index)),
                level: level,
                isDeny: isDeny,
                findings: findings,
                grade: grade,
                applies: findings.allSatisfy(\.holds)
            )
        }
    }

    private func action(_ statement: JSONTree) -> JudgedStatement.Finding {
        let isNegated = statement["NotAction"] != nil
        let patterns = (statement["NotAction"] ?? statement["Action"])?.values.compactMap(\.scalarText) ?? []
        var matched: WildcardText?
        for text in patterns where matched == nil {
            guard let pattern = WildcardText(text.lowercased(), variables: nil, hasWildcards: true) else { continue }
            if pattern.matches(request.action.text.lowercased()) { matched = pattern }
        }
        let trait = isNegated ? "" : matched?.traits.sorted().first ?? ""
        return finding(isNegated ? "NotAction" : "Action", trait, (matched != nil) != isNegated)
    }

    private func resource(_ statement: JSONTree, _ hasVariables: Bool) -> [JudgedStatement.Finding] {
        let isNegated = statement["NotResource"] != nil
        // A trust policy's statement has none.
        guard let element = statement["NotResource"] ?? statement["Resource"] else { return [] }
        var isMatched = false
        var traits: Set<String> = []
        for text in element.values.compactMap(\.scalarText) where !isMatched {
            let variables = { (key: String) in ReferenceEvaluator.variable(key, in: context) }
            if let pattern = WildcardText(text, variables: hasVariables ? variables : nil, hasWildcards: true) {
                isMatched = pattern.matchesResource(request.resource)
                // Where the first wildcards alone decide, the reader of the table wants to know of colons.
                let isPastColons =
                    isMatched && text.utf8.count { $0 == 0x3A } < request.resource.utf8.count { $0 == 0x3A }
                traits = pattern.traits.union(isPastColons && text != "*" ? ["* past colons"] : [])
            } else {
                // AWS: "the resource that includes a policy variable with no value will not match any resource".
                traits = ["${} without value"]
            }
        }
        let trait = traits.contains("* past colons") ? "* past colons" : traits.max { $0.count < $1.count } ?? ""
        return [finding(isNegated ? "NotResource" : "Resource", trait, isMatched != isNegated)]
    }

    private func principal(_ statement: JSONTree, isDeny: Bool) -> (Grade?, JudgedStatement.Finding) {
        if let element = statement["NotPrincipal"] {
            if isDeny, hasBoundary { return (nil, finding("NotPrincipal", "boundary", true)) }
            let (isLeftOut, trait) = ReferencePrincipal(element).leavesOut(request.principal, isDeny: isDeny)
            return (isLeftOut ? nil : .caller, finding("NotPrincipal", trait, !isLeftOut))
        }
        let found = statement["Principal"].map(ReferencePrincipal.init)?.grade(of: request.principal)
        return (found?.grade, finding("Principal", found?.trait ?? "other", found != nil))
    }

    private func conditions(_ statement: JSONTree, _ hasVariables: Bool) -> [JudgedStatement.Finding] {
        guard case .object(let operators)? = statement["Condition"] else { return [] }
        return operators.flatMap { block -> [JudgedStatement.Finding] in
            guard case .object(let keys) = block.value else { return [] }
            return keys.map { key in
                let values = key.value.values.compactMap(\.scalarText)
                let condition = ReferenceCondition(operator: block.name, key: key.name, values: values)
                let (holds, trait) = condition.judge(context, hasVariables: hasVariables)
                return finding(block.name, trait, holds)
            }
        }
    }

    private func finding(_ element: String, _ trait: String, _ holds: Bool) -> JudgedStatement.Finding {
        JudgedStatement.Finding(rule: trait.isEmpty ? element : "\(element), \(trait)", holds: holds)
    }
}
