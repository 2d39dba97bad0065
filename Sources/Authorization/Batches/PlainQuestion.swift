import Directory
import Model
import PolicyLanguage

/// The question of those items of a batch that say no more than an action or a resource.
///
/// Such items have all but these two in common: the question is prepared once and has them put into it. Whatever would
/// be told, or decided by anything else, goes the long way: an item that is refused, a question about a role's trust,
/// a resource of another account.
struct PlainQuestion {
    private let question: PreparedQuestion
    private let hasOwner: Bool
    /// What the policies say about the action that came last.
    private var last: (action: KnownAction, relevant: RelevantStatements?)
    private var told = ToldDecisions()

    /// A decision that has more statements to look at is not quick.
    private static let quickStatementsMax = 64

    /// `nil` where the question depends on its resource or its action in some other way.
    ///
    /// - Parameters:
    ///   - question: Prepared for an item that says no more than an action or a resource.
    ///   - action: Its action.
    ///   - resource: Its resource.
    ///   - owner: The owner of the resources of the whole batch.
    ///   - decider: Where it was prepared.
    init?(
        _ question: PreparedQuestion,
        _ action: KnownAction,
        _ resource: ResourceName,
        owner: AccountID?,
        decider: Decider
    ) {
        guard Self.isPlain(action.action), owner != nil || resource.isOwned(by: question.principal.account) else {
            return nil
        }
        self.question = question
        self.hasOwner = owner != nil
        self.last = (action, decider.relevant.statements(of: question.principal, about: action, isRepeated: true))
    }

    /// A role's trust policy belongs to its ARN, in questions of the token service.
    private static func isPlain(_ action: Action) -> Bool { !action.isOfTokenService }

    /// Judges items from a place on, as long as they need not go the long way and are quick to judge.
    ///
    /// - Parameters:
    ///   - items: The batch's.
    ///   - end: Where to stop.
    ///   - shared: What they have in common.
    ///   - decider: Where the question was prepared.
    ///   - snapshot: What the batch is judged by.
    ///   - rule: When to go no further.
    ///   - results: Where the answers go, those of the items before are there; none is added where the first item must go
    ///     the long way.
    mutating func judge(
        _ items: [BatchItem],
        upTo end: Int,
        _ shared: SharedQuestion,
        decider: Decider,
        in snapshot: Snapshot,
        rule: ExecutionRule,
        into results: inout [BatchResult]
    ) {
        // Of its own here, so that no decision copies it.
        var request = question.request
        request.action = last.action.action
        let account = question.principal.account
        let sharedAction = try? shared.action.get()
        let sharedResource = try? shared.resource.get()
        for index in results.count..<end {
            guard items[index].isPlain,
                let action = items[index].action.isEmpty
                    ? sharedAction : try? decider.actions.action(items[index].action),
                let resource = items[index].resource.isEmpty
                    ? sharedResource : try? ResourceName(parsing: items[index].resource),
                hasOwner || resource.isOwned(by: account)
            else { return }
            if action.number != last.action.number {
                guard Self.isPlain(action.action) else { return }
                let relevant = decider.relevant.statements(of: question.principal, about: action, isRepeated: true)
                request.action = action.action
                last = (action, relevant)
            }
            request.resource = resource.text
            let decision = Evaluator.decide(request, under: question.policies, relevant: last.relevant)
            let statements = told.references(of: decision, question, snapshot)
            results.append(BatchResult(decision: DecisionOutcome(decision.outcome), statements: statements))
            let isQuick = last.relevant?.count ?? .max <= Self.quickStatementsMax
            guard isQuick, !rule.ends(by: results[index]) else { return }
        }
    }
}

/// How decisions of one question are told: those that the same statements made, by the same list.
private struct ToldDecisions {
    private static let max = 8

    private var decisions: [Decision] = []
    private var references: [[StatementReference]] = []
    private var last = 0

    mutating func references(
        of decision: Decision,
        _ question: PreparedQuestion,
        _ snapshot: Snapshot
    ) -> [StatementReference] {
        if last < decisions.count, decisions[last].isMade(asIs: decision) { return references[last] }
        if let index = decisions.firstIndex(where: { $0.isMade(asIs: decision) }) {
            last = index
            return references[index]
        }
        let made = question.references(of: decision, in: snapshot)
        if decisions.count < Self.max {
            last = decisions.count
            decisions.append(decision)
            references.append(made)
        } else {
            last = (last + 1) % Self.max
            decisions[last] = decision
            references[last] = made
        }
        return made
    }
}

extension Decision {
    /// Whether the same statements made another decision, of those that are told.
    fileprivate func isMade(asIs other: Decision) -> Bool {
        identity == other.identity && permissionsBoundary == other.permissionsBoundary && session == other.session
            && resource == other.resource && serviceControl == other.serviceControl
            && resourceControl == other.resourceControl
    }
}

extension ExecutionRule {
    /// Whether an answer is the last.
    func ends(by result: BatchResult) -> Bool {
        switch self {
        case .all: false
        case .stopAtFirstDeny: result.decision != .allow
        case .stopAtFirstAllow: result.decision == .allow
        }
    }
}

extension BatchItem {
    /// Whether the item says no more than an action or a resource.
    var isPlain: Bool {
        principal.isEmpty && context.isEmpty && resourcePolicy.isEmpty && resourceAccount.isEmpty
    }
}
