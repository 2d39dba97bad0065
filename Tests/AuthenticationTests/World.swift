import Authentication
import Directory
import Model
import Secrets
import Store
import Synchronization
import Testing

/// A clock that is wound by hand.
final class HandClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ moment: Timestamp) {
        self.moment = Mutex(moment)
    }

    var now: Timestamp { moment.withLock { $0 } }

    func advance(seconds: Int64) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// What a pool was asked to do.
final class WorkLog: Sendable {
    private let works = Mutex<[PasswordPool.Work]>([])

    func append(_ work: PasswordPool.Work) { works.withLock { $0.append(work) } }

    func clear() { works.withLock { $0 = [] } }

    /// What was done since it was last asked.
    func taken() -> [PasswordPool.Work] {
        works.withLock { works in
            defer { works = [] }
            return works
        }
    }
}

/// An account in memory with its Authenticator and CallerResolver.
struct World: Sendable {
    static let start = Timestamp(seconds: 1_800_000_000)
    static let password = "correct horse battery"
    static let secret = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"

    let store: MemoryStore
    let directory: Directory
    let keys: AccountKeys
    let authenticator: Authenticator
    let resolver: CallerResolver
    let clock: HandClock
    let log = WorkLog()

    /// An account with nothing in it, kept in another store where one is given; `whileHashing` is called on the pool's
    /// thread before each hash.
    init(
        account: String = "123456789012",
        rules: [String] = [],
        rootPeers: Bool = true,
        keptIn store: (any Store)? = nil,
        whileHashing: (@Sendable () -> Void)? = nil
    ) async throws {
        let id = try #require(AccountID(account))
        let made = try AccountKeys.create(master: MasterKey(try SecretKey.random()), account: id)
        var record = AccountRecord(id: id)
        record.wrappedKey = made.wrapped
        let memory = MemoryStore()
        let directory = try await Directory.create(in: store ?? memory, account: record)
        self.init(
            store: memory,
            directory: directory,
            keys: made.keys,
            peers: try PeerMap(parsing: rules, rootPeers: rootPeers, ownUID: 990),
            clock: HandClock(Self.start),
            whileHashing: whileHashing
        )
    }

    private init(
        store: MemoryStore,
        directory: Directory,
        keys: AccountKeys,
        peers: PeerMap,
        clock: HandClock,
        parameters: PasswordHash.Parameters = .forTests,
        whileHashing: (@Sendable () -> Void)? = nil
    ) {
        let log = log
        self.store = store
        self.directory = directory
        self.keys = keys
        self.clock = clock
        self.authenticator = Authenticator(
            directory: directory,
            keys: keys,
            passwords: PasswordPool(threads: 1, parameters: parameters) {
                log.append($0)
                whileHashing?()
            },
            settings: AuthenticationSettings(),
            clock: { clock.now }
        )
        self.resolver = CallerResolver(keys: keys, peers: peers, uses: authenticator.uses)
    }

    /// The same account after the daemon was stopped and started again.
    func reopened(parameters: PasswordHash.Parameters = .forTests) async throws -> World {
        let store = MemoryStore(reopening: store)
        return World(
            store: store,
            directory: try await Directory.open(store),
            keys: keys,
            peers: PeerMap(ownUID: 990),
            clock: clock,
            parameters: parameters
        )
    }

    // MARK: What is in the account

    @discardableResult
    func addUser(
        _ name: String,
        password: String? = Self.password,
        resetRequired: Bool = false,
        parameters: PasswordHash.Parameters = .forTests
    ) async throws -> UserRecord {
        let id = try #require(UniqueID(RandomIdentifier.uniqueID(prefix: "AIDA")))
        var draft = UserRecord(id: id)
        draft.name = name
        draft.path = "/"
        draft.createdAt = clock.now
        let user = draft
        var login = LoginRecord(userID: id)
        if let password {
            login.passwordHash = try PasswordHash.make(password: Array(password.utf8), parameters: parameters).encoded
        }
        login.createdAt = clock.now
        login.generation = 1
        login.resetRequired = resetRequired
        let profile = login
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            transaction.put(user)
            if password != nil { transaction.put(profile) }
        }
        return user
    }

    func change(_ user: UserRecord, _ body: @Sendable (inout UserRecord) -> Void) async throws {
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            guard let before = transaction.snapshot.user(id: user.id) else { return }
            var after = before
            body(&after)
            transaction.delete(before)
            transaction.put(after)
        }
    }

    func changeLogin(_ user: UserRecord, _ body: @Sendable (inout LoginRecord) -> Void) async throws {
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            guard var login = transaction.snapshot.login(userID: user.id) else { return }
            body(&login)
            transaction.put(login)
        }
    }

    func delete(_ user: UserRecord) async throws {
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            if let login = transaction.snapshot.login(userID: user.id) { transaction.delete(login) }
            if let record = transaction.snapshot.user(id: user.id) {
                for id in record.accessKeys {
                    if let key = transaction.snapshot.accessKey(id: id) { transaction.delete(key) }
                }
                for name in record.mfaDevices {
                    if let device = transaction.snapshot.mfaDevice(named: name) { transaction.delete(device) }
                }
                transaction.delete(record)
            }
        }
    }

    func addKey(to user: UserRecord) async throws -> AccessKeyRecord {
        let id = try #require(UniqueID(RandomIdentifier.accessKeyID()))
        var draft = AccessKeyRecord(id: id, userID: user.id)
        let place = Array(draft.key.utf8)
        draft.sealedSecret = SealedBox.seal(Array(Self.secret.utf8), key: keys.records, associatedData: place)
        let key = draft
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            guard var owner = transaction.snapshot.user(id: user.id) else { return }
            owner.accessKeys.append(id)
            transaction.put(owner)
            transaction.put(key)
        }
        return key
    }

    func changeKey(_ id: UniqueID, _ body: @Sendable (inout AccessKeyRecord) -> Void) async throws {
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            guard var key = transaction.snapshot.accessKey(id: id) else { return }
            body(&key)
            transaction.put(key)
        }
    }

    /// A device that was enabled just now, with the step before the current one spent.
    func addDevice(_ name: String, to user: UserRecord) async throws -> OneTimePassword {
        let seed = OneTimePassword.randomSeed()
        var draft = MFADeviceRecord()
        draft.name = name
        draft.path = "/"
        draft.userID = user.id
        draft.enabledAt = clock.now
        draft.lastStep = OneTimePassword.step(at: clock.now) - 1
        draft.sealedSeed = SealedBox.seal(seed, key: keys.records, associatedData: Array(draft.key.utf8))
        let device = draft
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            guard var owner = transaction.snapshot.user(id: user.id) else { return }
            owner.mfaDevices.append(device.keyName)
            transaction.put(owner)
            transaction.put(device)
        }
        return try OneTimePassword(seed: seed)
    }

    @discardableResult
    func addRole(_ name: String, path: String = "/", maxSessionSeconds: UInt32 = 3_600) async throws -> RoleRecord {
        let id = try #require(UniqueID(RandomIdentifier.uniqueID(prefix: "AROA")))
        var draft = RoleRecord(id: id)
        draft.name = name
        draft.path = path
        draft.maxSessionSeconds = maxSessionSeconds
        let role = draft
        _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in transaction.put(role) }
        return role
    }

    // MARK: Calls

    /// Somebody at the other end of the socket who is nobody yet.
    func nobody(uid: UInt32 = 1_000) -> Caller {
        Caller(principal: .anonymous, peer: PeerFacts(uid: uid, gid: uid, pid: 42))
    }

    func signIn(
        _ name: String,
        _ password: String = Self.password,
        uid: UInt32 = 1_000,
        seconds: UInt32 = 0
    ) async throws(Refusal) -> SignInResponse {
        let request = SignInRequest(userName: name, password: password, durationSeconds: seconds)
        return try await authenticator.signIn(request, by: nobody(uid: uid))
    }

    /// The session of a user who has nothing but a password.
    func session(_ name: String, seconds: UInt32 = 0) async throws -> Session {
        try #require(try await signIn(name, seconds: seconds).session)
    }

    func answer(
        _ challenge: Challenge,
        code: String = "",
        newPassword: String = "",
        uid: UInt32 = 1_000
    ) async throws(Refusal) -> AnswerChallengeResponse {
        let request = AnswerChallengeRequest(
            challengeToken: challenge.token,
            mfaCode: code,
            newPassword: newPassword
        )
        return try await authenticator.answerChallenge(request, by: nobody(uid: uid))
    }

    func showKey(
        _ id: String,
        _ secret: String = Self.secret,
        uid: UInt32 = 1_000,
        seconds: UInt32 = 0
    ) async throws(Refusal) -> Session? {
        let request = AuthenticateAccessKeyRequest(
            accessKeyID: id,
            secretAccessKey: secret,
            durationSeconds: seconds
        )
        return try await authenticator.authenticateAccessKey(request, by: nobody(uid: uid)).session
    }

    func caller(_ token: String, uid: UInt32 = 1_000) throws(Refusal) -> Caller {
        try resolver.caller(token: token, peer: nobody(uid: uid).peer, in: directory.current, at: clock.now)
    }

    /// The refusal of a token; `nil` where it is accepted.
    func refusal(of token: String) -> Refusal? {
        do throws(Refusal) {
            _ = try caller(token)
            return nil
        } catch {
            return error
        }
    }
}

/// The refusal that a call ends with; `nil` where it is answered.
func refusal<Value>(_ call: () async throws(Refusal) -> Value) async -> Refusal? {
    do throws(Refusal) {
        _ = try await call()
        return nil
    } catch {
        return error
    }
}
