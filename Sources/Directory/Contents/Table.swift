import HashTreeCollections
import Model

/// Records by one key: those that were read at the start packed in a list, and what changed since in a tree.
///
/// Copies share both, so that a changed copy costs what was changed.
struct Table<Index: RecordIndex>: Sendable {
    typealias Record = Index.Record
    typealias Item = Entry<Record>

    private enum Change: Sendable {
        case put(Item)
        case removed
    }

    private let first: PackedRecords<Record>
    private let index: FlatIndex
    private var changes: TreeDictionary<Index.Key, Change> = [:]
    private(set) var count: Int

    init() {
        first = PackedRecords.Builder().finish()
        index = FlatIndex(count: 0)
        count = 0
    }

    /// A table of what was read.
    ///
    /// - Throws: Where a record has the key of one before it.
    init(_ first: PackedRecords<Record>) throws(TakenKey) {
        var index = FlatIndex(count: first.count)
        for position in 0..<first.count {
            let hash = Index.hash(of: first, at: position)
            guard index.insert(position, hash: hash, unless: { Index.areSame(first, $0, position) }) else {
                throw TakenKey(position: position)
            }
        }
        self.first = first
        self.index = index
        count = first.count
    }

    subscript(key: Index.Key) -> Item? {
        if !changes.isEmpty, let change = changes[key] {
            guard case .put(let item) = change else { return nil }
            return item
        }
        return position(of: key).flatMap(first.entry(at:))
    }

    func contains(_ key: Index.Key) -> Bool {
        if !changes.isEmpty, let change = changes[key] {
            guard case .put = change else { return false }
            return true
        }
        return position(of: key) != nil
    }

    /// Whether the record is the one that an entry was made of, and did not change since.
    func has(_ item: Item) -> Bool {
        let key = Index.key(of: item.record)
        if !changes.isEmpty, let change = changes[key] {
            guard case .put(let found) = change else { return false }
            return found === item
        }
        return position(of: key).map { item.isRead(at: $0, of: first) } ?? false
    }

    /// - Returns: `false` where there is one with its key already.
    mutating func insert(_ item: Item) -> Bool {
        let key = Index.key(of: item.record)
        guard !contains(key) else { return false }
        changes[key] = .put(item)
        count += 1
        return true
    }

    mutating func remove(_ key: Index.Key) -> Item? {
        guard let item = self[key] else { return nil }
        changes[key] = position(of: key) == nil ? nil : .removed
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
        for position in start..<first.count {
            guard let item = first.entry(at: position) else { continue }
            if !changes.isEmpty, changes[Index.key(of: item.record)] != nil { continue }
            guard body(item) else { return }
        }
    }

    /// The others, in no promised order.
    func forEachChanged(_ body: (Item) -> Void) {
        for case (_, .put(let item)) in changes { body(item) }
    }

    private func position(of key: Index.Key) -> Int? {
        index.find(hash: Index.hash(key)) { Index.has(key, first, at: $0) }
    }
}

/// A record that was read has the key of another.
struct TakenKey: Error {
    let position: Int
}

extension Table {
    /// Where those begin, among those that were read at the start, whose names come after one.
    func start<Record>(after name: String) -> Int where Index == ByName<Record> {
        var (low, high) = (0, first.count)
        while low < high {
            let middle = low + (high - low) / 2
            let isAfter = name.utf8.lexicographicallyPrecedes(first.name(at: middle))
            if isAfter { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Table {
    /// The ids of those that were read at the start, without making the records.
    func idsRead<Identified>() -> some Sequence<UniqueID> where Index == ByID<Identified> {
        (0..<first.count).lazy.compactMap(first.id(at:))
    }
}

extension Table where Index.Record: NamedRecord {
    /// The folded name of the record with a key, without making the record.
    func name(of key: Index.Key) -> String? {
        if !changes.isEmpty, let change = changes[key] {
            guard case .put(let item) = change else { return nil }
            return item.record.keyName
        }
        return position(of: key).map { String(decoding: first.name(at: $0), as: UTF8.self) }
    }
}
