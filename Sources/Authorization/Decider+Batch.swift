package import Directory
package import Model
import PolicyLanguage

extension Decider {
    /// Begins to judge a batch.
    ///
    /// - Parameters:
    ///   - request: The batch. As in `authorize`, `subject` is whom its shared principal names.
    ///   - caller: Who asks; its process is the peer of every item.
    ///   - subject: Whom the items are about that name nobody.
    ///   - snapshot: What all items are judged by.
    ///   - now: The moment of all items.
    ///   - refusalToAsk: Why the caller may not ask about an ARN that an item names, where it may not; asked once for
    ///     each that is not the caller's own, before it is looked at whether there is anybody of that ARN.
    /// - Returns: The batch, with nothing judged yet.
    /// - Throws: Where no item could be judged.
    package func beginBatch(
        _ request: BatchAuthorizeRequest,
        caller: Caller,
        subject: Caller,
        in snapshot: Snapshot,
        at now: Timestamp,
        refusalToAsk: @escaping (String) -> Refusal?
    ) throws(Refusal) -> BatchRun {
        guard (1...Limits.batchItemsMax).contains(request.items.count) else {
            throw .invalidInput(
                "the batch has \(request.items.count) items, 1 to \(Limits.batchItemsMax) are allowed"
            )
        }
        let asked = request.shared ?? AuthorizeRequest()
        let ground = try authenticatedGround(of: subject, in: snapshot, at: now)
        let context = try entries(of: asked.context)
        let shared = SharedQuestion(
            ground: ground,
            action: Result { () throws(Refusal) in try actions.action(asked.action) },
            resource: Result { () throws(Refusal) in try ResourceName(parsing: asked.resource) },
            owner: Result { () throws(Refusal) in try Self.account(asked.resourceAccount) },
            resourcePolicy: asked.resourcePolicy,
            context: context,
            filledContext: context + ground.filled
        )
        return BatchRun(
            request,
            shared: shared,
            decider: self,
            caller: caller,
            snapshot: snapshot,
            now: now,
            refusalToAsk: refusalToAsk
        )
    }
}
