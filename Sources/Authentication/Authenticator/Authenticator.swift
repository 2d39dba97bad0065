package import Directory
package import Model
package import Secrets

/// Tells who somebody is: passwords and codes, access keys, roles that are taken on, and the sessions that follow.
///
/// What permits a call is the Dispatcher's to ask; here it is only found out whether the proof is right. Sessions are
/// sealed tokens, which a `CallerResolver` verifies without asking this actor.
package actor Authenticator {
    let directory: Directory
    let keys: AccountKeys
    let passwords: PasswordPool
    let passwordPolicy: PasswordPolicy
    let clock: Clock
    let sessionKey: TokenKey
    let challengeKey: TokenKey
    /// Opened in vain for an access key that does not exist.
    let decoySecret: SealedSecret
    var throttle: LoginThrottle
    /// Also for a `CallerResolver`, which sees who calls.
    package nonisolated let uses = UseLog()

    package init(
        directory: Directory,
        keys: AccountKeys,
        passwords: PasswordPool,
        settings: AuthenticationSettings = AuthenticationSettings(),
        clock: @escaping Clock
    ) {
        self.directory = directory
        self.keys = keys
        self.passwords = passwords
        self.passwordPolicy = settings.passwordPolicy
        self.clock = clock
        self.sessionKey = TokenKey(keys, purpose: .session)
        self.challengeKey = TokenKey(keys, purpose: .challenge)
        self.decoySecret = SealedSecret(decoyFor: keys)
        self.throttle = LoginThrottle(settings: settings.throttle)
    }

    // MARK: Throttling

    /// Keeps what failures cost, so that a restart does not wipe it out.
    ///
    /// Only steps of a back-off are written, which are rarer the more failures there are. A store that takes no writes
    /// does not stop sign-ins: then memory alone counts.
    func storeFailures(_ subjects: [ThrottleSubject], at now: Timestamp) async {
        let records = subjects.compactMap { throttle.record(of: $0, at: now) }
        guard !records.isEmpty else { return }
        _ = try? await directory.write { (transaction: inout Transaction) throws(Refusal) in
            transaction.dropUnknownNames(beyond: ThrottleSettings.unknownNamesStoredMax, for: records)
            for record in records { transaction.put(record) }
        }
    }

    /// Forgets the failures of subjects that proved themselves, in memory and in the store.
    func forgetFailures(_ subjects: [ThrottleSubject]) async {
        for subject in subjects { throttle.succeed(subject) }
        let names = subjects.map(\.text)
        let snapshot = directory.current
        guard names.contains(where: { snapshot.throttle(subject: $0) != nil }) else { return }
        _ = try? await directory.write { (transaction: inout Transaction) throws(Refusal) in
            transaction.deleteThrottles(names)
        }
    }
}

extension Transaction {
    mutating func deleteThrottles(_ subjects: [String]) {
        for subject in subjects {
            if let record = snapshot.throttle(subject: subject) { delete(record) }
        }
    }

    /// Makes room for records of names that nobody has: anybody can think of any number of them.
    fileprivate mutating func dropUnknownNames(beyond countMax: Int, for records: [ThrottleRecord]) {
        let prefix = ThrottleSubject.unknownNamePrefix
        guard snapshot.throttleCount >= countMax, records.contains(where: { $0.subject.hasPrefix(prefix) }) else {
            return
        }
        let stored = snapshot.throttles.filter { $0.subject.hasPrefix(prefix) }
        guard stored.count >= countMax else { return }
        let oldestFirst = stored.sorted { $0.lastFailure < $1.lastFailure }
        for record in oldestFirst.prefix(stored.count - countMax + 1) { delete(record) }
    }
}
