import Model

/// One record's part in a write.
enum Edit: Sendable {
    case put(any StoredRecord)
    case delete(any StoredRecord.Type, keyName: String)
}

extension Contents {
    /// Makes all edits, whose keys all differ.
    ///
    /// What is under any of their keys goes before the first is added, so that names and ids can pass from one
    /// record to another.
    ///
    /// - Returns: What would make the account unreadable at its next start; `nil` where all is well.
    mutating func apply(_ edits: some Sequence<Edit>) -> String? {
        var removed: [any StoredRecord] = []
        for edit in edits {
            switch edit {
            case .put(let record):
                if let old = take(placeOf: record) { removed.append(old) }
            case .delete(let type, let keyName):
                if let record = type.remove(named: keyName, from: &self) { removed.append(record) }
            }
        }
        for case .put(let record) in edits where !record.insert(into: &self) {
            return "the id or the name of `\(record.key)` is taken"
        }
        for case .put(let record) in edits {
            if let fault = record.fault(in: self) { return "`\(record.key)`: \(fault)" }
        }
        for record in removed {
            if let remnant = record.remnant(in: self) { return "`\(record.key)`: \(remnant)" }
        }
        return nil
    }

    private mutating func take<Record: StoredRecord>(placeOf record: Record) -> (any StoredRecord)? {
        Record.remove(named: record.keyName, from: &self)
    }
}
