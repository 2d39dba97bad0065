import Logging
import Model
import NIOCore
import Wire

extension ConnectionHandler {
    func take(_ frame: CallFrame) {
        guard frame.call != 0 else { return fail(.invalidInput("a call has the number 0, which names the connection")) }
        guard calls[frame.call] == nil else {
            // Which of the two a reply would be for, nobody could tell.
            return fail(.invalidInput("call \(frame.call) is in flight already; a number is free once it is answered"))
        }
        guard running < settings.callsMax else {
            let refusal = Refusal.limitExceeded(
                "\(settings.callsMax) calls of this connection are in flight; wait for replies, or open another"
            )
            return reply(frame.call, .failure(refusal))
        }
        let call = IncomingCall(
            method: frame.method,
            token: frame.token,
            peer: peer,
            transport: .native,
            atLeast: frame.atLeastRevision,
            message: frame.message
        )
        do throws(Refusal) {
            switch try loop.handle(call) {
            case .answered(let answer): reply(frame.call, .success(answer))
            case let handling: begin(frame, handling)
            }
        } catch {
            log(error, of: frame.method)
            reply(frame.call, .failure(error))
        }
    }

    /// Keeps a call that is not answered at once.
    private func begin(_ frame: CallFrame, _ handling: Handling) {
        let call = CallInFlight(frame.call, method: frame.method)
        calls[call.number] = call
        running += 1
        setDeadline(frame.timeoutMilliseconds, of: call)
        if hold(frame.message.count, for: call) { carryOn(call, handling) }
    }

    private func setDeadline(_ milliseconds: UInt32, of call: CallInFlight) {
        guard milliseconds > 0, let context else { return }
        let time = min(milliseconds, Limits.timeoutMillisecondsMax)
        call.deadline = context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(Int64(time))) { [self] in
            // What the call has committed by now stays, as in gRPC: the client must ask what became of it.
            abandon(call, Refusal(.deadlineExceeded, code: "DeadlineExceeded", "not done in \(time) ms"))
            goOn()
        }
    }

    private func carryOn(_ call: CallInFlight, _ handling: Handling) {
        switch handling {
        case .answered(let result): end(call, .success(result))
        case .working(let bytes, let work):
            if hold(bytes, for: call) { launch(call, work) }
        case .batch(let batch):
            guard loop.batches.hasRoom(for: batch) else {
                return end(
                    call,
                    .failure(.limitExceeded("too many batches are under way; wait for replies, and try again"))
                )
            }
            guard hold(batch.heldBytes, for: call) else { return }
            call.batch = batch
            loop.batches.begin(batch) { [self] handling in
                call.batch = nil
                carryOn(call, handling)
                goOnSoon()
            }
        }
    }

    /// Has a call hold so many bytes more.
    ///
    /// - Returns: Whether there is room; else the call is refused, and holds nothing.
    private func hold(_ bytes: Int, for call: CallInFlight) -> Bool {
        // Work that has begun is not refused for what others hold by now.
        guard bytes > 0 else { return true }
        call.heldBytes += bytes
        heldBytes += bytes
        do throws(Refusal) {
            try share.set(waitingBytes)
            return true
        } catch {
            heldBytes -= call.heldBytes
            call.heldBytes = 0
            let refusal = error
            // As work that fails, so that the answer comes as late as any that says `Throttling`.
            launch(call) { () async throws(Refusal) in throw refusal }
            return false
        }
    }

    /// Has a call worked on away from the loop.
    private func launch(_ call: CallInFlight, _ work: @escaping @Sendable () async throws(Refusal) -> Continuation) {
        guard let context else { return end(call, .failure(.cancelled)) }
        let eventLoop = context.eventLoop
        let bound = NIOLoopBound((self, call), eventLoop: eventLoop)
        let pause = settings.throttledPause
        // The one unstructured task below the mains: NIO's loop has no task to be a child of. It is tracked all the
        // same: counted in `running` until it ends, cancelled with its call or its connection, awaited by the drain.
        call.task = Task {
            let outcome: Result<Continuation, Refusal>
            do throws(Refusal) {
                outcome = .success(try await work())
            } catch {
                outcome = .failure(error)
                // A client that asks again at once when it is told to wait must not keep the loops from the others.
                // Ends early where the call is cancelled.
                if error.code == Refusal.throttlingCode { try? await Task.sleep(for: pause) }
            }
            eventLoop.execute {
                let (handler, call) = bound.value
                handler.workEnded(call, outcome)
            }
        }
    }

    private func workEnded(_ call: CallInFlight, _ outcome: Result<Continuation, Refusal>) {
        call.task = nil
        // Nobody waits for more of it.
        guard !call.isAnswered else {
            end(call, .failure(.cancelled))
            return goOnSoon()
        }
        do throws(Refusal) {
            switch try outcome.get() {
            case .answered(let result): end(call, .success(result))
            case .onLoop(let next): carryOn(call, try next(loop))
            }
        } catch {
            end(call, .failure(error))
        }
        goOnSoon()
    }

    // MARK: The end of a call

    /// Counts a call's work out, and answers it if it still waits.
    private func end(_ call: CallInFlight, _ outcome: Result<Answer, Refusal>) {
        running -= 1
        heldBytes -= call.heldBytes
        countFewer()
        answer(call, outcome)
        endIfDone()
    }

    /// Answers a call, once; its work may still be going on.
    private func answer(_ call: CallInFlight, _ outcome: Result<Answer, Refusal>) {
        guard !call.isAnswered else { return }
        call.isAnswered = true
        call.deadline?.cancel()
        calls[call.number] = nil
        if case .failure(let refusal) = outcome { log(refusal, of: call.method) }
        reply(call.number, outcome)
    }

    func cancel(_ number: UInt32) {
        // A call that was answered while the cancellation was on its way is no mistake.
        guard let call = calls[number] else { return }
        abandon(call, .cancelled)
    }

    /// Ends a call before its work has ended.
    func abandon(_ call: CallInFlight, _ refusal: Refusal) {
        giveUp(call)
        answer(call, .failure(refusal))
    }

    /// Stops a call's work, as far as it can be stopped.
    private func giveUp(_ call: CallInFlight) {
        call.task?.cancel()
        guard let batch = call.batch else { return }
        batch.isAbandoned = true
        call.batch = nil
        running -= 1
        heldBytes -= call.heldBytes
        countFewer()
    }

    /// Stops all calls' work; nobody is there to be answered.
    func giveUpCalls() {
        for call in calls.values {
            giveUp(call)
            call.deadline?.cancel()
            call.isAnswered = true
        }
        calls = [:]
    }

    private func log(_ refusal: Refusal, of method: String) {
        // What a message quotes came from the client, and may be a secret in the wrong field; so may a method that is
        // none, and it may be as long as a frame.
        let known = Dispatcher.rpc(at: method)?.rawValue ?? "unknown"
        var metadata: Logger.Metadata = [
            "method": "\(known)", "status": "\(refusal.status)", "code": "\(refusal.code)", "uid": "\(peer.uid)",
            "pid": "\(peer.pid)",
        ]
        guard refusal.status == .unavailable else {
            logger.debug("call refused", metadata: metadata)
            return
        }
        // The daemon's own trouble, such as a full disk: the operator has to hear of it, and the words are the daemon's.
        metadata["reason"] = "\(refusal.message)"
        logger.warning("call refused", metadata: metadata)
    }
}
