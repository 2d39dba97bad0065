import Directory
import Model
import Wire

/// What a room does for an RPC.
typealias Act<Request: Call> = @Sendable (Request, Caller) async throws(Refusal) -> Request.Response
/// What a room does for an RPC by the snapshot that it was let pass by.
typealias ActOnSnapshot<Request: Call> = @Sendable (Request, Caller, Snapshot) async throws(Refusal) -> Request.Response

extension LoopState {
    /// Has a room carry out a call that changes something.
    ///
    /// The caller must be let pass by the state that each of its writes is made on, too: what comes between the loop's
    /// look and the write (a permission that is taken away, another user of the name) counts as having come before.
    func change<C: Guarded>(_ call: IncomingCall, _ act: @escaping Act<C>) throws(Refusal) -> Handling {
        let dispatcher = dispatcher
        let guarded: ActOnSnapshot<C> = { (request: C, caller: Caller, snapshot: Snapshot) async throws(Refusal) in
            let secondLook = SecondLook(call, request.permission, by: caller, before: snapshot, dispatcher)
            guard let secondLook else { return try await act(request, caller) }
            return try await WriteCondition.holding(secondLook.check) { () async throws(Refusal) in
                try await act(request, caller)
            }
        }
        return try serve(call, guarded) { directory, _ in directory.current.revision }
    }

    /// Has a room carry out a call that is answered by the snapshot it was let pass by, and by no other.
    func changeNothing<C: Guarded>(_ call: IncomingCall, _ act: @escaping ActOnSnapshot<C>) throws(Refusal) -> Handling
    {
        try serve(call, act) { _, before in before }
    }

    /// Has a room answer a call that changes nothing.
    ///
    /// The room looks at a state that is at least as new as the one that the call was let pass by.
    func read<C: Guarded>(_ call: IncomingCall, _ act: @escaping Act<C>) throws(Refusal) -> Handling {
        let onNewest: ActOnSnapshot<C> = { (request: C, caller: Caller, _: Snapshot) async throws(Refusal) in
            try await act(request, caller)
        }
        return try serve(call, onNewest) { _, before in before }
    }

    private func serve<C: Guarded>(
        _ call: IncomingCall,
        _ act: @escaping ActOnSnapshot<C>,
        revision: @escaping @Sendable (Directory, Revision) -> Revision
    ) throws(Refusal) -> Handling {
        try decoding(C.self, call) { request, loop throws(Refusal) in
            let snapshot = loop.current
            let caller = try loop.permittedCaller(of: call, request.permission, rpc: C.rpc, in: snapshot)
            let directory = loop.dispatcher.directory
            let before = snapshot.revision
            return .working { () async throws(Refusal) in
                guard !Task.isCancelled else { throw .cancelled }
                let response = try await act(request, caller, snapshot)
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
