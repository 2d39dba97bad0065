internal import Directory
package import Model
internal import Secrets

extension Administrator {
    package func createLoginProfile(
        _ request: CreateLoginProfileRequest,
        by caller: Caller
    ) async throws(Refusal) -> CreateLoginProfileResponse {
        let reference = try UserReference(request.userName, orOwnOf: caller)
        let known = try snapshot.wanted(reference)
        try snapshot.mustHaveNoLogin(known)
        try check(request.password, of: known)
        let hash = try await passwords.hash(request.password, lane: caller.peer.uid)
        // At random, so that sessions of a profile that was deleted do not fit the next one.
        let generation = UInt32.random(in: 1...UInt32.max / 2)
        let (now, policy) = (clock(), passwordPolicy)
        let written = try await directory.write { (transaction) throws(Refusal) -> LoginProfile in
            let user = try transaction.snapshot.wanted(reference)
            try transaction.snapshot.mustHaveNoLogin(user)
            try policy.checkLength(request.password, hasMFA: user.hasMFA)
            var login = LoginRecord(userID: user.id)
            login.passwordHash = hash.encoded
            login.createdAt = now
            login.resetRequired = request.passwordResetRequired
            login.generation = generation
            transaction.put(login)
            return LoginProfile(login, of: user)
        }
        return CreateLoginProfileResponse(loginProfile: written.value)
    }

    package func getLoginProfile(
        _ request: GetLoginProfileRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetLoginProfileResponse {
        let snapshot = self.snapshot
        let user = try snapshot.wanted(UserReference(request.userName, orOwnOf: caller))
        return GetLoginProfileResponse(loginProfile: LoginProfile(try snapshot.wantedLogin(of: user), of: user))
    }

    package func updateLoginProfile(
        _ request: UpdateLoginProfileRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: request.userName, .user)
        let known = try snapshot.wanted(UserRecord.self, name)
        _ = try snapshot.wantedLogin(of: known)
        var hash: PasswordHash?
        if !request.password.isEmpty {
            try check(request.password, of: known)
            hash = try await passwords.hash(request.password, lane: caller.peer.uid)
        }
        let (newHash, policy) = (hash, passwordPolicy)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let user = try transaction.snapshot.wanted(UserRecord.self, name)
            var login = try transaction.snapshot.wantedLogin(of: user)
            if let newHash {
                try policy.checkLength(request.password, hasMFA: user.hasMFA)
                login.replace(by: newHash)
            }
            if let isRequired = request.passwordResetRequired?.value { login.resetRequired = isRequired }
            transaction.put(login)
        }
        return Empty()
    }

    package func deleteLoginProfile(
        _ request: DeleteLoginProfileRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let reference = try UserReference(request.userName, orOwnOf: caller)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let user = try transaction.snapshot.wanted(reference)
            transaction.delete(try transaction.snapshot.wantedLogin(of: user))
            transaction.forgetFailures(ThrottleRecord.changePassword(user.id))
        }
        return Empty()
    }

    /// Changes the caller's own password, who must know the one until now.
    ///
    /// Whoever holds a session and not the password is no better at guessing it here than at the sign-in: attempts
    /// are counted before they are looked at.
    package func changePassword(_ request: ChangePasswordRequest, by caller: Caller) async throws(Refusal) -> Empty {
        guard case .user = caller.principal else {
            throw Refusal(
                .invalidArgument,
                code: "InvalidUserType",
                "only a user has a password of its own to change"
            )
        }
        let reference = try UserReference("", orOwnOf: caller)
        let user = try snapshot.wanted(reference)
        let login = try snapshot.wantedLogin(of: user)
        try check(request.newPassword, of: user)
        guard !request.newPassword.utf8.elementsEqual(request.oldPassword.utf8) else {
            throw Refusal(.invalidArgument, code: "PasswordPolicyViolation", "the new password is the old one")
        }
        let subject = ThrottleRecord.changePassword(user.id)
        try await claimAttempt(subject)
        let known = try Self.passwordHash(of: login)
        guard try await passwords.verify(request.oldPassword, against: known, lane: caller.peer.uid) else {
            throw .accessDenied("the old password is not the user's password")
        }
        let (hash, policy) = (try await passwords.hash(request.newPassword, lane: caller.peer.uid), passwordPolicy)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let user = try transaction.snapshot.wanted(reference)
            var current = try transaction.snapshot.wantedLogin(of: user)
            // What was verified must still be the password.
            guard current.passwordHash == known.encoded else {
                throw Refusal(.aborted, code: "ConcurrentModification", "the password was changed meanwhile")
            }
            try policy.checkLength(request.newPassword, hasMFA: user.hasMFA)
            current.replace(by: hash)
            current.resetRequired = false
            transaction.put(current)
            transaction.forgetFailures(subject)
        }
        return Empty()
    }

    /// Refuses a bad password before it is hashed; whether the user has a device is looked at again in the write.
    private func check(_ password: String, of user: UserRecord) throws(Refusal) {
        try passwordPolicy.check(password, userName: user.name, hasMFA: user.hasMFA)
    }

    private static func passwordHash(of login: LoginRecord) throws(Refusal) -> PasswordHash {
        do throws(SecretsError) {
            return try PasswordHash(encoded: login.passwordHash)
        } catch {
            throw .internalFailure("the record of the password: \(error)")
        }
    }
}

extension UserRecord {
    fileprivate var hasMFA: Bool { !mfaDevices.isEmpty }
}

extension LoginRecord {
    /// Sets another password, with which the sessions of this one end.
    fileprivate mutating func replace(by hash: PasswordHash) {
        passwordHash = hash.encoded
        generation = generation == .max ? 1 : generation + 1
    }
}

extension LoginProfile {
    fileprivate init(_ login: LoginRecord, of user: UserRecord) {
        self.init(
            userName: user.name,
            createDate: login.createdAt.seconds,
            passwordResetRequired: login.resetRequired
        )
    }
}

extension Snapshot {
    fileprivate func wantedLogin(of user: UserRecord) throws(Refusal) -> LoginRecord {
        guard let login = login(userID: user.id) else { throw .noSuchEntity("\(user.shown) has no login profile") }
        return login
    }

    fileprivate func mustHaveNoLogin(_ user: UserRecord) throws(Refusal) {
        guard login(userID: user.id) == nil else {
            throw .alreadyExists("\(user.shown) has a login profile already: update it")
        }
    }
}
