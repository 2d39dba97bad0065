import Model
import PolicyLanguage

/// What the daemon fills into the context of the requests that one caller makes within one second.
struct Environment {
    let second: Int64
    /// All but the principal, which is the one of the `PrincipalPolicies` that this is kept by.
    private let session: SessionFacts?
    private let sessionName: String
    private let peer: PeerFacts
    let entries: [RequestContext.Entry]

    init(_ caller: Caller, facts: [RequestContext.Entry], moment: MomentText, now: Timestamp) {
        self.second = moment.second
        self.session = caller.session
        self.sessionName = caller.sessionName
        self.peer = caller.peer
        var entries = facts
        entries.reserveCapacity(entries.count + 11)
        func tell(_ key: String, _ values: [String]) {
            entries.append(RequestContext.Entry(key: key, values: values))
        }
        tell("aws:currenttime", moment.date)
        tell("aws:epochtime", moment.epoch)
        if case .roleSession(let session) = caller.principal {
            tell("aws:userid", ["\(session.roleID):\(session.sessionName)"])
        }
        if caller.hasTemporaryCredentials {
            let mfaAt = caller.session?.mfaAt
            if let session = caller.session {
                tell("aws:tokenissuetime", [DateText.text(Timestamp(seconds: session.issuedAt.seconds))])
            }
            tell("aws:multifactorauthpresent", [mfaAt == nil ? "false" : "true"])
            if let mfaAt { tell("aws:multifactorauthage", [String(max(0, now.seconds - mfaAt.seconds))]) }
        }
        tell("postern:peeruid", [String(peer.uid)])
        tell("postern:peergid", [String(peer.gid)])
        tell("postern:peerpid", [String(peer.pid)])
        if let executable = peer.executable { tell("postern:peerexecutable", [executable]) }
        self.entries = entries
    }

    /// Whether the entries are those of a caller, who acts as the same principal, at a moment.
    func fits(_ caller: Caller, _ moment: MomentText) -> Bool {
        second == moment.second && peer.pid == caller.peer.pid && session?.id == caller.session?.id
            && session == caller.session && ExactText(sessionName) == ExactText(caller.sessionName)
            && peer.uid == caller.peer.uid && peer.gid == caller.peer.gid
            && peer.executable.map(ExactText.init) == caller.peer.executable.map(ExactText.init)
    }
}

extension Caller {
    /// The name of the role session; empty for other principals.
    fileprivate var sessionName: String {
        if case .roleSession(let session) = principal { session.sessionName } else { "" }
    }

    /// Whether the caller holds what AWS calls temporary security credentials.
    ///
    /// A session that was begun with an access key stands for that key, which is long-term: its requests have no MFA
    /// keys, unless a code was shown. So do requests of users that are known by their peer, or asked about by ARN.
    var hasTemporaryCredentials: Bool {
        if case .roleSession = principal { return true }
        guard let session else { return false }
        if case .accessKey = session.credential { return session.mfaAt != nil }
        return true
    }
}
