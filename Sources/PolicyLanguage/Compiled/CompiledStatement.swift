import Model

/// A statement ready to be judged: patterns over bytes, operands parsed, nothing left to look up but the request.
///
/// A class, so that looking at one of many copies nothing.
final class CompiledStatement: Sendable {
    let isDeny: Bool
    let isNotAction: Bool
    /// Folded.
    let actions: [Pattern]
    /// The actions as spelled in the policy, for explanations.
    let actionTexts: [String]
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
        actionTexts: [String],
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
        self.actionTexts = actionTexts
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
    ///   - request: The request.
    ///   - question: What was worked out of it.
    /// - Returns: `.none` where some element does not match.
    func grade(of request: AccessRequest, _ question: Question) -> PrincipalRule.Grade {
        guard matches(request.action) else { return .none }
        return gradeBesideAction(of: request, question)
    }

    /// As `grade`, of a request that has an action which the statement is about.
    func gradeBesideAction(of request: AccessRequest, _ question: Question) -> PrincipalRule.Grade {
        matchesResource(of: request, question) ? gradeBesideResource(of: request, question) : .none
    }

    /// As `grade`, of a request that has an action and a resource which the statement is about.
    func gradeBesideResource(of request: AccessRequest, _ question: Question) -> PrincipalRule.Grade {
        let grade = principal.grade(of: request.principal, isDeny: isDeny, hasBoundary: question.hasBoundary)
        guard grade != .none else { return .none }
        return Condition.hold(conditions, in: request.context) ? grade : .none
    }

    /// Whether the statement is about an action, whatever else is asked: actions have no variables.
    func matches(_ action: Action) -> Bool {
        let text = action.text.utf8Span.span
        return Pattern.matches(some: actions, text, in: Self.noContext, foldingCase: true) != isNotAction
    }

    private static let noContext = RequestContext()

    /// Whether the statement is about the resource; one that a variable without a value is part of is no resource's.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-no-value
    func matchesResource(of request: AccessRequest, _ question: Question) -> Bool {
        if resources.isEmpty { return true }
        if question.hasNoResource {
            for index in resources.indices where resources[index].shape == .everything { return !isNotResource }
            return isNotResource
        }
        let resource = request.resource.utf8Span.span
        let context = request.context
        return Pattern.matches(some: resources, resource, in: context, boundary: question.boundary) != isNotResource
    }
}
