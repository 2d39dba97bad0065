package import Model
internal import Directory
internal import Secrets

extension Authenticator {
    /// Signs a person in with name and password.
    ///
    /// An unknown name, a user without a password and a wrong password take the same path: one count against the peer
    /// and the name, one hash, one answer.
    ///
    /// - Returns: A session, or a challenge where a code or a new password is wanted first.
    package func signIn(_ request: SignInRequest, by caller: Caller) async throws(Refusal) -> SignInResponse {
        let seconds = try Self.sessionSeconds(request.durationSeconds)
        guard NameGrammar.isName(request.userName, bytes: 1...64) else {
            throw .validation("a user name is 1 to 64 letters, digits and `_+=,.@-`")
        }
        guard (1...Limits.passwordBytesMax).contains(request.password.utf8.count) else {
            throw .validation("a password is 1 to \(Limits.passwordBytesMax) bytes long")
        }
        let proven = try await prove(request, by: caller)
        let outcome = try next(for: proven.user, proven.login, seconds: seconds, mfaAt: nil, in: proven.snapshot)
        return SignInResponse(session: outcome.session, challenge: outcome.challenge)
    }

    /// A user whose password was right.
    private struct Proven {
        let user: UserRecord
        let login: LoginRecord
        let snapshot: Snapshot
    }

    private func prove(_ request: SignInRequest, by caller: Caller) async throws(Refusal) -> Proven {
        let (before, now, uid) = (directory.current, clock(), caller.peer.uid)
        let user = before.user(named: request.userName)
        let login = user.flatMap { before.login(userID: $0.id) }
        let hash = login.flatMap { try? PasswordHash(encoded: $0.passwordHash) }
        let subject = ThrottleSubject(user: user?.id, typedName: request.userName, uid: uid, keys: keys)
        let peer = ThrottleSubject.signIns(uid: uid)
        try throttle.admit(peer, at: now, in: before)
        try throttle.claim(subject, at: now, in: before)
        let isRight: Bool
        do throws(Refusal) {
            isRight = try await passwords.verify(request.password, against: hash, lane: uid)
        } catch {
            throttle.release(subject)
            throw error
        }
        guard isRight, let login, let hash else {
            throttle.fail(peer, at: now, in: directory.current)
            await storeFailures([subject, peer], at: now)
            throw Self.wrongPassword
        }
        await forgetFailures([subject, peer])
        let renewed = await renew(hash, of: login, password: request.password, uid: uid)
        // Look again: whoever deletes a user or changes a password while it is checked has ended this sign-in.
        let after = directory.current
        guard let user = after.user(id: login.userID), let current = after.login(userID: login.userID),
            current.generation == login.generation, current.createdAt == login.createdAt,
            current.passwordHash == login.passwordHash || current.passwordHash == renewed?.encoded
        else { throw Self.wrongPassword }
        return Proven(user: user, login: current, snapshot: after)
    }

    private static let wrongPassword = Refusal.invalidToken(
        "the user name or the password is wrong, or the user has no password"
    )

    /// Hashes a password again where today's cost is higher than its hash's.
    ///
    /// - Returns: `nil` where there is no need, or no room now: the next sign-in does it.
    private func renew(
        _ hash: PasswordHash,
        of login: LoginRecord,
        password: String,
        uid: UInt32
    ) async -> PasswordHash? {
        guard hash.needsRehash(passwords.parameters) else { return nil }
        guard let fresh = try? await passwords.hash(password, lane: uid) else { return nil }
        let outcome = try? await directory.write { (transaction: inout Transaction) throws(Refusal) in
            guard var current = transaction.snapshot.login(userID: login.userID),
                current.passwordHash == login.passwordHash
            else { return }
            current.passwordHash = fresh.encoded
            transaction.put(current)
        }
        return outcome == nil ? nil : fresh
    }

    /// What comes after a right password: a challenge while something is wanted, else the session.
    func next(
        for user: UserRecord,
        _ login: LoginRecord,
        seconds: UInt32,
        mfaAt: Timestamp?,
        in snapshot: Snapshot
    ) throws(Refusal) -> (session: Session?, challenge: Challenge?) {
        let wantsCode = mfaAt == nil && !user.mfaDevices.isEmpty
        guard !wantsCode, !login.resetRequired else {
            let payload = ChallengePayload(
                userID: user.id,
                generation: login.generation,
                profileCreatedAt: login.createdAt,
                epoch: user.sessionsValidFrom,
                id: RandomIdentifier.token(bytes: 16),
                issuedAt: clock(),
                durationSeconds: seconds,
                wantsCode: wantsCode,
                mfaAt: mfaAt,
                drops: snapshot.account.droppedRevocations.count
            )
            let kinds: [ChallengeKind] = (wantsCode ? [.mfaCode] : []) + (login.resetRequired ? [.newPassword] : [])
            return (nil, Challenge(token: try seal(payload.encoded(), with: challengeKey), kinds: kinds))
        }
        let session = try begin(
            .user(user.id),
            by: .password(generation: login.generation, profileCreatedAt: login.createdAt),
            seconds: seconds,
            mfaAt: mfaAt,
            epoch: user.sessionsValidFrom,
            as: .user(UserPrincipal(user, in: snapshot)),
            in: snapshot
        )
        recordUse(of: user.id)
        return (session, nil)
    }
}
