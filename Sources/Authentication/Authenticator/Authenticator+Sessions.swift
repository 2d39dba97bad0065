package import Model
internal import Directory
internal import Secrets

extension Authenticator {
    /// How long a user's session lives.
    static func sessionSeconds(_ asked: UInt32) throws(Refusal) -> UInt32 {
        let (least, most) = (AuthenticationSettings.sessionSecondsMin, AuthenticationSettings.sessionSecondsMax)
        guard asked != 0 else { return AuthenticationSettings.sessionSecondsDefault }
        guard (least...most).contains(asked) else {
            throw .validation("a session of \(asked) s: it may last \(least) to \(most) s, or 0 for the default")
        }
        return asked
    }

    /// Makes the token of a session.
    ///
    /// `epoch` is the holder's `sessionsValidFrom` in `snapshot`, which the proof was held against: a revocation since
    /// then ends the session before it is used.
    func begin(
        _ holder: SessionPayload.Holder,
        by credential: SessionPayload.Credential,
        seconds: UInt32,
        mfaAt: Timestamp?,
        epoch: Timestamp?,
        as principal: Principal,
        in snapshot: Snapshot
    ) throws(Refusal) -> Session {
        let now = clock()
        let payload = SessionPayload(
            holder: holder,
            credential: credential,
            id: RandomIdentifier.token(bytes: 16),
            issuedAt: now,
            expiration: now.adding(seconds: Int64(seconds)),
            mfaAt: mfaAt,
            epoch: epoch,
            drops: snapshot.account.droppedRevocations.count
        )
        return Session(
            token: try seal(payload.encoded(), with: sessionKey),
            expiration: payload.expiration.seconds,
            arn: principal.arn?.text ?? "",
            userID: principal.userID,
            sessionID: payload.id
        )
    }

    func seal(_ payload: [UInt8], with key: TokenKey) throws(Refusal) -> String {
        do throws(SecretsError) {
            return try SealedToken.seal(payload: payload, key: key)
        } catch {
            throw .internalFailure("\(error)")
        }
    }

    /// Ends the session whose token the call carries.
    package func signOut(_ request: SignOutRequest, by caller: Caller) async throws(Refusal) -> Empty {
        guard let session = caller.session, !session.id.isEmpty else {
            throw .validation("the call carries no session token, so that there is no session to end")
        }
        try await revoke(session.id, expiration: session.expiration)
        return Empty()
    }

    /// Ends every session of a user or a role that began until now, or one session by its id.
    package func revokeSessions(
        _ request: RevokeSessionsRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        switch (request.principalARN.isEmpty, request.sessionID.isEmpty) {
        case (false, true):
            try await revokeAll(of: request.principalARN)
        case (true, false):
            guard RandomIdentifier.isToken(request.sessionID, bytes: 16) else {
                throw .validation("a session id is 22 letters, digits, `-` and `_`")
            }
            // When it ends is not known here: no session lives longer than this.
            let seconds = Int64(AuthenticationSettings.sessionSecondsMax) + AuthenticationSettings.clockSkewSeconds
            try await revoke(request.sessionID, expiration: clock().adding(seconds: seconds))
        default:
            throw .validation("name a principal's ARN or one session's id, and not both")
        }
        return Empty()
    }

    private func revoke(_ id: String, expiration: Timestamp) async throws(Refusal) {
        var record = RevocationRecord()
        record.sessionID = id
        record.expiration = expiration
        let revocation = record
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            if transaction.snapshot.revocation(sessionID: id) == nil { transaction.put(revocation) }
        }
    }

    private func revokeAll(of arn: String) async throws(Refusal) {
        let now = clock()
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            if var user = transaction.snapshot.user(arn: arn) {
                user.sessionsValidFrom = Self.epoch(after: user.sessionsValidFrom, at: now)
                transaction.put(user)
            } else if var role = transaction.snapshot.role(arn: arn) {
                role.sessionsValidFrom = Self.epoch(after: role.sessionsValidFrom, at: now)
                transaction.put(role)
            } else {
                throw .noSuchEntity("`\(arn.prefix(ARN.bytesMax))` is no user or role of this account")
            }
        }
    }

    /// Now, but always another moment than before: sessions hold the one that they began under.
    private static func epoch(after last: Timestamp?, at now: Timestamp) -> Timestamp {
        guard let last, last >= now else { return now }
        return Timestamp(microseconds: last.microseconds == .max ? .max : last.microseconds + 1)
    }

    /// Tells the caller who it is.
    package func getCallerIdentity(
        _ request: GetCallerIdentityRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetCallerIdentityResponse {
        guard let arn = caller.principal.arn, let account = caller.principal.account else {
            throw Refusal(
                .unauthenticated,
                code: "MissingAuthenticationToken",
                "nobody is signed in: the call carries no session token, and no peer rule knows uid \(caller.peer.uid)"
            )
        }
        let expiration = caller.session.map { $0.credential == .peer ? 0 : $0.expiration.seconds }
        return GetCallerIdentityResponse(
            userID: caller.principal.userID,
            account: account.digits,
            arn: arn.text,
            expiration: expiration ?? 0
        )
    }
}

extension Principal {
    /// AWS's `UserId`: `AIDA…`, `AROA…:SESSION`, the account's id for root.
    var userID: String {
        switch self {
        case .root(let account, _): account.digits
        case .user(let user): user.uniqueID
        case .roleSession(let session): "\(session.roleID):\(session.sessionName)"
        case .federatedUser, .service, .anonymous: ""
        }
    }
}

extension RandomIdentifier {
    /// Whether a text could have been drawn by `token(bytes:)`.
    fileprivate static func isToken(_ text: String, bytes: Int) -> Bool {
        text.utf8.count <= bytes * 2 && Base64URL.decode(text)?.count == bytes
    }
}
