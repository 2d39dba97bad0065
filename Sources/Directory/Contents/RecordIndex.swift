import Model

/// What a table finds its records by.
protocol RecordIndex: Sendable {
    associatedtype Record: StoredRecord
    associatedtype Key: Hashable & Sendable

    static func key(of record: Record) -> Key
    static func hash(_ key: Key) -> Int
    static func has(_ record: Record, _ key: Key) -> Bool
}

/// By id.
enum ByID<Record: IdentifiedRecord>: RecordIndex {
    static func key(of record: Record) -> UniqueID { record.id }
    static func hash(_ key: UniqueID) -> Int { key.quickHash }
    static func has(_ record: Record, _ key: UniqueID) -> Bool { record.id == key }
}

/// By folded name.
enum ByName<Record: NamedRecord>: RecordIndex {
    static func key(of record: Record) -> String { record.keyName }
    static func hash(_ key: String) -> Int { key.hashValue }

    static func has(_ record: Record, _ key: String) -> Bool {
        record.hasKeyName(key.utf8.span)
    }
}

extension UniqueID {
    /// A hash that a few instructions make: ids are drawn at random by the account itself, nobody chooses one.
    var quickHash: Int {
        var word = high ^ (low &* 0x9E37_79B9_7F4A_7C15)
        word = (word ^ (word >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return Int(truncatingIfNeeded: word ^ (word >> 32))
    }
}
