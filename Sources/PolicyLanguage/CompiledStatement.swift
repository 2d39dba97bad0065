import Model

/// A statement ready to be judged: patterns over bytes, operands parsed, nothing left to look up but the request.
///
/// A class, so that looking at one of many copies nothing.
final class CompiledStatement: Sendable {
    let isDeny: Bool
    let isNotAction: Bool
    /// Folded.
    let actions: [Pattern]
    let isNotResource: Bool
    /// Empty where the statement has no `Resource`, and so is about whatever its policy is attached to.
    let resources: [Pattern]
    let principal: PrincipalRule
    let conditions: [Condition]
    let sid: String?
    let position: TextPosition

    init(
        isDeny: Bool,
        isNotAction: Bool,
        actions: [Pattern],
        isNotResource: Bool,
        resources: [Pattern],
        principal: PrincipalRule,
        conditions: [Condition],
        sid: String?,
        position: TextPosition
    ) {
        self.isDeny = isDeny
        self.isNotAction = isNotAction
        self.actions = actions
        self.isNotResource = isNotResource
        self.resources = resources
        self.principal = principal
        self.conditions = conditions
        self.sid = sid
        self.position = position
    }

    /// How the statement applies to a request.
    ///
    /// - Parameters:
    ///   - question: The request.
    ///   - action: The bytes of its action.
    ///   - resource: The bytes of its resource.
    /// - Returns: `.none` where some element does not match.
    func grade(of question: Question, _ action: Span<UInt8>, _ resource: Span<UInt8>) -> PrincipalRule.Grade {
        guard matches(action: action, of: question), matches(resource: resource, of: question) else { return .none }
        let grade = principal.grade(
            of: question.request.principal,
            isDeny: isDeny,
            hasBoundary: question.hasBoundary
        )
        guard grade != .none else { return .none }
        for index in conditions.indices where !conditions[index].holds(in: question.request.context) { return .none }
        return grade
    }

    func matches(action: Span<UInt8>, of question: Question) -> Bool {
        for index in actions.indices
        where actions[index].matches(action, in: question.request.context, foldingCase: true) {
            return !isNotAction
        }
        return isNotAction
    }

    /// Whether the statement is about the resource; one that a variable without a value is part of is no resource's.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
    func matches(resource: Span<UInt8>, of question: Question) -> Bool {
        if resources.isEmpty { return true }
        if question.hasNoResource {
            for index in resources.indices where resources[index].shape == .everything { return !isNotResource }
            return isNotResource
        }
        let context = question.request.context
        for index in resources.indices
        where resources[index].matches(resource, in: context, boundary: question.boundary) {
            return !isNotResource
        }
        return isNotResource
    }
}
