package import Model
internal import Directory
internal import Secrets

extension Authenticator {
    /// Signs a program in with an access key.
    ///
    /// An unknown id, a wrong secret and a key that does not work get the same answer for the same work.
    package func authenticateAccessKey(
        _ request: AuthenticateAccessKeyRequest,
        by caller: Caller
    ) async throws(Refusal) -> AuthenticateAccessKeyResponse {
        let seconds = try Self.sessionSeconds(request.durationSeconds)
        let (snapshot, now) = (directory.current, clock())
        let subject = ThrottleSubject.accessKeys(uid: caller.peer.uid)
        try throttle.admit(subject, at: now, in: snapshot)
        guard let (key, user) = prove(request, at: now, in: snapshot) else {
            throttle.fail(subject, at: now, in: snapshot)
            await storeFailures([subject], at: now)
            throw .invalidToken("the access key id or the secret is wrong, or the key does not work")
        }
        // Begun before anything else is waited for: the key was looked at in this very snapshot.
        let session = try begin(
            .user(user.id),
            by: .accessKey(key.id),
            seconds: seconds,
            mfaAt: nil,
            epoch: user.sessionsValidFrom,
            as: .user(UserPrincipal(user, in: snapshot)),
            in: snapshot
        )
        recordUse(of: key.id)
        await forgetFailures([subject])
        return AuthenticateAccessKeyResponse(session: session)
    }

    private func prove(
        _ request: AuthenticateAccessKeyRequest,
        at now: Timestamp,
        in snapshot: Snapshot
    ) -> (AccessKeyRecord, UserRecord)? {
        let key = UniqueID(request.accessKeyID).flatMap { snapshot.accessKey(id: $0) }
        let sealed = key.map { SealedSecret(box: $0.sealedSecret, place: Array($0.key.utf8)) } ?? decoySecret
        let isRight = sealed.isSecret(request.secretAccessKey, keys: keys)
        guard isRight, let key, key.works(at: now), let user = snapshot.user(id: key.userID) else { return nil }
        return (key, user)
    }
}

/// A sealed secret, and the place that it is sealed for.
struct SealedSecret: Sendable {
    let box: [UInt8]
    let place: [UInt8]

    init(box: [UInt8], place: [UInt8]) {
        self.box = box
        self.place = place
    }

    /// The secret of a key that does not exist, of the same size as one that does.
    init(decoyFor keys: AccountKeys) {
        let secret = Array(RandomIdentifier.accessKeySecret().utf8)
        place = Array("key/\(RandomIdentifier.accessKeyID())".utf8)
        box = SealedBox.seal(secret, key: keys.records, associatedData: place)
    }

    /// Whether a text is the secret, in the same time for every wrong one of its length.
    func isSecret(_ text: String, keys: AccountKeys) -> Bool {
        guard text.utf8.count <= Limits.passwordBytesMax,
            var secret = try? SealedBox.open(box, key: keys.records, associatedData: place)
        else { return false }
        var typed = Array(text.utf8)
        defer {
            Sodium.wipe(&secret)
            Sodium.wipe(&typed)
        }
        return constantTimeEquals(secret, typed)
    }
}
