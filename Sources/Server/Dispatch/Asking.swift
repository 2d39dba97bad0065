import Authorization
import Directory
import Model

/// Somebody who asks what somebody may do.
struct Asking {
    let caller: Caller
    let snapshot: Snapshot
    let now: Timestamp
    /// What it takes to ask about others: `postern:Authorize` or `postern:Explain`.
    private let action: String
    private let call: IncomingCall
    private let loop: LoopState

    init(_ call: IncomingCall, rpc: RPC, _ permission: Permission, on loop: LoopState) throws(Refusal) {
        self.loop = loop
        self.call = call
        snapshot = loop.current
        now = loop.dispatcher.clock()
        guard case .asking(let action) = permission else {
            throw .internalFailure("the permission table has no question in the row of `\(rpc.name)`")
        }
        self.action = action
        caller = try loop.caller(of: call, in: snapshot, at: now)
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
        guard !question.principal.isEmpty, !isCaller(question.principal) else { return caller }
        if let refusal = refusal(toAskAbout: question.principal) { throw refusal }
        return try loop.decider.subject(named: question.principal, askedBy: caller, in: snapshot)
    }

    /// Why the caller may not ask about somebody; said before it is looked at whether there is anybody of that ARN.
    func refusal(toAskAbout arn: String) -> Refusal? {
        if isCaller(arn) { return nil }
        let check = PermissionCheck(caller: caller, snapshot: snapshot, now: now, decider: loop.decider)
        do throws(Refusal) {
            try check.demand([Need(action: action, target: .principal(arn))])
            return nil
        } catch {
            return error
        }
    }

    private func isCaller(_ arn: String) -> Bool {
        caller.principal.arn.map { $0.text.utf8.elementsEqual(arn.utf8) } ?? false
    }
}
