import Authentication
import Authorization
import Directory
import Model

/// Asks again whether a call may be made, where the account has changed since a loop asked.
struct SecondLook: Sendable {
    private let token: String
    private let peer: PeerFacts
    private let needs: [Need]
    /// Of the snapshot that the loop asked by.
    private let revision: Revision
    /// What could take something from the account's root user since, who is known by the process at the other end; `nil`
    /// for everybody else, from whom anything could.
    private let rootsControls: ControlPolicies?
    private let dispatcher: Dispatcher

    /// - Returns: `nil` where the answer does not depend on the account.
    init?(
        _ call: IncomingCall,
        _ permission: Permission,
        by caller: Caller,
        before snapshot: Snapshot,
        _ dispatcher: Dispatcher
    ) {
        guard case .actions(let needs) = permission else { return nil }
        token = call.token
        peer = call.peer
        self.needs = needs
        revision = snapshot.revision
        rootsControls = if case .root = caller.principal { snapshot.controlPolicies } else { nil }
        self.dispatcher = dispatcher
    }

    /// Refuses as the loop would, had it looked at this snapshot.
    ///
    /// The snapshot may be of a write that is not durable yet, and fails: nothing that is found out is kept, neither in
    /// a `Decider` nor in what the loops' resolver remembers.
    func check(_ snapshot: Snapshot) throws(Refusal) {
        guard snapshot.revision != revision else { return }
        if let rootsControls, rootsControls === snapshot.controlPolicies { return }
        let now = dispatcher.clock()
        let caller = try dispatcher.currentResolver.apart().caller(token: token, peer: peer, in: snapshot, at: now)
        let decider = dispatcher.authorizer.makeDecider()
        try PermissionCheck(caller: caller, snapshot: snapshot, now: now, decider: decider).demand(needs)
    }
}
