package import Model
internal import Directory
internal import Secrets

extension Authenticator {
    /// Finishes a sign-in that asked for more.
    ///
    /// What is spent (the code's time step, the challenge itself) is spent in one commit, which looks again at
    /// everything that it rests on: of two answers with one code, exactly one is right.
    ///
    /// - Returns: A session, or a challenge where something is still wanted.
    package func answerChallenge(
        _ request: AnswerChallengeRequest,
        by caller: Caller
    ) async throws(Refusal) -> AnswerChallengeResponse {
        let now = clock()
        let payload = try openChallenge(request.challengeToken, at: now)
        let (user, login) = try payload.standing(in: directory.current)
        let wantsCode = payload.mfaAt == nil && (payload.wantsCode || !user.mfaDevices.isEmpty)
        guard !wantsCode || !request.mfaCode.isEmpty else { throw .validation("an MFA code is wanted") }
        let newPassword = login.resetRequired ? request.newPassword : ""
        guard wantsCode || !login.resetRequired || !newPassword.isEmpty else {
            throw .validation("a new password is wanted")
        }
        if !newPassword.isEmpty {
            try passwordPolicy.check(newPassword, userName: user.name, hasMFA: !user.mfaDevices.isEmpty)
        }

        let code = wantsCode ? try await claim(request.mfaCode, of: user, at: now, uid: caller.peer.uid) : nil
        do throws(Refusal) {
            let fresh = newPassword.isEmpty ? nil : try await freshHash(newPassword, of: login, uid: caller.peer.uid)
            let written = try await spend(payload, code, fresh, newPassword)
            if let code { throttle.succeed(code.subject) }
            let outcome = try next(
                for: written.value.user,
                written.value.login,
                seconds: payload.durationSeconds,
                mfaAt: wantsCode ? now : payload.mfaAt,
                in: written.snapshot
            )
            return AnswerChallengeResponse(session: outcome.session, challenge: outcome.challenge)
        } catch {
            // The code was right: only where another answer has spent it does the attempt count as a failure.
            if let code, error != Self.wrongCode { throttle.release(code.subject) }
            throw error
        }
    }

    private func openChallenge(_ token: String, at now: Timestamp) throws(Refusal) -> ChallengePayload {
        guard let bytes = try? SealedToken.open(token, key: challengeKey),
            let payload = ChallengePayload(decoding: bytes)
        else { throw .invalidToken("the challenge is not one of this account, or was altered; sign in again") }
        guard now < payload.expiration,
            payload.issuedAt <= now.adding(seconds: AuthenticationSettings.clockSkewSeconds)
        else { throw .expiredToken("the challenge is over; sign in again") }
        return payload
    }

    /// A code that was right, and what must still be so when it is spent.
    private struct Code: Sendable {
        let subject: ThrottleSubject
        let deviceName: String
        let sealedSeed: [UInt8]
        let step: UInt64
    }

    private static let wrongCode = Refusal(
        .unauthenticated,
        code: "InvalidAuthenticationCode",
        "the code is wrong or was used already; wait for the next one"
    )

    private func claim(
        _ typed: String,
        of user: UserRecord,
        at now: Timestamp,
        uid: UInt32
    ) async throws(Refusal) -> Code {
        let snapshot = directory.current
        let subject = ThrottleSubject.code(user.id, uid: uid)
        try throttle.claim(subject, at: now, in: snapshot)
        var found: Code?
        // Every device is asked, whichever shows the code.
        for name in user.mfaDevices {
            guard let device = snapshot.mfaDevice(named: name), device.userID == user.id,
                let step = step(shownAs: typed, by: device, at: now)
            else { continue }
            found = Code(subject: subject, deviceName: name, sealedSeed: device.sealedSeed, step: step)
        }
        guard let found else {
            await storeFailures([subject], at: now)
            throw Self.wrongCode
        }
        return found
    }

    private func step(shownAs typed: String, by device: MFADeviceRecord, at now: Timestamp) -> UInt64? {
        let place = Array(device.key.utf8)
        guard let seed = try? SealedBox.open(device.sealedSeed, key: keys.records, associatedData: place),
            let password = try? OneTimePassword(seed: seed)
        else { return nil }
        return password.verify(
            code: typed,
            at: now,
            after: device.lastStep == 0 ? nil : device.lastStep,
            drift: device.drift == 0 ? 0 : Int64(device.drift) - 1_000
        )
    }

    private func freshHash(_ password: String, of login: LoginRecord, uid: UInt32) async throws(Refusal) -> PasswordHash
    {
        let old = try? PasswordHash(encoded: login.passwordHash)
        guard try await !passwords.verify(password, against: old, lane: uid) else {
            throw Refusal(
                .invalidArgument,
                code: "PasswordPolicyViolation",
                "the password is the one that must be changed; choose another"
            )
        }
        return try await passwords.hash(password, lane: uid)
    }

    private func spend(
        _ payload: ChallengePayload,
        _ code: Code?,
        _ fresh: PasswordHash?,
        _ newPassword: String
    ) async throws(Refusal) -> Written<(user: UserRecord, login: LoginRecord)> {
        let policy = passwordPolicy
        return try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            var (user, login) = try payload.standing(in: transaction.snapshot)
            if let code {
                guard var device = transaction.snapshot.mfaDevice(named: code.deviceName), device.userID == user.id,
                    device.sealedSeed == code.sealedSeed, device.lastStep < code.step
                else { throw Self.wrongCode }
                device.lastStep = code.step
                transaction.put(device)
                transaction.deleteThrottles([code.subject.text])
            }
            if let fresh {
                try policy.checkLength(newPassword, hasMFA: !user.mfaDevices.isEmpty)
                login.passwordHash = fresh.encoded
                login.generation &+= 1
                login.resetRequired = false
                transaction.put(login)
            }
            transaction.put(payload.spent)
            return (user, login)
        }
    }
}

extension ChallengePayload {
    /// The user and password that the challenge rests on, as they are now.
    ///
    /// - Throws: Where the challenge was answered, or the user, the password or its sessions were changed meanwhile.
    fileprivate func standing(in snapshot: Snapshot) throws(Refusal) -> (UserRecord, LoginRecord) {
        guard snapshot.revocation(sessionID: id) == nil else {
            throw .invalidToken("the challenge was answered already; sign in again")
        }
        guard !snapshot.account.droppedRevocations.mayHide(sessionUntil: expiration, begunUnder: drops) else {
            throw .expiredToken("the clock was far ahead since the challenge began; sign in again")
        }
        guard let user = snapshot.user(id: userID), let login = snapshot.login(userID: userID),
            login.generation == generation, login.createdAt == profileCreatedAt, user.sessionsValidFrom == epoch
        else { throw .expiredToken("the password was changed or taken away meanwhile; sign in again") }
        return (user, login)
    }

    /// What keeps the challenge from being answered again.
    fileprivate var spent: RevocationRecord {
        var record = RevocationRecord()
        record.sessionID = id
        record.expiration = expiration
        return record
    }
}
