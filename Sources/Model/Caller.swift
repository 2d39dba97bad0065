/// Who makes a call, as it was verified; never what the caller claims.
public struct Caller: Hashable, Sendable {
    /// Whom the call acts as; `.anonymous` for nobody.
    public var principal: Principal
    /// The session whose token the call carries; `nil` for a peer that acts by its own credentials.
    public var session: SessionFacts?
    /// The process at the other end of the socket.
    public var peer: PeerFacts

    /// A caller, as it was verified.
    public init(principal: Principal, session: SessionFacts? = nil, peer: PeerFacts) {
        self.principal = principal
        self.session = session
        self.peer = peer
    }
}

/// What a session's token says about the session.
public struct SessionFacts: Hashable, Sendable {
    /// What the session was begun with.
    public enum Credential: Hashable, Sendable {
        /// A password; sessions of an earlier generation of it are refused.
        case password(generation: UInt32)
        /// An access key; the session ends with it.
        case accessKey(UniqueID)
        /// `AssumeRole`, by an identity whose own session ends on its own.
        case assumedRole
        /// A peer that the configuration maps to a role.
        case peer
    }

    /// Names the session for revoking it; no secret.
    public var id: String
    /// When the session began.
    public var issuedAt: Timestamp
    /// When it ends by itself.
    public var expiration: Timestamp
    /// When a code of an MFA device was shown; `nil` where none was.
    public var mfaAt: Timestamp?
    /// What it was begun with.
    public var credential: Credential

    /// The facts of one session.
    public init(
        id: String,
        issuedAt: Timestamp,
        expiration: Timestamp,
        mfaAt: Timestamp? = nil,
        credential: Credential
    ) {
        self.id = id
        self.issuedAt = issuedAt
        self.expiration = expiration
        self.mfaAt = mfaAt
        self.credential = credential
    }
}

/// The process at the other end of a socket, as the kernel tells it.
public struct PeerFacts: Hashable, Sendable {
    /// Its effective user id when it connected.
    public var uid: UInt32
    /// Its effective group id when it connected.
    public var gid: UInt32
    /// Its process id when it connected.
    public var pid: Int32
    /// The path of its program; `nil` where it cannot be told for certain.
    public var executable: String?

    /// The facts of one connection.
    public init(uid: UInt32, gid: UInt32, pid: Int32, executable: String? = nil) {
        self.uid = uid
        self.gid = gid
        self.pid = pid
        self.executable = executable
    }
}
