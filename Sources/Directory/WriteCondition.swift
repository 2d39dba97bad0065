package import Model

/// What must be so of the account in every write that a task makes, besides what the write itself looks at.
///
/// Bound to the task, so that whoever let a call pass is asked within the write, however many rooms lie between: the
/// check and the act are then one commit.
package enum WriteCondition {
    package typealias Check = @Sendable (Snapshot) throws(Refusal) -> Void

    @TaskLocal static var check: Check?

    /// Runs something whose writes are refused where a check refuses the state that they are made on.
    ///
    /// The check may be called on a state that is never shown to anybody, and more than once for one write.
    package static func holding<Value: Sendable>(
        _ check: @escaping Check,
        _ body: () async throws(Refusal) -> Value
    ) async throws(Refusal) -> Value {
        let outcome: Result<Value, Refusal> = await $check.withValue(check) {
            do throws(Refusal) { return .success(try await body()) } catch { return .failure(error) }
        }
        return try outcome.get()
    }
}
