import Directory
import Model
import Wire

/// What a room does for an RPC.
typealias Act<Request: Call> = @Sendable (Request, Caller) async throws(Refusal) -> Request.Response

extension LoopState {
    /// Has a room carry out a call that changes something.
    func change<C: Guarded>(_ call: IncomingCall, _ act: @escaping Act<C>) throws(Refusal) -> Handling {
        try serve(call, act) { directory, _ in directory.current.revision }
    }

    /// Has a room answer a call that changes nothing.
    ///
    /// The room looks at a state that is at least as new as the one that the call was let pass by.
    func read<C: Guarded>(_ call: IncomingCall, _ act: @escaping Act<C>) throws(Refusal) -> Handling {
        try serve(call, act) { _, before in before }
    }

    private func serve<C: Guarded>(
        _ call: IncomingCall,
        _ act: @escaping Act<C>,
        revision: @escaping @Sendable (Directory, Revision) -> Revision
    ) throws(Refusal) -> Handling {
        try decoding(C.self, call) { request, loop throws(Refusal) in
            let snapshot = loop.current
            let caller = try loop.permittedCaller(of: call, request.permission, rpc: C.rpc, in: snapshot)
            let directory = loop.dispatcher.directory
            let before = snapshot.revision
            return .working { () async throws(Refusal) in
                guard !Task.isCancelled else { throw .cancelled }
                let response = try await act(request, caller)
                return .answered(Answer(message: encode(response), revision: revision(directory, before)))
            }
        }
    }

    /// The caller, if it may make the call.
    func permittedCaller(
        of call: IncomingCall,
        _ permission: Permission,
        rpc: RPC,
        in snapshot: Snapshot
    ) throws(Refusal) -> Caller {
        let now = dispatcher.clock()
        if permission == .nothing { return callerIfKnown(of: call, in: snapshot, at: now) }
        let caller = try caller(of: call, in: snapshot, at: now)
        let check = PermissionCheck(caller: caller, snapshot: snapshot, now: now, decider: decider)
        switch permission {
        case .nothing: break
        case .identity, .asking: try check.demandIdentity(rpc.name)
        case .session:
            try check.demandIdentity(rpc.name)
            guard caller.session != nil else {
                throw .invalidInput("`\(rpc.name)` needs the token of a session; the call carries none")
            }
        case .actions(let needs): try check.demand(needs)
        }
        return caller
    }
}

extension RPC {
    /// The method's name without its service, such as `CreateUser`.
    var name: String { rawValue.split(separator: "/").last.map(String.init) ?? rawValue }
}
