internal import Model
internal import Synchronization
internal import Wire

/// The calls of one connection that wait for their answer, and those that wait for their turn.
///
/// At most `Limits.callsInFlightPerConnection` are with the daemon at once, the rest wait here in order. Each call
/// is resumed exactly once: by its reply, its deadline, its task's cancellation, or the end of the connection,
/// whichever takes it out of the table first.
final class PendingCalls: Sendable {
    typealias Continuation = CheckedContinuation<ReplyFrame, any Error>

    /// The most calls that may wait for their turn.
    static let waitingMax = 65_536

    private enum Entry {
        /// Numbered, not yet begun.
        case reserved
        /// Given up before it began.
        case givenUp(any Error)
        /// In the queue.
        case queued(CallFrame, Continuation)
        /// With the daemon.
        case sent(Continuation)
    }

    private struct State {
        var entries: [UInt32: Entry] = [:]
        /// Numbers in the order of their turn; those that are no longer queued are passed over.
        var queue: [UInt32] = []
        var queueStart = 0
        var inFlight = 0
        /// In the order in which they must be sent: a call, then what gives it up.
        var outbox: [Frame] = []
        /// Whether somebody was told to empty the outbox and has not begun.
        var isEmptyingDue = false
        var lastNumber: UInt32 = 0
        /// A `ClientError`, or the `Refusal` with which the daemon ended the connection.
        var end: (any Error)?
    }

    private let state = Mutex(State())

    /// A number for a call that no other call of the connection has.
    func reserve() throws -> UInt32 {
        let reserved = state.withLock { state -> Result<UInt32, any Error> in
            if let end = state.end { return .failure(end) }
            guard state.entries.count < Self.waitingMax + Limits.callsInFlightPerConnection else {
                return .failure(ClientError.tooManyCalls)
            }
            repeat { state.lastNumber &+= 1 } while state.lastNumber == 0 || state.entries[state.lastNumber] != nil
            state.entries[state.lastNumber] = .reserved
            return .success(state.lastNumber)
        }
        return try reserved.get()
    }

    /// Begins a call whose number was reserved.
    ///
    /// - Returns: Whether the outbox is to be emptied.
    func begin(_ call: CallFrame, _ continuation: Continuation) -> Bool {
        let (error, isDue) = state.withLock { state -> ((any Error)?, Bool) in
            guard case .reserved = state.entries[call.call] else {
                guard case .givenUp(let error) = state.entries.removeValue(forKey: call.call) else {
                    return (CancellationError(), false)
                }
                return (error, false)
            }
            state.entries[call.call] = .queued(call, continuation)
            state.queue.append(call.call)
            return (nil, Self.takeTurns(&state))
        }
        if let error { continuation.resume(throwing: error) }
        return isDue
    }

    /// Ends a call with its reply; a reply to a call that has been given up is passed over.
    ///
    /// Whoever calls empties the outbox afterwards: the next call may have its turn now.
    func finish(_ reply: ReplyFrame) {
        let continuation = state.withLock { state -> Continuation? in
            guard case .sent(let continuation) = state.entries[reply.call] else { return nil }
            state.entries[reply.call] = nil
            state.inFlight -= 1
            _ = Self.takeTurns(&state)
            return continuation
        }
        continuation?.resume(returning: reply)
    }

    /// Gives a call up, and tells the daemon so where it has it.
    ///
    /// - Returns: Whether the outbox is to be emptied.
    func giveUp(_ number: UInt32, because error: any Error) -> Bool {
        let (continuation, isDue) = state.withLock { state -> (Continuation?, Bool) in
            switch state.entries[number] {
            case .reserved:
                state.entries[number] = .givenUp(error)
                return (nil, false)
            case .queued(_, let continuation):
                state.entries[number] = nil
                return (continuation, false)
            case .sent(let continuation):
                state.entries[number] = nil
                state.inFlight -= 1
                state.outbox.append(.cancel(call: number))
                return (continuation, Self.takeTurns(&state))
            case .givenUp, nil:
                return (nil, false)
            }
        }
        continuation?.resume(throwing: error)
        return isDue
    }

    /// Takes what is to be sent; only on the connection's event loop, so that the order holds.
    func emptyOutbox() -> [Frame] {
        state.withLock { state in
            state.isEmptyingDue = false
            let frames = state.outbox
            state.outbox = []
            return frames
        }
    }

    func end(_ error: ClientError) { end(because: error) }

    /// Ends every call, and every one to come; the first reason stands.
    func end(because error: any Error) {
        let continuations = state.withLock { state -> [Continuation] in
            guard state.end == nil else { return [] }
            state.end = error
            var ended: [Continuation] = []
            for (number, entry) in state.entries {
                switch entry {
                case .queued(_, let continuation), .sent(let continuation):
                    ended.append(continuation)
                    state.entries[number] = nil
                case .reserved: state.entries[number] = .givenUp(error)
                case .givenUp: break
                }
            }
            (state.queue, state.queueStart, state.inFlight, state.outbox) = ([], 0, 0, [])
            return ended
        }
        for continuation in continuations { continuation.resume(throwing: error) }
    }

    /// Moves calls from the queue to the outbox while the daemon takes more.
    ///
    /// - Returns: Whether the outbox is to be emptied, and nobody was told so yet.
    private static func takeTurns(_ state: inout State) -> Bool {
        while state.inFlight < Limits.callsInFlightPerConnection, state.queueStart < state.queue.count {
            let number = state.queue[state.queueStart]
            state.queueStart += 1
            guard case .queued(let call, let continuation) = state.entries[number] else { continue }
            state.entries[number] = .sent(continuation)
            state.inFlight += 1
            state.outbox.append(.call(call))
        }
        if state.queueStart == state.queue.count || state.queueStart > 1_024 {
            state.queue.removeFirst(state.queueStart)
            state.queueStart = 0
        }
        guard !state.outbox.isEmpty, !state.isEmptyingDue else { return false }
        state.isEmptyingDue = true
        return true
    }
}
