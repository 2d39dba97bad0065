package import Directory
package import Model
import PolicyLanguage

/// Tells whether somebody may do something, and why.
///
/// Decisions that are waited for are made by a `Decider` on each event loop; the Authorizer makes those, shares what was
/// compiled among them, and answers what takes longer.
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
