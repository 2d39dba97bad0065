import Model
import Store
import Testing

@testable import Directory

/// What was there at the start is kept as bytes, and nobody sees that.
@Suite struct PackedRecordTests {
    @Test func `every record that was read is found by id and by name, whatever its size`() async throws {
        let users = try (1...500).map { number in
            try Fixtures.user(number) { user in
                // Now and then one that fills most of what is taken at a time.
                let text = String(repeating: "x", count: number % 100 == 0 ? 1_000_000 : number)
                user.inlinePolicies = [InlinePolicy(name: "own", document: PolicyText(text))]
                user.accessKeys = [try? Fixtures.id("AKIA", number)].compactMap(\.self)
            }
        }
        let keys = try users.enumerated().map { try Fixtures.key($0.offset + 1, of: $0.element) }
        let snapshot = try await Directory.open(try await Fixtures.store((users as [any StoredRecord]) + keys)).current
        for (user, key) in zip(users, keys) {
            #expect(snapshot.user(id: user.id) == user)
            #expect(snapshot.user(named: user.name.uppercased()) == user)
            #expect(snapshot.accessKey(id: key.id) == key)
        }
        #expect(snapshot.users(after: nil, max: 1_000).items.map(\.keyName) == users.map(\.keyName).sorted())
        #expect(snapshot.users(after: "user-499", max: 3).items.map(\.name) == ["user-5", "user-50", "user-500"])
        #expect(snapshot.user(id: try Fixtures.id("AIDA", 501)) == nil)
        #expect(snapshot.user(named: "user-501") == nil)
        #expect(snapshot.accessKey(id: try Fixtures.id("AKIA", 501)) == nil)
    }

    @Test func `an entry that was read is had by all snapshots until its record changes`() async throws {
        let store = try await Fixtures.store([try Fixtures.user(1), try Fixtures.user(2), try Fixtures.group(1)])
        let directory = try await Directory.open(store)
        let id = try Fixtures.id("AIDA", 1)
        let entry = try #require(directory.current.userEntry(id: id))
        let other = try #require(directory.current.userEntry(id: try Fixtures.id("AIDA", 2)))
        let group = try #require(directory.current.groupEntry(id: try Fixtures.id("AGPA", 1)))
        #expect(directory.current.has(entry) && directory.current.has(other) && directory.current.has(group))
        try await directory.put(try Fixtures.user(3))
        #expect(directory.current.has(entry) && directory.current.has(group))
        try await directory.put(entry.record)
        #expect(!directory.current.has(entry) && directory.current.has(other))
        let written = try #require(directory.current.userEntry(id: id))
        #expect(directory.current.has(written))
        try await directory.write { (transaction: inout Transaction) throws(Refusal) in
            transaction.delete(written.record)
            transaction.delete(group.record)
        }
        #expect(!directory.current.has(entry) && !directory.current.has(written) && !directory.current.has(group))
        // A place in what another start read says nothing about this one.
        let again = try await Directory.open(MemoryStore(reopening: store))
        #expect(!again.current.has(other) && again.current.user(id: other.record.id) == other.record)
    }

    @Test func `an index finds what collides, to the last slot and round the end`() {
        for hash in [0, 0xFFFF_FFFF, .max, .max << 32] as [UInt64] {
            var index = FlatIndex(count: 20)
            for position in 0..<20 {
                #expect(index.find(hash: hash, where: { $0 == position }) == nil)
                let isNew = index.insert(position, hash: hash, unless: { $0 == position })
                let isTwice = !index.insert(position, hash: hash, unless: { $0 == position })
                #expect(isNew && isTwice)
            }
            for position in 0..<20 { #expect(index.find(hash: hash, where: { $0 == position }) == position) }
            #expect(index.find(hash: hash ^ 1, where: { _ in true }) == nil)
        }
        #expect(FlatIndex(count: 0).find(hash: .max, where: { _ in true }) == nil)
    }

    @Test func `two Unicode forms of a letter are two policies`() {
        let (one, other) = (PolicyText("\u{e9}"), PolicyText("e\u{301}"))
        #expect(one.text == other.text)
        #expect(one != other)
        #expect(Set([one, other, PolicyText("\u{e9}")]).count == 2)
    }
}
