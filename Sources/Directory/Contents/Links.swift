import HashTreeCollections
import Model

/// Who points at whom, asked from the other end: the members of a group, the users of a policy.
struct Links: Sendable, Equatable {
    /// Most policies of a large account belong to one identity, which needs no set.
    fileprivate enum Sources: Sendable, Equatable {
        case one(UniqueID)
        case many(TreeSet<UniqueID>)
    }

    private var sources: TreeDictionary<UniqueID, Sources> = [:]

    func count(of target: UniqueID) -> Int {
        switch sources[target] {
        case nil: 0
        case .one: 1
        case .many(let set): set.count
        }
    }

    /// In no promised order.
    subscript(target: UniqueID) -> [UniqueID] {
        switch sources[target] {
        case nil: []
        case .one(let source): [source]
        case .many(let set): Array(set)
        }
    }

    mutating func insert(_ source: UniqueID, into targets: some Sequence<UniqueID>) {
        for target in targets { sources[target].insert(source) }
    }

    mutating func remove(_ source: UniqueID, from targets: some Sequence<UniqueID>) {
        for target in targets { sources[target].remove(source) }
    }
}

extension Links.Sources? {
    fileprivate mutating func insert(_ source: UniqueID) {
        switch self {
        case nil: self = .one(source)
        case .one(let other):
            if other != source { self = .many([other, source]) }
        case .many(var set):
            // Let go of the set before it is changed, or it would be copied.
            self = nil
            set.insert(source)
            self = .many(set)
        }
    }

    fileprivate mutating func remove(_ source: UniqueID) {
        switch self {
        case nil: break
        case .one(let other):
            if other == source { self = nil }
        case .many(var set):
            self = nil
            set.remove(source)
            // INVARIANT: a set has two members or more, so that equal links are equal values.
            if let last = set.first, set.count == 1 { self = .one(last) } else { self = .many(set) }
        }
    }
}
