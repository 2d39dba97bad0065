package import Directory
package import Model
package import Secrets

/// Tells who makes a call, from its token or from the process at the other end, without waiting for anything.
///
/// Used on the event loops. Everything is held against the snapshot that the call is judged by, so that whatever ends
/// a session ends it at once: sign-out, revocation, another password, a key that is switched off, a deletion.
package final class CallerResolver: Sendable {
    private let sessionKey: TokenKey
    private let peers: PeerMap
    /// Where it is noted that somebody acts by an access key or as a role.
    private let uses: UseLog
    private let cache: CallerCache

    package convenience init(keys: AccountKeys, peers: PeerMap, uses: UseLog) {
        self.init(sessionKey: TokenKey(keys, purpose: .session), peers: peers, uses: uses)
    }

    private init(sessionKey: TokenKey, peers: PeerMap, uses: UseLog) {
        self.sessionKey = sessionKey
        self.peers = peers
        self.uses = uses
        self.cache = CallerCache()
    }

    /// A resolver of the same account that knows its peers by another map.
    package func with(peers: PeerMap) -> CallerResolver {
        CallerResolver(sessionKey: sessionKey, peers: peers, uses: uses)
    }

    /// A resolver that knows the same and remembers nothing: for looking at a snapshot that the loops do not look at.
    package func apart() -> CallerResolver { CallerResolver(sessionKey: sessionKey, peers: peers, uses: uses) }

    /// Who makes a call: the holder of its token, else the peer by its own credentials, else nobody.
    ///
    /// - Throws: `InvalidClientTokenId` or `ExpiredToken`. A token that is not believed is never passed over: the call
    ///   does not fall back to the peer's own identity.
    package func caller(
        token: String,
        peer: PeerFacts,
        in snapshot: Snapshot,
        at now: Timestamp
    ) throws(Refusal) -> Caller {
        token.isEmpty
            ? try ownIdentity(of: peer, in: snapshot, at: now)
            : try holder(ofToken: token, peer: peer, in: snapshot, at: now)
    }

    /// Whose token this is: for a service that asks what the holder of a token may do.
    ///
    /// - Throws: As `caller` does; an empty token is no token.
    package func holder(
        ofToken token: String,
        peer: PeerFacts,
        in snapshot: Snapshot,
        at now: Timestamp
    ) throws(Refusal) -> Caller {
        let session = try session(token, in: snapshot)
        try session.check(at: now)
        session.mark?.note(at: now, in: uses)
        return Caller(principal: session.principal, session: session.facts, peer: peer)
    }

    private func session(_ token: String, in snapshot: Snapshot) throws(Refusal) -> ResolvedSession {
        // A token is ASCII. `String`'s `==` takes KELVIN SIGN for a `K`: the cache would take an altered token.
        var text = token.utf8Span
        guard text.checkForASCII() else { throw Self.notOfThisAccount }
        let payload: SessionPayload
        var mark: UseMark?
        switch cache.session(token, in: snapshot) {
        case .resolved(let session): return session
        case .outdated(let session): (payload, mark) = (session.payload, session.mark)
        case nil: payload = try open(token)
        }
        do throws(Refusal) {
            let session = try ResolvedSession(payload, mark: mark, in: snapshot)
            cache.keep(session, of: token, in: snapshot)
            return session
        } catch {
            cache.forget(token)
            throw error
        }
    }

    private static let notOfThisAccount = Refusal.invalidToken(
        "the session token is not one of this account, or was altered"
    )

    private func open(_ token: String) throws(Refusal) -> SessionPayload {
        let bytes: [UInt8]
        do throws(SecretsError) {
            bytes = try SealedToken.open(token, key: sessionKey)
        } catch {
            throw Self.notOfThisAccount
        }
        guard let payload = SessionPayload(decoding: bytes) else {
            throw .invalidToken("the session token is of another version; sign in again")
        }
        return payload
    }

    private func ownIdentity(of peer: PeerFacts, in snapshot: Snapshot, at now: Timestamp) throws(Refusal) -> Caller {
        let key = CallerCache.PeerKey(uid: peer.uid, gid: peer.gid)
        let identity: PeerIdentity
        if let known = cache.peer(key, in: snapshot) {
            identity = known
        } else {
            identity =
                try peers.rule(for: peer).map { rule throws(Refusal) in
                    try rule.resolved(for: peer, in: snapshot)
                } ?? PeerIdentity(principal: .anonymous)
            cache.keep(identity, of: key, in: snapshot)
        }
        let principal = identity.principal
        guard case .roleSession = principal else { return Caller(principal: principal, peer: peer) }
        identity.mark?.note(at: now, in: uses)
        // A role is always a session's; this one begins anew each second, for as long as the process runs.
        let second = Timestamp(seconds: now.seconds)
        let session = SessionFacts(
            id: "",
            issuedAt: second,
            expiration: second.adding(seconds: Int64(AuthenticationSettings.roleSessionSecondsDefault)),
            credential: .peer
        )
        return Caller(principal: principal, session: session, peer: peer)
    }
}

extension PeerRule {
    /// Whom the rule names.
    ///
    /// - Throws: Where there is none: a peer that ought to be somebody is not taken for nobody.
    fileprivate func resolved(for peer: PeerFacts, in snapshot: Snapshot) throws(Refusal) -> PeerIdentity {
        switch principal {
        case .root:
            return PeerIdentity(principal: .root(snapshot.account.id, arn: snapshot.rootARN))
        case .user(let name):
            guard let user = snapshot.user(named: name) else {
                throw .invalidToken("the peer rule `\(self)` names a user that does not exist")
            }
            return PeerIdentity(principal: .user(UserPrincipal(user, in: snapshot)))
        case .role(let name):
            guard let role = snapshot.role(named: name) else {
                throw .invalidToken("the peer rule `\(self)` names a role that does not exist")
            }
            let session = RoleSessionPrincipal(role, sessionName: "uid-\(peer.uid)", in: snapshot)
            return PeerIdentity(principal: .roleSession(session), mark: UseMark(role.id))
        }
    }
}
