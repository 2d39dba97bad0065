import Model
import Store
import Support
import Testing

@testable import Directory

@Suite struct RandomEditTests {
    /// Edits that keep the account readable, of every kind.
    private struct Editor {
        var generator: SeededGenerator
        var made = 0

        mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &generator) }

        private mutating func some(_ ids: [UniqueID]) -> [UniqueID] {
            Array(ids.shuffled(using: &generator).prefix(number(0..<4)))
        }

        mutating func edit(_ transaction: inout Transaction) throws {
            let snapshot = transaction.snapshot
            switch number(0..<11) {
            case 0, 1: try addIdentity(&transaction)
            case 2: try changeUser(&transaction)
            case 3: try rename(&transaction)
            case 4: deleteUser(&transaction)
            case 5: try addKey(&transaction)
            case 6: try changePolicy(&transaction)
            case 7:
                let free = snapshot.groups(after: nil, max: 99).items.filter { snapshot.memberCount(of: $0.id) == 0 }
                if let group = free.randomElement(using: &generator) { transaction.delete(group) }
            case 8:
                let free = snapshot.policies(after: nil, max: 99).items.filter { snapshot.holders(of: $0.id).isEmpty }
                if let policy = free.randomElement(using: &generator) { transaction.delete(policy) }
            case 9: changeControlPolicies(&transaction)
            default: try changeRole(&transaction)
            }
        }

        private mutating func addIdentity(_ transaction: inout Transaction) throws {
            made += 1
            transaction.put(try Fixtures.user(made))
            transaction.put(try Fixtures.policy(made))
            if number(0..<2) == 0 { transaction.put(try Fixtures.group(made)) }
            if number(0..<2) == 0 { transaction.put(try Fixtures.role(made)) }
            if number(0..<3) == 0 {
                var throttle = ThrottleRecord()
                throttle.subject = "peer/\(number(0..<5))"
                throttle.failures = UInt32(made)
                transaction.put(throttle)
            }
        }

        private mutating func user(_ transaction: Transaction) -> UserRecord? {
            transaction.snapshot.users(after: nil, max: 999).items.randomElement(using: &generator)
        }

        private mutating func changeUser(_ transaction: inout Transaction) throws {
            guard var user = user(transaction) else { return }
            let policies = transaction.snapshot.policies(after: nil, max: 99).items.map(\.id)
            user.groups = some(transaction.snapshot.groups(after: nil, max: 99).items.map(\.id))
            user.attachedPolicies = some(policies)
            user.permissionsBoundary = some(policies).first
            transaction.put(user)
            transaction.put(LoginRecord(userID: user.id))
            transaction.put(LastUsedRecord(id: user.id))
        }

        private mutating func rename(_ transaction: inout Transaction) throws {
            guard var user = user(transaction) else { return }
            made += 1
            transaction.delete(user)
            user.name = number(0..<2) == 0 ? user.name.uppercased() : "Renamed-\(made)"
            transaction.put(user)
        }

        private mutating func deleteUser(_ transaction: inout Transaction) {
            guard let user = user(transaction) else { return }
            transaction.delete(user)
            for key in user.accessKeys.compactMap(transaction.snapshot.accessKey(id:)) { transaction.delete(key) }
            transaction.delete(LoginRecord(userID: user.id))
        }

        private mutating func addKey(_ transaction: inout Transaction) throws {
            guard var user = user(transaction) else { return }
            made += 1
            let isScheduled = number(0..<2) == 0
            let key = try Fixtures.key(made, of: user) { if isScheduled { $0.deactivatesAt = .init(seconds: 9) } }
            user.accessKeys.append(key.id)
            transaction.put(user)
            transaction.put(key)
        }

        private mutating func changePolicy(_ transaction: inout Transaction) throws {
            let all = transaction.snapshot.policies(after: nil, max: 99).items
            guard var policy = all.randomElement(using: &generator) else { return }
            policy.latestVersion += 1
            policy.defaultVersion = policy.latestVersion
            let text = PolicyText("{\(policy.latestVersion)}")
            policy.versions.append(.init(number: policy.latestVersion, document: text, createdAt: .init(seconds: 3)))
            transaction.put(policy)
        }

        private mutating func changeControlPolicies(_ transaction: inout Transaction) {
            if number(0..<3) == 0, let old = transaction.snapshot.controlPolicies.all.randomElement(using: &generator) {
                transaction.delete(old)
            } else {
                let kind: ControlKind = number(0..<2) == 0 ? .serviceControl : .resourceControl
                let name = number(0..<2) == 0 ? "guard" : "Fence"
                transaction.put(Fixtures.control(kind, level: UInt32(number(0..<3)), name))
            }
        }

        private mutating func changeRole(_ transaction: inout Transaction) throws {
            let all = transaction.snapshot.roles(after: nil, max: 99).items
            guard var role = all.randomElement(using: &generator) else { return }
            let policies = transaction.snapshot.policies(after: nil, max: 99).items.map(\.id)
            role.attachedPolicies = some(policies)
            role.permissionsBoundary = some(policies).first
            if number(0..<4) == 0 { transaction.delete(role) } else { transaction.put(role) }
        }
    }

    /// All users, page by page.
    private func names(_ snapshot: Snapshot) -> [String] {
        var (found, marker) = ([String](), String?.none)
        while true {
            let page = snapshot.users(after: marker, max: 3)
            found += page.items.map(\.name)
            guard page.isTruncated else { break }
            marker = page.items.last?.name
        }
        #expect(found.map(\.asciiLowercased) == found.map(\.asciiLowercased).sorted())
        #expect(found.count == snapshot.userCount)
        return found
    }

    @Test(arguments: Seed.forThisRun(count: 20))
    func `the account in memory is the account that a restart finds`(_ seed: Seed) async throws {
        var store = MemoryStore()
        var directory = try await Fixtures.directory(in: store)
        var generator = SeededGenerator(seed)
        var editor = Editor(generator: SeededGenerator(seed: generator.next()))
        for step in 1...150 {
            let current = directory.current
            var transaction = Transaction(on: current)
            try editor.edit(&transaction)
            let edits = transaction.edits
            try await directory.write { transaction throws(Refusal) in
                for edit in edits.values {
                    switch edit {
                    case .put(let record): transaction.put(any: record)
                    case .delete(let type, let keyName): transaction.delete(type, keyName)
                    }
                }
            }
            guard step % 25 == 0 else { continue }
            let copy = MemoryStore(reopening: store)
            let reopened = try await Directory.open(copy)
            #expect(reopened.current.revision == directory.current.revision)
            #expect(reopened.current.contents.listing == directory.current.contents.listing)
            #expect(names(reopened.current) == names(directory.current))
            // What was read at the start and what changed since are kept apart: both must have their turn.
            if generator.next() % 4 != 0 { (store, directory) = (copy, reopened) }
        }
        #expect(directory.current.revision > Revision(rawValue: 50))
    }
}

extension Transaction {
    fileprivate mutating func delete(_ type: any StoredRecord.Type, _ keyName: String) {
        var contents = snapshot.contents
        if let record = remove(type, keyName, &contents) { delete(any: record) }
    }

    private func remove<Record: StoredRecord>(
        _ type: Record.Type,
        _ keyName: String,
        _ contents: inout Contents
    ) -> Record? {
        type.remove(named: keyName, from: &contents)
    }
}
