import Model
import Store
import Support
import Testing

@testable import Directory

@Suite struct FailureTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let fault: FaultyStore.Fault
        let write: Int

        var testDescription: String { "\(fault.rawValue) at write \(write)" }

        static let all = FaultyStore.Fault.allCases.flatMap { fault in (1...12).map { Case(fault: fault, write: $0) } }
    }

    /// Twelve users, one after the other.
    @Test(arguments: Case.all) func `after a failed write nothing acknowledged is lost`(_ one: Case) async throws {
        let disk = try await Fixtures.store([])
        let directory = try await Directory.open(FaultyStore(disk, one.fault, atWrite: one.write))
        var acknowledged: [UserRecord] = []
        var refused = 0
        for number in 1...12 {
            let user = try Fixtures.user(number)
            do throws(Refusal) {
                _ = try await directory.write { transaction throws(Refusal) in transaction.put(user) }
                acknowledged.append(user)
                #expect(directory.current.user(id: user.id) == user)
            } catch {
                #expect(error.status == .unavailable)
                refused += 1
                #expect(directory.current.user(id: user.id) == nil)
            }
        }
        #expect(refused == (one.fault == .refused ? 1 : 13 - one.write))
        try await compare(directory, disk, acknowledged, extra: one.fault == .cutAfter ? 1 : 0)
    }

    /// Twelve users at the same time.
    @Test(arguments: Case.all) func `failures among writes at once lose nothing acknowledged`(_ one: Case) async throws
    {
        let disk = try await Fixtures.store([])
        let gate = GatedStore(disk)
        let faulty = FaultyStore(gate, one.fault, atWrite: one.write)
        let directory = try await Directory.open(faulty)
        let users = try (1...12).map { try Fixtures.user($0) }
        let acknowledged = await withTaskGroup(of: UserRecord?.self) { group in
            for user in users {
                group.addTask {
                    do throws(Refusal) {
                        _ = try await directory.write { transaction throws(Refusal) in
                            guard transaction.snapshot.user(id: user.id) == nil else { throw .alreadyExists("twice") }
                            transaction.put(user)
                        }
                        #expect(directory.current.user(id: user.id) == user)
                        return user
                    } catch {
                        #expect(error.status == .unavailable)
                        return nil
                    }
                }
            }
            // Until the fault has struck, everything behind it waits at the gate or in the directory.
            while faulty.writes < one.write { await Task.yield() }
            gate.open()
            return await group.reduce(into: [UserRecord]()) { if let user = $1 { $0.append(user) } }
        }
        if one.fault == .refused { #expect(acknowledged.count == 11) }
        try await compare(directory, disk, acknowledged, extra: one.fault == .cutAfter ? 1 : 0)
    }

    /// What is shown, what was acknowledged and what a restart finds are the same; `extra` writes may have landed
    /// without being acknowledged.
    private func compare(
        _ directory: Directory,
        _ disk: MemoryStore,
        _ acknowledged: [UserRecord],
        extra: Int
    ) async throws {
        let reopened = try await Directory.open(MemoryStore(reopening: disk)).current
        for user in acknowledged { #expect(reopened.user(id: user.id) == user) }
        #expect(reopened.userCount - acknowledged.count <= extra)
        #expect(directory.current.userCount == acknowledged.count)
        if reopened.revision == directory.current.revision {
            #expect(reopened.contents.listing == directory.current.contents.listing)
        }
    }

    @Test func `a write behind one that failed is thought out anew`() async throws {
        let disk = try await Fixtures.store([])
        let gate = GatedStore(disk)
        let directory = try await Directory.open(FaultyStore(gate, .refused, atWrite: 2))
        let users = try (1...3).map { try Fixtures.user($0) }
        let outcomes = try await withThrowingTaskGroup(of: (Int, Int?).self) { group in
            for (index, user) in users.enumerated() {
                group.addTask { [directory] in
                    do throws(Refusal) {
                        let written = try await directory.write { transaction throws(Refusal) in
                            transaction.put(user)
                            return transaction.snapshot.userCount
                        }
                        return (index, written.value)
                    } catch {
                        return (index, nil)
                    }
                }
                // The second is refused at once; the others wait at the gate, the third in the directory.
                if index == 0 { while gate.commitsWaiting < 1 { await Task.yield() } }
                if index == 1, let outcome = try await group.next() { #expect(outcome == (1, nil)) }
            }
            gate.open()
            return try await group.reduce(into: [Int: Int?]()) { $0[$1.0] = $1.1 }
        }
        #expect(outcomes == [0: 0, 2: 1])
        #expect(directory.current.userCount == 2 && directory.current.user(id: users[1].id) == nil)
        #expect(try await disk.head() == directory.current.revision)
    }

    @Test func `a write that was reported as failed and is there after all is found`() async throws {
        let disk = try await Fixtures.store([])
        let directory = try await Directory.open(LyingStore(disk))
        let (lost, next) = (try Fixtures.user(1), try Fixtures.user(2))
        await #expect(throws: Refusal.self) { try await directory.put(lost) }
        #expect(directory.current.user(id: lost.id) == nil)
        try await directory.put(next)
        #expect(directory.current.user(id: lost.id) == lost && directory.current.user(id: next.id) == next)
        #expect(directory.current.contents.listing == (try await Directory.open(disk)).current.contents.listing)
    }
}

/// A store that reports its first commit as failed though it landed.
private actor LyingStore: Store {
    private let store: any Store
    private var hasLied = false

    init(_ store: any Store) {
        self.store = store
    }

    func head() async throws(StoreError) -> Revision { try await store.head() }
    func get(_ key: String) async throws(StoreError) -> Record? { try await store.get(key) }
    func scan(prefix: String) async throws(StoreError) -> [Record] { try await store.scan(prefix: prefix) }

    nonisolated func load(
        _ body: (_ key: String, _ value: [UInt8], _ revision: Revision) throws(StoreError) -> Void
    ) async throws(StoreError) -> Revision {
        try await store.load(body)
    }

    func commit(_ changes: [Change], if preconditions: [Precondition]) async throws(StoreError) -> Revision {
        let revision = try await store.commit(changes, if: preconditions)
        guard hasLied else {
            hasLied = true
            throw .unavailable(reason: "no answer, on purpose")
        }
        return revision
    }

    nonisolated func watch(after revision: Revision) throws(StoreError) -> AsyncStream<Commit> {
        try store.watch(after: revision)
    }

    func close() async { await store.close() }
}
