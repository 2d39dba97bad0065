import Foundation
import Model
import Support
import Synchronization
import Testing

@testable import Directory
@testable import Store

private final class Counter: Sendable {
    private let count = Atomic<Int>(0)

    var value: Int { count.load(ordering: .relaxed) }

    func up() { count.add(1, ordering: .relaxed) }
}

@Suite struct ConcurrencyTests {
    /// Waits until something another task does is done.
    private func until(_ isDone: () -> Bool) async {
        while !isDone() { await Task.yield() }
    }

    @Test func `a thousand writers at once share an fsync, in the order of their checks`() async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("postern-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let store = try await SQLiteStore.create(at: path)
        let directory = try await Fixtures.directory(in: store)
        let transactions = store.transactionsCommitted
        let tries = Counter()
        store.pauseCommits()
        let counts = try await withThrowingTaskGroup(of: (Int, Revision).self) { group in
            for number in 0..<1_000 {
                let user = try Fixtures.user(number)
                group.addTask {
                    let written = try await directory.write { transaction throws(Refusal) in
                        tries.up()
                        transaction.put(user)
                        return transaction.snapshot.userCount
                    }
                    #expect(directory.current.user(id: user.id) == user)
                    #expect(written.snapshot.userCount == written.value + 1)
                    return (written.value, written.revision)
                }
            }
            await until { store.commitsWaiting == 1_000 }
            #expect(directory.current.userCount == 0)
            store.resumeCommits()
            return try await group.reduce(into: []) { $0.append($1) }
        }
        // Each saw the users of those before it, and has the revision that goes with that.
        #expect(counts.sorted { $0.0 < $1.0 }.map(\.0) == Array(0..<1_000))
        #expect(counts.allSatisfy { $0.1.rawValue == UInt64($0.0) + 2 })
        #expect(tries.value == 1_000)
        #expect(store.transactionsCommitted == transactions + 1)
        await directory.close()
        let reopened = try await Directory.open(try await SQLiteStore.open(at: path))
        #expect(reopened.current.contents.listing == directory.current.contents.listing)
        await reopened.close()
    }

    @Test func `of writers that check and act on one thing, one wins`() async throws {
        let directory = try await Fixtures.directory()
        let wins = try await withThrowingTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                let user = try Fixtures.user(number) { $0.name = "the-one" }
                group.addTask {
                    do throws(Refusal) {
                        _ = try await directory.write { transaction throws(Refusal) in
                            guard transaction.snapshot.user(named: "the-one") == nil else {
                                throw .alreadyExists("taken")
                            }
                            transaction.put(user)
                        }
                        return true
                    } catch {
                        #expect(error == .alreadyExists("taken"))
                        return false
                    }
                }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(wins == 1 && directory.current.userCount == 1)
    }

    @Test func `a write under way is seen by writers, and by no reader`() async throws {
        let (store, gate) = try await gated()
        let directory = try await Directory.open(gate)
        let user = try Fixtures.user(1)
        try await withThrowingTaskGroup(of: Int.self) { group in
            group.addTask { try await self.add(user, to: directory) }
            await until { gate.commitsWaiting == 1 }
            #expect(directory.current.userCount == 0)
            let other = try Fixtures.user(2)
            group.addTask { try await self.add(other, to: directory) }
            await until { gate.commitsWaiting == 2 }
            // One that changes nothing waits for what it saw.
            group.addTask {
                let written = try await directory.write { transaction throws(Refusal) in transaction.snapshot.userCount
                }
                #expect(directory.current.userCount == 2)
                return written.value
            }
            #expect(directory.current.userCount == 0)
            gate.open()
            var counts: Set<Int> = []
            for try await count in group { counts.insert(count) }
            #expect(counts == [0, 1, 2])
        }
        #expect(try await store.head() == Revision(rawValue: 3))
    }

    private func gated() async throws -> (MemoryStore, GatedStore) {
        let store = try await Fixtures.store([])
        return (store, GatedStore(store))
    }

    /// - Returns: How many users there were before.
    private func add(_ user: UserRecord, to directory: Directory) async throws -> Int {
        try await directory.write { transaction throws(Refusal) in
            transaction.put(user)
            return transaction.snapshot.userCount
        }.value
    }

    @Test func `a reader can wait for a revision that is under way`() async throws {
        let (_, gate) = try await gated()
        let directory = try await Directory.open(gate)
        let head = directory.current.revision
        #expect(try await directory.snapshot(atLeast: .zero).revision == head)
        #expect(try await directory.snapshot(atLeast: head).revision == head)
        await #expect(throws: Refusal.unavailable("the account is at revision 1, not yet at 2")) {
            try await directory.snapshot(atLeast: head.next)
        }
        let user = try Fixtures.user(1)
        try await withThrowingTaskGroup(of: Revision.self) { group in
            group.addTask { try await directory.put(user) }
            await until { gate.commitsWaiting == 1 }
            for _ in 0..<10 {
                group.addTask { try await directory.snapshot(atLeast: head.next).revision }
            }
            await #expect(throws: Refusal.self) { try await directory.snapshot(atLeast: head.next.next) }
            gate.open()
            for try await revision in group { #expect(revision == head.next) }
        }
    }

    @Test func `a reader that is cancelled no longer waits`() async throws {
        let (_, gate) = try await gated()
        let directory = try await Directory.open(gate)
        let (next, user) = (directory.current.revision.next, try Fixtures.user(1))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await directory.put(user) }
            await until { gate.commitsWaiting == 1 }
            await withTaskGroup(of: Refusal.Status?.self) { readers in
                for _ in 0..<10 {
                    readers.addTask {
                        do throws(Refusal) {
                            _ = try await directory.snapshot(atLeast: next)
                            return nil
                        } catch {
                            return error.status
                        }
                    }
                }
                readers.cancelAll()
                for await status in readers { #expect(status == .cancelled) }
            }
            gate.open()
            try await group.waitForAll()
        }
        #expect(try await directory.snapshot(atLeast: next).userCount == 1)
    }

    @Test func `readers wait no longer when the directory closes`() async throws {
        let (_, gate) = try await gated()
        let directory = try await Directory.open(gate)
        let (next, user) = (directory.current.revision.next, try Fixtures.user(1))
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = try? await directory.put(user) }
            await until { gate.commitsWaiting == 1 }
            group.addTask {
                do throws(Refusal) {
                    // The write lands while the store closes, so that either answer is right.
                    #expect(try await directory.snapshot(atLeast: next).userCount == 1)
                } catch {
                    #expect(error.status == .unavailable)
                }
            }
            await directory.close()
            await group.waitForAll()
        }
    }
}
