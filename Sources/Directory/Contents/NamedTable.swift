import Model

/// The records of one kind, by id and by folded name.
struct NamedTable<Record: IdentifiedRecord & NamedRecord>: Sendable {
    private(set) var byID = Table<ByID<Record>>()
    private(set) var byName = Table<ByName<Record>>()

    init() {}

    /// A table of what was read, from two tables of the same.
    init(byID: Table<ByID<Record>>, byName: Table<ByName<Record>>) {
        self.byID = byID
        self.byName = byName
    }

    var count: Int { byID.count }

    /// - Returns: `false` where the id or the name is taken.
    mutating func insert(_ record: Record) -> Bool {
        let entry = Entry(record)
        return byID.insert(entry) && byName.insert(entry)
    }

    mutating func remove(named keyName: String) -> Record? {
        guard let entry = byName.remove(keyName) else { return nil }
        _ = byID.remove(entry.record.id)
        return entry.record
    }

    subscript(id: UniqueID) -> Entry<Record>? { byID[id] }

    func contains(_ id: UniqueID) -> Bool { byID.contains(id) }

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
