import Model
import Store
import Support
import Synchronization
import Testing

@testable import Directory

@Suite struct WritingTests {
    @Test func `a write is visible when it returns, and never before to an older snapshot`() async throws {
        let directory = try await Fixtures.directory()
        let (before, generation) = (directory.current, directory.generation)
        let user = try Fixtures.user(1)
        let written = try await directory.write { transaction throws(Refusal) in
            transaction.put(user)
            return transaction.snapshot.userCount
        }
        #expect(written.value == 0)
        #expect(written.revision == before.revision.next)
        #expect(directory.current === written.snapshot)
        #expect(directory.current.user(named: "USER-1") == user)
        #expect(directory.generation != generation)
        #expect(before.user(named: "user-1") == nil && before.userCount == 0)
    }

    @Test func `a refusal is the write's, and changes nothing`() async throws {
        let directory = try await Fixtures.directory()
        let user = try Fixtures.user(1)
        let before = directory.current
        await #expect(throws: Refusal.noSuchEntity("no")) {
            try await directory.write { transaction throws(Refusal) in
                transaction.put(user)
                throw Refusal.noSuchEntity("no")
            }
        }
        #expect(directory.current === before)
    }

    @Test func `a write that changes nothing takes no revision`() async throws {
        let directory = try await Fixtures.directory()
        let (before, generation) = (directory.current, directory.generation)
        let written = try await directory.write { transaction throws(Refusal) in transaction.snapshot.userCount }
        #expect(written.value == 0 && written.revision == before.revision && written.snapshot === before)
        #expect(directory.generation == generation)
    }

    @Test func `a rename keeps the id and what belongs to it`() async throws {
        let directory = try await Fixtures.directory()
        let group = try Fixtures.group(1)
        var user = try Fixtures.user(1) { $0.groups = [group.id] }
        let key = try Fixtures.key(1, of: user)
        user.accessKeys = [key.id]
        try await directory.put(group, user, key)
        let renamed = try await rename(user.id, to: "Other", in: directory)
        #expect(renamed.user(named: "user-1") == nil)
        #expect(renamed.user(named: "other")?.id == user.id)
        #expect(renamed.user(id: user.id)?.name == "Other")
        #expect(renamed.members(of: group.id) == [user.id])
        #expect(renamed.accessKey(id: key.id)?.userID == user.id)
        // A name that differs in case alone keeps its key.
        let recased = try await rename(user.id, to: "OTHER", in: directory)
        #expect(recased.user(named: "other")?.name == "OTHER" && recased.userCount == 1)
        #expect(recased.members(of: group.id) == [user.id])
    }

    private func rename(_ id: UniqueID, to name: String, in directory: Directory) async throws -> Snapshot {
        try await directory.write { transaction throws(Refusal) in
            guard var user = transaction.snapshot.user(id: id) else { throw .noSuchEntity("gone") }
            transaction.delete(user)
            user.name = name
            transaction.put(user)
        }.snapshot
    }

    @Test func `two records can change names with each other`() async throws {
        let store = MemoryStore()
        let directory = try await Fixtures.directory(in: store)
        var (first, second) = (try Fixtures.user(1), try Fixtures.user(2))
        try await directory.put(first, second)
        (first.name, second.name) = (second.name, first.name)
        try await directory.put(first, second)
        #expect(directory.current.user(named: "user-1") == second && directory.current.user(id: first.id) == first)
        #expect(directory.current.userCount == 2)
        let reopened = try await Directory.open(MemoryStore(reopening: store))
        #expect(reopened.current.contents.listing == directory.current.contents.listing)
    }

    struct Unreadable: Sendable, CustomTestStringConvertible {
        let name: String
        let change: @Sendable (inout Transaction) throws -> Void

        var testDescription: String { name }
    }

    /// User 1 is in group 1, has policy 1, key 1, device 1 and a login.
    private func populated(_ store: any Store = MemoryStore()) async throws -> Directory {
        let directory = try await Fixtures.directory(in: store)
        let (group, policy) = (try Fixtures.group(1), try Fixtures.policy(1))
        var user = try Fixtures.user(1)
        let key = try Fixtures.key(1, of: user)
        (user.groups, user.attachedPolicies, user.accessKeys) = ([group.id], [policy.id], [key.id])
        user.mfaDevices = ["device-1"]
        let id = user.id
        try await directory.put(
            group,
            policy,
            user,
            key,
            Fixtures.device(1) { $0.userID = id },
            LoginRecord(userID: user.id)
        )
        return directory
    }

    @Test(arguments: [
        Unreadable(name: "a group with members goes") { $0.delete(try Fixtures.group(1)) },
        Unreadable(name: "a policy with holders goes") { $0.delete(try Fixtures.policy(1)) },
        Unreadable(name: "a user goes, its key stays") { $0.delete(try Fixtures.user(1)) },
        Unreadable(name: "a key goes, its user lists it") {
            $0.delete(try Fixtures.key(1, of: try Fixtures.user(1)))
        },
        Unreadable(name: "a device goes, its user lists it") { $0.delete(Fixtures.device(1)) },
        Unreadable(name: "a user no longer lists its key") {
            var user = try #require($0.snapshot.user(named: "user-1"))
            user.accessKeys = []
            $0.put(user)
        },
        Unreadable(name: "a login alone stays") {
            var user = try #require($0.snapshot.user(named: "user-1"))
            $0.delete(try Fixtures.key(1, of: user))
            $0.put(Fixtures.device(1))
            $0.delete(user)
            user.accessKeys = []
        },
        Unreadable(name: "a second record takes an id") { $0.put(try Fixtures.group(1) { $0.name = "other" }) },
        Unreadable(name: "a user joins a group that is not there") {
            var user = try #require($0.snapshot.user(named: "user-1"))
            user.groups.append(try Fixtures.id("AGPA", 2))
            $0.put(user)
        },
        Unreadable(name: "a name outside the grammar") { $0.put(try Fixtures.user(2) { $0.name = "a/b" }) },
    ]) func `a write that would make the account unreadable is refused`(_ unreadable: Unreadable) async throws {
        let store = MemoryStore()
        let directory = try await populated(store)
        let before = directory.current
        await #expect(throws: Refusal.self) {
            try await directory.write { transaction throws(Refusal) in
                do { try unreadable.change(&transaction) } catch { throw .internalFailure("\(error)") }
            }
        }
        #expect(directory.current === before)
        _ = try await Directory.open(MemoryStore(reopening: store))
        // The user goes with all that it has.
        try await directory.write { transaction throws(Refusal) in
            guard let user = transaction.snapshot.user(named: "user-1") else { throw .noSuchEntity("gone") }
            transaction.delete(user)
            for key in user.accessKeys.compactMap(transaction.snapshot.accessKey(id:)) { transaction.delete(key) }
            transaction.put(Fixtures.device(1))
            transaction.delete(LoginRecord(userID: user.id))
        }
        #expect(directory.current.userCount == 0 && directory.current.accessKeyCount == 0)
        _ = try await Directory.open(MemoryStore(reopening: store))
    }

    @Test func `a record's entry is the same object until the record changes`() async throws {
        let directory = try await populated()
        let id = try Fixtures.id("AIDA", 1)
        let entry = try #require(directory.current.userEntry(id: id))
        try await directory.put(try Fixtures.user(2))
        #expect(directory.current.has(entry))
        var user = entry.record
        user.path = "/x/"
        try await directory.put(user)
        #expect(!directory.current.has(entry))
        #expect(entry.record.path == "/")
    }

    @Test func `keys with a schedule are listed while they have one`() async throws {
        let directory = try await populated()
        var key = try #require(directory.current.accessKey(id: try Fixtures.id("AKIA", 1)))
        #expect(directory.current.scheduledKeys.isEmpty)
        key.deactivatesAt = .init(seconds: 5)
        try await directory.put(key)
        #expect(directory.current.scheduledKeys == [key])
        key.deactivatesAt = nil
        try await directory.put(key)
        #expect(directory.current.scheduledKeys.isEmpty)
    }

    @Test func `a closed directory refuses writes and keeps its snapshot`() async throws {
        let directory = try await populated()
        await directory.close()
        let user = try Fixtures.user(2)
        await #expect(throws: Refusal.unavailable("the account is being closed")) {
            try await directory.put(user)
        }
        #expect(directory.current.userCount == 1)
    }
}
