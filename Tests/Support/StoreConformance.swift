import Model
package import Store
import Testing

/// What every store must do, whatever it keeps its records in.
///
/// A test runs each of `checks` on a new, empty store:
/// `@Test(arguments: StoreConformance.checks) func …(_ check: StoreConformance.Check)`.
package enum StoreConformance {
    /// One rule, and how it is tried.
    package struct Check: Sendable, CustomTestStringConvertible {
        package let name: String
        package let run: @Sendable (Harness) async throws -> Void

        package var testDescription: String { name }
    }

    /// A new store, and the way to close it and open it again.
    package struct Harness: Sendable {
        package let store: any Store
        package let reopen: @Sendable (any Store) async throws -> any Store

        package init(store: any Store, reopen: @escaping @Sendable (any Store) async throws -> any Store) {
            self.store = store
            self.reopen = reopen
        }
    }

    package static let checks: [Check] = contents + loading + preconditions + bounds + concurrency + watching + random

    /// All that a store shows while it is loaded, in that order.
    static func loaded(_ store: any Store) async throws -> (records: [Record], revision: Revision) {
        var records: [Record] = []
        let revision = try await store.load { key, value, revision in
            records.append(Record(key: key, value: value, revision: revision))
        }
        return (records, revision)
    }
}

extension Store {
    func put(_ key: String, _ value: [UInt8], if preconditions: [Precondition] = []) async throws -> Revision {
        try await commit([.put(key: key, value: value)], if: preconditions)
    }
}
