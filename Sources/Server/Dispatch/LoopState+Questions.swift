import Authorization
import Directory
import Model
import Wire

// Questions about who may do what: answered on the loop, from its snapshot, without waiting for anything; by the
// Authorizer, at the same snapshot, where the loop has no time for them.

extension LoopState {
    func authorize(_ call: IncomingCall) throws(Refusal) -> Handling {
        try decoding(AuthorizeRequest.self, call) { request, loop throws(Refusal) in
            let asking = try Asking(call, rpc: .authorize, request.permission, on: loop)
            let subject = try asking.subject(of: request)
            if loop.decider.isLong(request) { return loop.authorizeElsewhere(request, asking, subject) }
            let response = try loop.decider.authorize(request, subject: subject, in: asking.snapshot, at: asking.now)
            return .answered(Answer(message: loop.encoder.encode(response), revision: asking.snapshot.revision))
        }
    }

    func batchAuthorize(_ call: IncomingCall) throws(Refusal) -> Handling {
        try decoding(BatchAuthorizeRequest.self, call) { request, loop throws(Refusal) in
            let asking = try Asking(call, rpc: .batchAuthorize, request.permission, on: loop)
            let subject = try asking.subject(of: request.shared ?? AuthorizeRequest())
            if loop.decider.isLong(request) { return loop.authorizeElsewhere(request, asking, subject) }
            let (decider, leave) = (loop.decider, asking.leave)
            let run = try decider.beginBatch(
                request,
                caller: asking.caller,
                subject: subject,
                in: asking.snapshot,
                at: asking.now,
                refusalToAsk: { leave.refusal(toAskAbout: $0, by: decider) }
            )
            return .batch(
                BatchCall(
                    run,
                    itemCount: request.items.count,
                    revision: asking.snapshot.revision,
                    encoder: loop.encoder
                )
            )
        }
    }

    func explain(_ call: IncomingCall) throws(Refusal) -> Handling {
        try decoding(ExplainRequest.self, call) { request, loop throws(Refusal) in
            let asking = try Asking(call, rpc: .explain, request.permission, on: loop)
            let subject = try asking.subject(of: request.question ?? AuthorizeRequest())
            let (caller, snapshot, now) = (asking.caller, asking.snapshot, asking.now)
            let authorizer = loop.dispatcher.authorizer
            return .working { () async throws(Refusal) in
                let response = try await authorizer.explain(
                    request,
                    by: caller,
                    subject: subject,
                    in: snapshot,
                    at: now
                )
                return .answered(Answer(message: encode(response), revision: snapshot.revision))
            }
        }
    }

    // MARK: Away from the loop

    private func authorizeElsewhere(_ request: AuthorizeRequest, _ asking: Asking, _ subject: Caller) -> Handling {
        let (authorizer, snapshot, now) = (dispatcher.authorizer, asking.snapshot, asking.now)
        return .working { () async throws(Refusal) in
            let (response, policy) = try await authorizer.authorize(request, subject: subject, in: snapshot, at: now)
            return Self.answered(encode(response), at: snapshot.revision, policy)
        }
    }

    private func authorizeElsewhere(_ request: BatchAuthorizeRequest, _ asking: Asking, _ subject: Caller) -> Handling {
        let (authorizer, leave) = (dispatcher.authorizer, asking.leave)
        // Too many items are refused before they are held.
        let count = min(request.items.count, Limits.batchItemsMax)
        return .working(heldBytes: BatchCall.heldBytes(items: count)) { () async throws(Refusal) in
            let (response, policy) = try await authorizer.authorize(
                request,
                caller: leave.caller,
                subject: subject,
                in: leave.snapshot,
                at: leave.now,
                refusalToAsk: { leave.refusal(toAskAbout: $0, by: $1) }
            )
            return Self.answered(encode(response), at: leave.snapshot.revision, policy)
        }
    }

    private static func answered(_ message: [UInt8], at revision: Revision, _ policy: ReadyPolicy?) -> Continuation {
        let answer = Answer(message: message, revision: revision)
        guard let policy else { return .answered(answer) }
        return .onLoop { loop in
            loop.decider.keep(policy)
            return .answered(answer)
        }
    }
}
