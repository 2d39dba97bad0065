import HashTreeCollections
import Model

/// The records of one kind, by id and by folded name.
struct NamedTable<Record: IdentifiedRecord>: Sendable, Equatable {
    private(set) var byID: TreeDictionary<UniqueID, Entry<Record>> = [:]
    private(set) var byName: TreeDictionary<String, Entry<Record>> = [:]

    var count: Int { byID.count }

    /// - Returns: `false` where the id or the name is taken.
    mutating func insert(_ record: Record) -> Bool {
        let entry = Entry(record)
        guard byID.updateValue(entry, forKey: record.id) == nil else { return false }
        return byName.updateValue(entry, forKey: record.keyName) == nil
    }

    mutating func remove(named keyName: String) -> Record? {
        guard let entry = byName.removeValue(forKey: keyName) else { return nil }
        byID.removeValue(forKey: entry.record.id)
        return entry.record
    }

    subscript(id: UniqueID) -> Entry<Record>? { byID[id] }

    /// Ignores ASCII case; a name that is not ASCII is nobody's.
    subscript(named name: String) -> Entry<Record>? {
        name.foldedName.flatMap { byName[$0] }
    }
}

extension String {
    /// The name as keys and indexes have it; `nil` where no name is such.
    ///
    /// Swift's `==` folds Unicode forms, so that KELVIN SIGN would be a `K` without this.
    var foldedName: String? {
        utf8.allSatisfy { $0 < 0x80 } ? asciiLowercased : nil
    }
}
