import Administration
import Directory
import Model
import Secrets
import Store
import Testing

/// An account in memory with its administrator.
struct Fixture {
    static let account = "123456789012"
    static let arn = "arn:aws:iam::\(account):"

    let store: MemoryStore
    let directory: Directory
    let keys: AccountKeys
    let clock: HandWoundClock
    let administrator: Administrator

    /// The root user of the account, by its peer credentials.
    let root: Caller

    private init(store: MemoryStore, directory: Directory, keys: AccountKeys, clock: HandWoundClock) throws {
        self.store = store
        self.directory = directory
        self.keys = keys
        self.clock = clock
        administrator = Administrator(
            directory: directory,
            keys: keys,
            passwords: PasswordPool(threads: 1, parameters: .forTests),
            clock: { clock.now },
            uptime: { clock.uptime }
        )
        let id = try #require(AccountID(Self.account))
        root = Caller(
            principal: .root(id, arn: directory.current.rootARN),
            peer: PeerFacts(uid: 0, gid: 0, pid: 1)
        )
    }

    /// Makes a new account, by a clock that has been steady for an hour.
    static func make(quotas change: (inout Quotas) -> Void = { _ in }) async throws -> Fixture {
        let id = try #require(AccountID(account))
        let (keys, wrapped) = try AccountKeys.create(master: MasterKey(SecretKey.random()), account: id)
        let store = MemoryStore()
        var record = AccountRecord(id: id)
        record.wrappedKey = wrapped
        change(&record.quotas)
        let directory = try await Directory.create(in: store, account: record)
        let fixture = try Fixture(store: store, directory: directory, keys: keys, clock: HandWoundClock())
        fixture.clock.advance(seconds: ClockWatch.trialSeconds)
        return fixture
    }

    /// What a restart finds, in a store that a test may have wrapped.
    func reopened(_ wrapped: (MemoryStore) -> any Store = { $0 }) async throws -> Fixture {
        let store = MemoryStore(reopening: store)
        let directory = try await Directory.open(wrapped(store))
        return try Fixture(store: store, directory: directory, keys: keys, clock: clock)
    }

    var snapshot: Snapshot { directory.current }

    /// A caller that is a user of the account.
    func caller(_ name: String) throws -> Caller {
        let user = try #require(snapshot.user(named: name))
        let principal = UserPrincipal(
            account: snapshot.account.id,
            arn: snapshot.arn(of: user),
            uniqueID: user.id.description,
            name: user.name
        )
        return Caller(principal: .user(principal), peer: PeerFacts(uid: 1_000, gid: 1_000, pid: 2))
    }

    @discardableResult
    func user(_ name: String, path: String = "") async throws -> User {
        let response = try await administrator.createUser(CreateUserRequest(userName: name, path: path), by: root)
        return try #require(response.user)
    }

    @discardableResult
    func group(_ name: String) async throws -> Group {
        try #require(try await administrator.createGroup(CreateGroupRequest(groupName: name), by: root).group)
    }

    @discardableResult
    func role(_ name: String) async throws -> Role {
        let request = CreateRoleRequest(roleName: name, assumeRolePolicyDocument: Documents.trust)
        return try #require(try await administrator.createRole(request, by: root).role)
    }

    @discardableResult
    func policy(_ name: String) async throws -> Policy {
        let request = CreatePolicyRequest(policyName: name, policyDocument: Documents.allow)
        return try #require(try await administrator.createPolicy(request, by: root).policy)
    }

    @discardableResult
    func accessKey(_ userName: String) async throws -> AccessKey {
        let request = CreateAccessKeyRequest(userName: userName)
        return try #require(try await administrator.createAccessKey(request, by: root).accessKey)
    }

    func accessKeys(_ userName: String) async throws -> [AccessKeyMetadata] {
        try await administrator.listAccessKeys(ListAccessKeysRequest(userName: userName), by: root).accessKeyMetadata
    }
}
