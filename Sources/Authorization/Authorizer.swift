package import Directory
package import Model
import PolicyLanguage

/// Tells whether somebody may do something, and why.
///
/// Decisions are made by a `Decider` on each event loop; the Authorizer makes those, shares what was compiled among them,
/// and answers what takes longer, by a `Decider` of its own.
package actor Authorizer {
    private nonisolated let compiled: CompiledPolicyCache
    private let decider: Decider

    package init() {
        let compiled = CompiledPolicyCache()
        self.compiled = compiled
        self.decider = Decider(compiled: compiled)
    }

    /// One for an event loop.
    package nonisolated func makeDecider() -> sending Decider { Decider(compiled: compiled) }

    /// Answers a question that an event loop has no time for, as the loop would.
    ///
    /// - Parameters:
    ///   - request: The question.
    ///   - subject: Whom it is about, with the peer that asks.
    ///   - snapshot: What it is judged by.
    ///   - now: The moment.
    /// - Returns: The answer, and the policy that came with the question, for the loop to keep.
    /// - Throws: What `Decider.authorize` throws; `RequestCancelled` where nobody waits any more.
    package func authorize(
        _ request: AuthorizeRequest,
        subject: Caller,
        in snapshot: Snapshot,
        at now: Timestamp
    ) throws(Refusal) -> (AuthorizeResponse, ReadyPolicy?) {
        guard !Task.isCancelled else { throw .cancelled }
        let response = try decider.authorize(request, subject: subject, in: snapshot, at: now)
        return (response, decider.ready(request.resourcePolicy))
    }

    /// Answers a batch that an event loop has no time for, as the loop would.
    ///
    /// In slices, so that one batch does not hold up the questions behind it either.
    ///
    /// - Parameters:
    ///   - request: The batch.
    ///   - caller: Who asks.
    ///   - subject: Whom the items are about that name nobody.
    ///   - snapshot: What all items are judged by.
    ///   - now: The moment of all items.
    ///   - refusalToAsk: As for `Decider.beginBatch`; told by the decider that it is given.
    /// - Returns: The answers, and the policy that the items share, for the loop to keep.
    /// - Throws: What `Decider.beginBatch` throws; `RequestCancelled` where nobody waits any more.
    package func authorize(
        _ request: BatchAuthorizeRequest,
        caller: Caller,
        subject: Caller,
        in snapshot: Snapshot,
        at now: Timestamp,
        refusalToAsk: @escaping @Sendable (String, Decider) -> Refusal?
    ) async throws(Refusal) -> (BatchAuthorizeResponse, ReadyPolicy?) {
        let decider = decider
        guard !Task.isCancelled else { throw .cancelled }
        var run = try decider.beginBatch(
            request,
            caller: caller,
            subject: subject,
            in: snapshot,
            at: now,
            refusalToAsk: { refusalToAsk($0, decider) }
        )
        let clock = ContinuousClock()
        var end = clock.now + Self.slice
        while !run.step(whileTrue: { clock.now < end }) {
            await Task.yield()
            guard !Task.isCancelled else { throw .cancelled }
            end = clock.now + Self.slice
        }
        return (run.response, decider.ready(request.shared?.resourcePolicy ?? ""))
    }

    private static let slice = Duration.microseconds(Limits.batchSliceMicroseconds)

    /// Says why a question is answered as it is: by the same path as the answer itself.
    ///
    /// - Parameters:
    ///   - request: The question.
    ///   - caller: Who asks.
    ///   - subject: Whom the question is about.
    ///   - snapshot: What it is judged by.
    ///   - now: The moment.
    /// - Returns: The answer that `authorize` gives, with its reasons.
    /// - Throws: What `authorize` throws.
    package func explain(
        _ request: ExplainRequest,
        by caller: Caller,
        subject: Caller,
        in snapshot: Snapshot,
        at now: Timestamp
    ) throws(Refusal) -> ExplainResponse {
        guard let asked = request.question else { throw .invalidInput("there is no question to explain") }
        // The process that asks is the peer, whoever the question is about.
        let subject = Caller(principal: subject.principal, session: subject.session, peer: caller.peer)
        let question = try decider.prepare(asked, subject: subject, in: snapshot, at: now)
        return Explainer(question: question, snapshot: snapshot).response()
    }
}
