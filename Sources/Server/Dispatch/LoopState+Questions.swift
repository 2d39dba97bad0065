import Authorization
import Directory
import Model
import Wire

// Questions about who may do what: answered on the loop, from its snapshot, without waiting for anything.

extension LoopState {
    func authorize(_ call: IncomingCall) throws(Refusal) -> Handling {
        try decoding(AuthorizeRequest.self, call) { request, loop throws(Refusal) in
            let asking = try Asking(call, rpc: .authorize, request.permission, on: loop)
            let subject = try asking.subject(of: request)
            let response = try loop.decider.authorize(request, subject: subject, in: asking.snapshot, at: asking.now)
            return .answered(Answer(message: loop.encoder.encode(response), revision: asking.snapshot.revision))
        }
    }

    func batchAuthorize(_ call: IncomingCall) throws(Refusal) -> Handling {
        try decoding(BatchAuthorizeRequest.self, call) { request, loop throws(Refusal) in
            let asking = try Asking(call, rpc: .batchAuthorize, request.permission, on: loop)
            let run = try loop.decider.beginBatch(
                request,
                caller: asking.caller,
                subject: try asking.subject(of: request.shared ?? AuthorizeRequest()),
                in: asking.snapshot,
                at: asking.now,
                refusalToAsk: { asking.refusal(toAskAbout: $0) }
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
}
