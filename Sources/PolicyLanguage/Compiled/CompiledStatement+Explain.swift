import Model

extension CompiledStatement {
    /// Judges every element, where `grade` stops at the first that does not match.
    func finding(of request: AccessRequest, _ question: Question, at place: StatementPosition) -> Explanation.Finding {
        let context = request.context
        var lacks: [Explanation.Lack] = []
        if !matches(request.action) {
            lacks.append(.action(patterns: actionTexts, isNegated: isNotAction))
        }
        var named: [PolicyVariable] = []
        func nameMissing(_ variables: [PolicyVariable]) -> Bool {
            let missing = variables.filter { $0.value(in: context) == nil }
            for variable in missing where !named.contains(variable) {
                named.append(variable)
                lacks.append(.variable(variable.spelling))
            }
            return !missing.isEmpty
        }
        // A resource with such a variable matches nothing, which the variable says already.
        if !matchesResource(of: request, question), isNotResource || !nameMissing(resources.flatMap(\.variables)) {
            lacks.append(.resource(patterns: resources.map(\.text), isNegated: isNotResource))
        }
        let grade = principal.grade(of: request.principal, isDeny: isDeny, hasBoundary: question.hasBoundary)
        if grade == .none { lacks.append(.principal) }
        for condition in conditions where !condition.holds(in: context) {
            if !condition.operator.test.isNegated { _ = nameMissing(condition.variables) }
            lacks.append(
                .condition(
                    operator: condition.operator.name,
                    key: condition.spelling,
                    values: condition.foldedTexts ?? condition.operands.texts,
                    seen: context[condition.key]
                )
            )
        }
        return Explanation.Finding(
            position: place,
            sid: sid,
            effect: isDeny ? .deny : .allow,
            place: position,
            lacks: lacks
        )
    }
}

extension ConditionOperands {
    /// The policy's values, spelled as they are understood: those that are compared ignoring case are folded.
    var texts: [String] {
        switch self {
        case .strings(let patterns), .stringsIgnoringCase(let patterns), .arns(let patterns): patterns.map(\.text)
        case .numbers(let numbers, _): numbers.map(\.text)
        case .dates(let dates, _): dates.map(DateText.text)
        case .booleans(let acceptsTrue, let acceptsFalse):
            (acceptsTrue ? ["true"] : []) + (acceptsFalse ? ["false"] : [])
        case .null(let acceptsMissing, let acceptsPresent):
            (acceptsMissing ? ["true"] : []) + (acceptsPresent ? ["false"] : [])
        case .binaries(let binaries): binaries.map(Base64.encode)
        case .addresses(let ranges): ranges.map(\.text)
        }
    }
}
