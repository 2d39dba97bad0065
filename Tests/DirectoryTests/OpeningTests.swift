import Model
import Store
import Testing

@testable import Directory

@Suite struct OpeningTests {
    /// What opening a store fails with.
    private func failure(_ store: any Store) async -> DirectoryError? {
        do throws(DirectoryError) {
            _ = try await Directory.open(store)
            return nil
        } catch {
            return error
        }
    }

    @Test func `an empty store is no account`() async throws {
        #expect(await failure(MemoryStore()) == .noAccount)
        _ = try await Fixtures.directory()
    }

    @Test func `an account is made once`() async throws {
        let store = MemoryStore()
        let made = try await Fixtures.directory(in: store)
        #expect(made.current.account == Fixtures.account)
        #expect(made.current.revision == Revision(rawValue: 1))
        let account = try #require(Fixtures.account)
        await #expect(throws: DirectoryError.exists) { try await Directory.create(in: store, account: account) }
    }

    @Test func `records without an account are corrupt`() async throws {
        let store = MemoryStore()
        let user = try Fixtures.user(1)
        _ = try await store.commit([.put(key: user.key, value: user.encoded())], if: [])
        let found = await failure(store)
        #expect(found == .corrupt(key: "user/user-1", reason: "there is no account that it belongs to"))
    }

    @Test(arguments: ["", "users/alice", "user", "token/x", "User/alice"])
    func `a kind of record that is not known is named`(_ key: String) async throws {
        guard !key.isEmpty else { return }
        let store = try await Fixtures.store([], raw: [.put(key: key, value: [])])
        #expect(await failure(store) == .corrupt(key: key, reason: "its kind is not known"))
    }

    @Test func `a record that is cut short is named`() async throws {
        let user = try Fixtures.user(1)
        let store = try await Fixtures.store([], raw: [.put(key: user.key, value: user.encoded().dropLast())])
        #expect(await failure(store) == .corrupt(key: "user/user-1", reason: "it ends within a field"))
    }

    @Test func `a store that is damaged is not opened`() async throws {
        let store = MemoryStore()
        await store.close()
        #expect(await failure(store) == .store(.closed))
    }

    @Test func `a record under another's key is refused`() async throws {
        let (alice, bob) = (try Fixtures.user(1), try Fixtures.user(2))
        var store = try await Fixtures.store([], raw: [.put(key: alice.key, value: bob.encoded())])
        #expect(await failure(store) == .corrupt(key: alice.key, reason: "it is the record of `user/user-2`"))
        // Names ignore case, keys do not: each name has one key.
        store = try await Fixtures.store([], raw: [.put(key: "user/USER-1", value: alice.encoded())])
        #expect(await failure(store) == .corrupt(key: "user/USER-1", reason: "it is the record of `user/user-1`"))
        let key = try Fixtures.key(1, of: alice)
        let other = try Fixtures.key(2, of: alice)
        store = try await Fixtures.store([alice], raw: [.put(key: other.key, value: key.encoded())])
        #expect(await failure(store) == .corrupt(key: other.key, reason: "it is the record of `\(key.key)`"))
    }

    @Test func `two records with one id are refused`() async throws {
        let twin = try Fixtures.user(1) { $0.name = "zwilling" }
        let store = try await Fixtures.store([try Fixtures.user(1), twin])
        #expect(await failure(store) == .corrupt(key: "user/zwilling", reason: "another record has its id or name"))
    }

    struct Dangling: Sendable, CustomTestStringConvertible {
        let name: String
        let key: String
        let reason: String
        let records: @Sendable () throws -> [any StoredRecord]

        var testDescription: String { name }
    }

    private static let noPolicy = (try? Fixtures.id("ANPA", 9).description) ?? ""
    private static let noUser = (try? Fixtures.id("AIDA", 9).description) ?? ""

    private static let dangling: [Dangling] = [
        Dangling(name: "a group", key: "user/user-1", reason: "group `AGPAAAAAAAAAAAAAAAAJ` does not exist") {
            [try Fixtures.user(1) { $0.groups = [try? Fixtures.id("AGPA", 9)].compactMap(\.self) }]
        },
        Dangling(name: "a user's policy", key: "user/user-1", reason: "attached policy `\(noPolicy)` does not exist") {
            [try Fixtures.user(1) { $0.attachedPolicies = [try? Fixtures.id("ANPA", 9)].compactMap(\.self) }]
        },
        Dangling(
            name: "a group's policy",
            key: "group/group-1",
            reason: "attached policy `\(noPolicy)` does not exist"
        ) {
            [try Fixtures.group(1) { $0.attachedPolicies = [try? Fixtures.id("ANPA", 9)].compactMap(\.self) }]
        },
        Dangling(name: "a role's policy", key: "role/role-1", reason: "attached policy `\(noPolicy)` does not exist") {
            [try Fixtures.role(1) { $0.attachedPolicies = [try? Fixtures.id("ANPA", 9)].compactMap(\.self) }]
        },
        Dangling(
            name: "a user's boundary",
            key: "user/user-1",
            reason: "permissions boundary `\(noPolicy)` does not exist"
        ) {
            [try Fixtures.user(1) { $0.permissionsBoundary = try? Fixtures.id("ANPA", 9) }]
        },
        Dangling(
            name: "a role's boundary",
            key: "role/role-1",
            reason: "permissions boundary `\(noPolicy)` does not exist"
        ) {
            [try Fixtures.role(1) { $0.permissionsBoundary = try? Fixtures.id("ANPA", 9) }]
        },
        Dangling(
            name: "a user's access key",
            key: "user/user-1",
            reason: "access key `AKIAAAAAAAAAAAAAAAAB` is not the user's"
        ) {
            [try Fixtures.user(1) { $0.accessKeys = [try? Fixtures.id("AKIA", 1)].compactMap(\.self) }]
        },
        Dangling(
            name: "an access key of another user",
            key: "user/user-1",
            reason: "access key `AKIAAAAAAAAAAAAAAAAB` is not the user's"
        ) {
            let other = try Fixtures.user(2)
            let key = try Fixtures.key(1, of: other)
            return [try Fixtures.user(1) { $0.accessKeys = [key.id] }, other, key]
        },
        Dangling(
            name: "an access key's user",
            key: "key/AKIAAAAAAAAAAAAAAAAB",
            reason: "user `\(noUser)` does not exist"
        ) {
            [try Fixtures.key(1, of: try Fixtures.user(9))]
        },
        Dangling(
            name: "an access key that its user does not have",
            key: "key/AKIAAAAAAAAAAAAAAAAB",
            reason: "user `\(noUser)` does not have the key"
        ) {
            let user = try Fixtures.user(9)
            return [user, try Fixtures.key(1, of: user)]
        },
        Dangling(name: "a login's user", key: "login/\(noUser)", reason: "user `\(noUser)` does not exist") {
            [LoginRecord(userID: try Fixtures.id("AIDA", 9))]
        },
        Dangling(name: "a device's user", key: "mfa/device-1", reason: "user `\(noUser)` does not exist") {
            [Fixtures.device(1) { $0.userID = try? Fixtures.id("AIDA", 9) }]
        },
        Dangling(name: "a user's device", key: "user/user-1", reason: "mfa device `device-1` is not the user's") {
            [try Fixtures.user(1) { $0.mfaDevices = ["device-1"] }, Fixtures.device(1)]
        },
        Dangling(
            name: "a policy's version",
            key: "policy/policy-1",
            reason: "the version in force, 2, does not exist"
        ) {
            [try Fixtures.policy(1) { $0.defaultVersion = 2 }]
        },
        Dangling(
            name: "a version from nowhere",
            key: "policy/policy-1",
            reason: "a version has a number that was never given"
        ) {
            [try Fixtures.policy(1) { $0.latestVersion = 0 }]
        },
        Dangling(name: "a path", key: "user/user-1", reason: "its path is outside the grammar") {
            [try Fixtures.user(1) { $0.path = "/a b/" }]
        },
        Dangling(name: "a name", key: "role/a:b", reason: "its name is outside the grammar") {
            [try Fixtures.role(1) { $0.name = "a:b" }]
        },
        Dangling(
            name: "a group that is there twice",
            key: "user/user-1",
            reason: "a group, access key or mfa device is there twice"
        ) {
            let group = try Fixtures.group(1)
            return [group, try Fixtures.user(1) { $0.groups = [group.id, group.id] }]
        },
    ]

    @Test(arguments: dangling) func `a record that names what is not there is named`(_ one: Dangling) async throws {
        let store = try await Fixtures.store(try one.records())
        #expect(await failure(store) == .corrupt(key: one.key, reason: one.reason))
    }

    @Test func `the same records with what they name are an account`() async throws {
        let (policy, group) = (try Fixtures.policy(9), try Fixtures.group(9))
        var user = try Fixtures.user(9)
        user.groups = [group.id]
        user.attachedPolicies = [policy.id]
        user.permissionsBoundary = policy.id
        user.mfaDevices = ["device-1"]
        let key = try Fixtures.key(1, of: user)
        user.accessKeys = [key.id]
        let id = user.id
        let device = Fixtures.device(1) { $0.userID = id }
        // What was last used may name what is gone: it grants nothing.
        let used = LastUsedRecord(id: try Fixtures.id("AKIA", 77))
        let store = try await Fixtures.store([policy, group, user, key, device, LoginRecord(userID: id), used])
        let snapshot = try await Directory.open(store).current
        #expect(snapshot.user(id: id) == user)
        #expect(snapshot.accessKey(id: key.id) == key)
        #expect(snapshot.login(userID: id) == LoginRecord(userID: id))
        #expect(snapshot.mfaDevice(named: "DEVICE-1") == device)
        #expect(snapshot.lastUsed(id: used.id) == used)
    }

    @Test func `two users who have each other's keys or devices are found, though nothing is missing`() async throws {
        let (one, two) = (try Fixtures.user(1), try Fixtures.user(2))
        let keys = [try Fixtures.key(1, of: one), try Fixtures.key(2, of: two)]
        let devices = [1, 2].map { number in Fixtures.device(number) { $0.userID = number == 1 ? one.id : two.id } }
        func account(keysOf: [Int], devicesOf: [Int]) async throws -> MemoryStore {
            let users = zip([one, two], zip(keysOf, devicesOf)).map { user, has in
                var user = user
                user.accessKeys = [keys[has.0].id]
                user.mfaDevices = [devices[has.1].keyName]
                return user
            }
            return try await Fixtures.store((users as [any StoredRecord]) + keys + devices)
        }
        #expect(await failure(try await account(keysOf: [0, 1], devicesOf: [0, 1])) == nil)
        let key = "access key `\(keys[1].id)` is not the user's"
        var found = await failure(try await account(keysOf: [1, 0], devicesOf: [0, 1]))
        #expect(found == .corrupt(key: one.key, reason: key))
        found = await failure(try await account(keysOf: [0, 1], devicesOf: [1, 0]))
        #expect(found == .corrupt(key: one.key, reason: "mfa device `device-2` is not the user's"))
    }
}
