import Directory
package import Model

/// A batch that is being judged, a slice at a time, so that one long batch does not hold up an event loop.
///
/// All items are judged by one snapshot and at one moment. An item is the question that its fields and the shared ones
/// make together, and is answered as that question would be alone.
package struct BatchRun {
    private let decider: Decider
    private let items: [BatchItem]
    private let rule: ExecutionRule
    private let shared: SharedQuestion
    private let caller: Caller
    private let snapshot: Snapshot
    private let now: Timestamp
    private let refusalToAsk: (String) -> Refusal?
    /// Items that name their own principal.
    private var grounds: [ExactText: Result<Decider.Ground, Refusal>] = [:]
    /// Made by the first item that can be judged so.
    private var plain: PlainQuestion?
    private var results: [BatchResult] = []
    private var hasEnded = false

    /// Nothing is judged yet.
    init(
        _ request: BatchAuthorizeRequest,
        shared: SharedQuestion,
        decider: Decider,
        caller: Caller,
        snapshot: Snapshot,
        now: Timestamp,
        refusalToAsk: @escaping (String) -> Refusal?
    ) {
        self.decider = decider
        self.items = request.items
        self.rule = request.rule
        self.shared = shared
        self.caller = caller
        self.snapshot = snapshot
        self.now = now
        self.refusalToAsk = refusalToAsk
        results.reserveCapacity(items.count)
    }

    package var isDone: Bool { hasEnded || results.count == items.count }

    /// The answers so far; all of them when the batch is done.
    package var response: BatchAuthorizeResponse {
        BatchAuthorizeResponse(results: results, revision: snapshot.revision.rawValue)
    }

    /// Judges some items, at most `maxItems`.
    ///
    /// - Returns: Whether the batch is done.
    @discardableResult
    package mutating func step(maxItems: Int) -> Bool {
        let end = min(items.count, results.count + maxItems)
        while !isDone, results.count < end { judge(upTo: end) }
        return isDone
    }

    /// Judges items for as long as a condition holds, at least one.
    ///
    /// - Parameter condition: Asked after each item, of those that take next to no time after every few; reads a clock,
    ///   say.
    /// - Returns: Whether the batch is done.
    @discardableResult
    package mutating func step(whileTrue condition: () -> Bool) -> Bool {
        while !isDone {
            judge(upTo: min(items.count, results.count + Self.quickItemsPerLook))
            guard condition() else { break }
        }
        return isDone
    }

    private static let quickItemsPerLook = 16

    /// Judges the next item, and those after it up to a place that take next to no time.
    private mutating func judge(upTo end: Int) {
        let start = results.count
        plain?.judge(items, upTo: end, shared, decider: decider, in: snapshot, rule: rule, into: &results)
        if results.count == start { results.append(result(of: items[start])) }
        hasEnded = rule.ends(by: results[results.count - 1])
    }

    private mutating func result(of item: BatchItem) -> BatchResult {
        do throws(Refusal) {
            let question = try question(of: item)
            let decision = question.decision
            return BatchResult(
                decision: DecisionOutcome(decision.outcome),
                statements: question.references(of: decision, in: snapshot)
            )
        } catch {
            return BatchResult(errorCode: error.code, errorMessage: error.message)
        }
    }

    // The order of the checks is that of `Decider.prepare`, so that of two faults an item tells the same one.
    private mutating func question(of item: BatchItem) throws(Refusal) -> PreparedQuestion {
        let ground = item.principal.isEmpty ? shared.ground : try self.ground(of: item.principal)
        let action = item.action.isEmpty ? try shared.action.get() : try decider.actions.action(item.action)
        let resource =
            item.resource.isEmpty ? try shared.resource.get() : try ResourceName(parsing: item.resource)
        let owner = item.resourceAccount.isEmpty ? try shared.owner.get() : try Decider.account(item.resourceAccount)
        let question = try decider.question(
            action,
            resource,
            owner: owner,
            resourcePolicy: item.resourcePolicy.isEmpty ? shared.resourcePolicy : item.resourcePolicy,
            context: try context(of: item, on: ground),
            on: ground,
            in: snapshot
        )
        if plain == nil, item.isPlain {
            plain = PlainQuestion(question, action, resource, owner: owner, decider: decider)
        }
        return question
    }

    private func context(of item: BatchItem, on ground: Decider.Ground) throws(Refusal) -> RequestContext {
        let isShared = item.principal.isEmpty
        guard !item.context.isEmpty else {
            return isShared
                ? RequestContext([], over: shared.filledContext)
                : RequestContext(shared.context, over: ground.filled)
        }
        var own = try decider.entries(of: item.context)
        let joined = shared.context.filter { entry in !own.contains { $0.key == entry.key } }
        guard own.count + joined.count <= Limits.contextKeysMax else {
            throw Decider.tooManyKeys(own.count + joined.count)
        }
        if isShared { return RequestContext(own, over: shared.filledContext) }
        own += joined
        return RequestContext(own, over: ground.filled)
    }

    private mutating func ground(of principal: String) throws(Refusal) -> Decider.Ground {
        let key = ExactText(principal)
        if let known = grounds[key] { return try known.get() }
        let found: Result<Decider.Ground, Refusal>
        do throws(Refusal) {
            found = .success(try decider.ground(of: subject(named: principal), in: snapshot, at: now))
        } catch {
            found = .failure(error)
        }
        grounds[key] = found
        return try found.get()
    }

    /// Whether the caller may ask is looked at first: a refusal tells nothing of who is there.
    private func subject(named principal: String) throws(Refusal) -> Caller {
        // Asked about by its own ARN, the caller is itself, with what its token tells.
        if let own = caller.principal.arn, own.text.utf8.elementsEqual(principal.utf8) { return caller }
        if let refusal = refusalToAsk(principal) { throw refusal }
        return try decider.subject(named: principal, askedBy: caller, in: snapshot)
    }
}
