import HashTreeCollections
import Model

/// Who points at whom, asked from the other end: the members of a group, the users of a policy.
///
/// As in a `Table`, the links that were read at the start are kept apart from what changed since.
struct Links: Sendable {
    private struct Changes: Sendable {
        var added: TreeSet<UniqueID> = []
        var removed: TreeSet<UniqueID> = []
    }

    /// The sources of each target.
    private var first: [UniqueID: [UniqueID]] = [:]
    private var changes: TreeDictionary<UniqueID, Changes> = [:]

    /// What something pointed at when the account was read.
    var targetsRead: some Sequence<UniqueID> { first.keys }

    func count(of target: UniqueID) -> Int {
        let change = changes[target]
        return (first[target]?.count ?? 0) + (change?.added.count ?? 0) - (change?.removed.count ?? 0)
    }

    /// In no promised order.
    subscript(target: UniqueID) -> [UniqueID] {
        let sources = first[target] ?? []
        guard let change = changes[target] else { return sources }
        return sources.filter { !change.removed.contains($0) } + change.added
    }

    /// Adds links while the account is read.
    mutating func read(_ source: UniqueID, into targets: [UniqueID]) {
        for target in targets { first[target, default: []].append(source) }
    }

    /// Adds links that are not there.
    mutating func insert(_ source: UniqueID, into targets: [UniqueID]) {
        for target in targets {
            var change = changes[target] ?? Changes()
            if change.removed.remove(source) == nil { change.added.insert(source) }
            set(change, for: target)
        }
    }

    /// Removes links that are there.
    mutating func remove(_ source: UniqueID, from targets: [UniqueID]) {
        for target in targets {
            var change = changes[target] ?? Changes()
            if change.added.remove(source) == nil { change.removed.insert(source) }
            set(change, for: target)
        }
    }

    private mutating func set(_ change: Changes, for target: UniqueID) {
        changes[target] = change.added.isEmpty && change.removed.isEmpty ? nil : change
    }
}
