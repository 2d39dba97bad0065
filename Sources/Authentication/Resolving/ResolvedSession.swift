internal import Directory
internal import Model

/// A session as one snapshot has it: who it acts as, and what time may still end.
struct ResolvedSession: Sendable {
    let payload: SessionPayload
    let principal: Principal
    let facts: SessionFacts
    /// The access key that the session was begun with.
    let key: AccessKeyRecord?
    /// Of the access key or the role; `nil` where a password began the session, whose use was the sign-in.
    let mark: UseMark?

    /// Holds a payload against a snapshot.
    ///
    /// The principal is made of today's record, so that a rename shows at once; the mark is that of the session in an
    /// earlier snapshot, where there was one.
    init(_ payload: SessionPayload, mark: UseMark?, in snapshot: Snapshot) throws(Refusal) {
        guard snapshot.revocation(sessionID: payload.id) == nil else { throw Self.ended }
        let dropped = snapshot.account.droppedRevocations
        guard !dropped.mayHide(sessionUntil: payload.expiration, begunUnder: payload.drops) else {
            throw Self.perhapsEnded
        }
        self.payload = payload
        self.facts = payload.facts
        switch payload.holder {
        case .user(let id):
            guard let user = snapshot.user(id: id) else {
                throw .invalidToken("the user that the session belongs to no longer exists")
            }
            guard user.sessionsValidFrom == payload.epoch else { throw Self.ended }
            let key = try Self.checkedKey(payload.credential, of: user, in: snapshot)
            self.key = key
            self.mark = mark ?? UseMark(key?.id)
            self.principal = .user(UserPrincipal(user, in: snapshot))
        case .role(let id, let sessionName):
            guard let role = snapshot.role(id: id) else {
                throw .invalidToken("the role that the session belongs to no longer exists")
            }
            guard role.sessionsValidFrom == payload.epoch else { throw Self.ended }
            self.key = nil
            self.mark = mark ?? UseMark(id)
            self.principal = .roleSession(RoleSessionPrincipal(role, sessionName: sessionName, in: snapshot))
        }
    }

    /// Refuses a session that is over, that has not begun, or whose key time has switched off.
    ///
    /// Time is the machine's: a clock that is set back lets a session live that much longer, and a session of before
    /// that is refused while it seems to begin in the future.
    func check(at now: Timestamp) throws(Refusal) {
        guard now < facts.expiration else { throw .expiredToken("the session is over; sign in again") }
        guard facts.issuedAt <= now.adding(seconds: AuthenticationSettings.clockSkewSeconds) else {
            throw .invalidToken("the session begins in the future: the clock was set back; sign in again")
        }
        if let key, !key.works(at: now) { throw Self.keyEnded }
    }

    private static let ended = Refusal.expiredToken("the session was ended; sign in again")
    private static let perhapsEnded = Refusal.expiredToken(
        "the clock was far ahead since the session began, and it may have been ended; sign in again"
    )
    private static let keyEnded = Refusal.invalidToken(
        "the access key that the session was begun with no longer works"
    )

    /// Refuses where the credential that began the session has changed or gone.
    private static func checkedKey(
        _ credential: SessionPayload.Credential,
        of user: UserRecord,
        in snapshot: Snapshot
    ) throws(Refusal) -> AccessKeyRecord? {
        switch credential {
        case .password(let generation, let profileCreatedAt):
            guard let login = snapshot.login(userID: user.id), login.generation == generation,
                login.createdAt == profileCreatedAt
            else { throw .expiredToken("the password was changed since the session began; sign in again") }
            return nil
        case .accessKey(let id):
            guard let key = snapshot.accessKey(id: id), key.userID == user.id else { throw keyEnded }
            return key
        case .assumedRole:
            // Decoding lets no user be assumed.
            throw .invalidToken("the session token is of an unknown kind")
        }
    }
}

extension UserPrincipal {
    init(_ user: UserRecord, in snapshot: Snapshot) {
        self.init(
            account: snapshot.account.id,
            arn: snapshot.arn(of: user),
            uniqueID: user.id.description,
            name: user.name
        )
    }
}

extension RoleSessionPrincipal {
    init(_ role: RoleRecord, sessionName: String, in snapshot: Snapshot) {
        self.init(
            account: snapshot.account.id,
            arn: snapshot.sessionARN(role: role, sessionName: sessionName),
            roleARN: snapshot.arn(of: role),
            roleID: role.id.description,
            sessionName: sessionName
        )
    }
}
