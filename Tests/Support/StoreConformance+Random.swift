import Model
import Store
import Testing

extension StoreConformance {
    /// A store against a plain dictionary, on commits that nobody thought of.
    static let random: [Check] = Seed.forThisRun(count: 8).map { seed in
        Check(name: "a store agrees with a dictionary on random commits, \(seed.testDescription)") {
            harness async throws in
            var generator = SeededGenerator(seed)
            var store = harness.store
            var model: [String: Record] = [:]
            var head = Revision.zero
            for _ in 0..<120 {
                let (changes, preconditions) = commit(head, &generator)
                let broken = preconditions.first { !holds($0, model, head) }
                do throws(StoreError) {
                    let revision = try await store.commit(changes, if: preconditions)
                    #expect(broken == nil)
                    #expect(revision == head.next)
                    head = revision
                    for change in changes { apply(change, at: head, to: &model) }
                } catch {
                    guard let broken else { throw error }
                    #expect(error == .conflict(key: broken.key, current: head))
                }
                if Int.random(in: 0..<40, using: &generator) == 0 { store = try await harness.reopen(store) }
            }
            let (records, revision) = try await loaded(store)
            #expect(records == model.values.sorted { $0.key < $1.key })
            #expect(revision == head)
            await store.close()
        }
    }

    private static func commit(
        _ head: Revision,
        _ generator: inout SeededGenerator
    ) -> (changes: [Change], preconditions: [Precondition]) {
        let keys = ["a", "a/b", "a/c", "b", "B", "~"].shuffled(using: &generator)
        let changes = keys.prefix(Int.random(in: 1...4, using: &generator)).map { key -> Change in
            guard Int.random(in: 0..<3, using: &generator) > 0 else { return .delete(key: key) }
            let count = Int.random(in: 0..<600, using: &generator)
            return .put(key: key, value: (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
        let since = Revision(rawValue: head.rawValue - min(head.rawValue, UInt64.random(in: 0..<8, using: &generator)))
        let preconditions = keys.suffix(Int.random(in: 0...2, using: &generator)).map { key -> Precondition in
            switch Int.random(in: 0..<3, using: &generator) {
            case 0: .absent(key: key)
            case 1: .unchanged(key: key, since: since)
            default: .revision(is: since)
            }
        }
        return (changes, preconditions)
    }

    private static func holds(_ precondition: Precondition, _ model: [String: Record], _ head: Revision) -> Bool {
        switch precondition {
        case .absent(let key): return model[key] == nil
        case .unchanged(let key, let since):
            guard let record = model[key] else { return false }
            return record.revision <= since
        case .revision(let wanted): return head == wanted
        }
    }

    private static func apply(_ change: Change, at revision: Revision, to model: inout [String: Record]) {
        switch change {
        case .put(let key, let value): model[key] = Record(key: key, value: value, revision: revision)
        case .delete(let key): model.removeValue(forKey: key)
        }
    }
}
