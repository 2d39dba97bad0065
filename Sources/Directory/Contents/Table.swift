import HashTreeCollections
import Model

/// Records by one key: those that were read at the start in a flat list, and what changed since in a tree.
///
/// Copies share both, so that a changed copy costs what was changed.
struct Table<Index: RecordIndex>: Sendable {
    typealias Item = Entry<Index.Record>

    private enum Change: Sendable {
        case put(Item)
        case removed
    }

    /// In the order in which they were read, which is that of the store's keys.
    private var first: [Item] = []
    private var index = FlatIndex()
    private var changes: TreeDictionary<Index.Key, Change> = [:]
    private(set) var count = 0

    subscript(key: Index.Key) -> Item? {
        if !changes.isEmpty, let change = changes[key] {
            guard case .put(let item) = change else { return nil }
            return item
        }
        return read(key).map { first[$0] }
    }

    /// Adds a record while the account is read, when there are no changes yet.
    ///
    /// - Returns: `false` where there is one with its key already.
    mutating func read(_ item: Item) -> Bool {
        let key = Index.key(of: item.record)
        guard index.insert(first.count, hash: Index.hash(key), unless: { Index.has(first[$0].record, key) }) else {
            return false
        }
        first.append(item)
        count += 1
        return true
    }

    /// - Returns: `false` where there is one with its key already.
    mutating func insert(_ item: Item) -> Bool {
        let key = Index.key(of: item.record)
        guard self[key] == nil else { return false }
        changes[key] = .put(item)
        count += 1
        return true
    }

    mutating func remove(_ key: Index.Key) -> Item? {
        guard let item = self[key] else { return nil }
        changes[key] = read(key) == nil ? nil : .removed
        count -= 1
        return item
    }

    /// All of them, in no promised order.
    func forEach(_ body: (Item) -> Void) {
        forEachRead { item in
            body(item)
            return true
        }
        forEachChanged(body)
    }

    /// Those that were read at the start and did not change since, in their order, as long as `body` says so.
    func forEachRead(from start: Int = 0, while body: (Item) -> Bool) {
        for item in first[start...] {
            if !changes.isEmpty, changes[Index.key(of: item.record)] != nil { continue }
            guard body(item) else { return }
        }
    }

    /// The others, in no promised order.
    func forEachChanged(_ body: (Item) -> Void) {
        for case (_, .put(let item)) in changes { body(item) }
    }

    private func read(_ key: Index.Key) -> Int? {
        index.find(hash: Index.hash(key)) { Index.has(first[$0].record, key) }
    }
}

extension Table {
    /// Where those begin, among those that were read at the start, whose names come after one.
    func start<Record>(after name: String) -> Int where Index == ByName<Record> {
        var (low, high) = (0, first.count)
        while low < high {
            let middle = low + (high - low) / 2
            if first[middle].record.keyName <= name { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
