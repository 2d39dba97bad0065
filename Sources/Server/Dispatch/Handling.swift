import Authorization
package import Model

/// What an RPC answers, in bytes.
package struct Answer: Sendable {
    /// The response message.
    package var message: [UInt8]
    /// The account's revision that the answer shows; for a write one at which it is durable.
    package var revision: Revision
}

/// What becomes of a call after a loop has looked at it.
package enum Handling {
    /// It is answered.
    case answered(Answer)
    /// It goes on away from the loop, where it takes so many bytes of memory more than its request.
    case working(heldBytes: Int = 0, @Sendable () async throws(Refusal) -> Continuation)
    /// It goes on in slices on the loop.
    case batch(BatchCall)
}

/// What becomes of a call after it was worked on away from the loop.
package enum Continuation: Sendable {
    case answered(Answer)
    /// It goes on on the loop.
    case onLoop(@Sendable (LoopState) throws(Refusal) -> Handling)
}
