import Model
import Store
import Testing

@testable import Directory

@Suite struct ControlPolicyTests {
    @Test func `levels are in order, and one without policies is none`() async throws {
        let directory = try await Fixtures.directory()
        #expect(directory.current.controlPolicies.levels(.serviceControl).isEmpty)
        let records = [
            Fixtures.control(.serviceControl, level: 4, "B"), Fixtures.control(.serviceControl, level: 0, "Z"),
            Fixtures.control(.resourceControl, level: 1, "A"), Fixtures.control(.serviceControl, level: 4, "a"),
        ]
        for record in records { try await directory.put(record) }
        let policies = directory.current.controlPolicies
        #expect(policies.levels(.serviceControl) == [[records[1]], [records[3], records[0]]])
        #expect(policies.levels(.resourceControl) == [[records[2]]])
        #expect(policies.policy(.serviceControl, level: 4, named: "b") == records[0])
        #expect(policies.policy(.serviceControl, level: 3, named: "b") == nil)
        #expect(policies.policy(.resourceControl, level: 4, named: "b") == nil)
        try await directory.write { transaction throws(Refusal) in transaction.delete(records[1]) }
        #expect(directory.current.controlPolicies.levels(.serviceControl) == [[records[3], records[0]]])
    }

    @Test func `they are one object until one of them changes`() async throws {
        let directory = try await Fixtures.directory()
        try await directory.put(Fixtures.control(.serviceControl, level: 0, "A"))
        let before = directory.current.controlPolicies
        let user = try Fixtures.user(1)
        try await directory.put(user)
        #expect(directory.current.controlPolicies === before)
        try await directory.put(Fixtures.control(.serviceControl, level: 0, "a", changed: true))
        let after = directory.current.controlPolicies
        #expect(after !== before)
        // A name is one name in any letters.
        #expect(after.all.map(\.name) == ["a"])
    }

    @Test func `a restart finds them`() async throws {
        let store = MemoryStore()
        let directory = try await Fixtures.directory(in: store)
        try await directory.put(
            Fixtures.control(.resourceControl, level: 5, "R", changed: true),
            Fixtures.control(.serviceControl, level: 1, "S")
        )
        let reopened = try await Directory.open(MemoryStore(reopening: store))
        #expect(reopened.current.controlPolicies.all == directory.current.controlPolicies.all)
        #expect(reopened.current.controlPolicies.all.count == 2)
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let reason: String

        var testDescription: String { name }
    }

    private static let good: [UInt8] = [1, 1, 2, 3, 3, 1, 65, 4, 2, 123, 125]

    @Test(arguments: [
        Broken(name: "no kind", bytes: Array(good.dropFirst(2)), reason: "field `control` is out of range"),
        Broken(name: "a kind of none", bytes: [1, 3] + good.dropFirst(2), reason: "field `control` is out of range"),
        Broken(name: "a level too far", bytes: good + [2, 6], reason: "field `level` is out of range"),
        Broken(name: "no name", bytes: Array(good[..<4] + good[7...]), reason: "field `name` is out of range"),
        Broken(name: "a name with a slash", bytes: good + [3, 1, 47], reason: "field `name` is out of range"),
        Broken(name: "no document", bytes: Array(good[..<7]), reason: "field `document` is missing"),
        Broken(
            name: "another's key",
            bytes: good + [2, 2],
            reason: "it is the record of `control/service-control/2/a`"
        ),
        Broken(
            name: "a field of later",
            bytes: good + [7, 0],
            reason: "field 7 is not known to this version; it may be of a newer one"
        ),
    ]) func `one that cannot be read stops the start`(_ broken: Broken) async throws {
        let key = "control/service-control/3/a"
        let whole = try await Fixtures.store([], raw: [.put(key: key, value: Self.good)])
        #expect(try await Directory.open(whole).current.controlPolicies.all.count == 1)
        let store = try await Fixtures.store([], raw: [.put(key: key, value: broken.bytes)])
        await #expect(throws: DirectoryError.corrupt(key: key, reason: broken.reason)) {
            _ = try await Directory.open(store)
        }
    }
}
