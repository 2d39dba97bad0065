import Authorization
import Directory
import Model

/// Somebody who asks what somebody may do.
struct Asking {
    let caller: Caller
    let snapshot: Snapshot
    let now: Timestamp
    let leave: LeaveToAsk
    private let loop: LoopState

    init(_ call: IncomingCall, rpc: RPC, _ permission: Permission, on loop: LoopState) throws(Refusal) {
        self.loop = loop
        snapshot = loop.current
        now = loop.dispatcher.clock()
        guard case .asking(let action) = permission else {
            throw .internalFailure("the permission table has no question in the row of `\(rpc.name)`")
        }
        caller = try loop.caller(of: call, in: snapshot, at: now)
        leave = LeaveToAsk(caller: caller, snapshot: snapshot, now: now, action: action)
        if case .anonymous = caller.principal { throw .missingIdentity(rpc.name, peer: call.peer) }
    }

    /// Whom a question is about: the caller itself, the holder of a token that it was shown, or another by ARN.
    func subject(of question: AuthorizeRequest) throws(Refusal) -> Caller {
        guard question.principalToken.isEmpty else {
            guard question.principal.isEmpty else {
                throw .invalidInput(
                    "`principal` and `principal_token` are both given; one of them says whom it is about"
                )
            }
            return try loop.holder(of: question.principalToken, shownTo: caller, in: snapshot, at: now)
        }
        guard !question.principal.isEmpty, !caller.isNamed(question.principal) else { return caller }
        if let refusal = leave.refusal(toAskAbout: question.principal, by: loop.decider) { throw refusal }
        return try loop.decider.subject(named: question.principal, askedBy: caller, in: snapshot)
    }
}
