import Model

/// What a table finds its records by.
protocol RecordIndex: Sendable {
    associatedtype Record: StoredRecord
    associatedtype Key: Hashable & Sendable

    static func key(of record: Record) -> Key
    static func hash(_ key: Key) -> UInt64
    /// The hash of a packed record's key.
    static func hash(of records: PackedRecords<Record>, at position: Int) -> UInt64
    /// Whether a packed record has a key.
    static func has(_ key: Key, _ records: PackedRecords<Record>, at position: Int) -> Bool
    /// Whether two packed records have the same key.
    static func areSame(_ records: PackedRecords<Record>, _ one: Int, _ other: Int) -> Bool
}

/// By id.
enum ByID<Record: IdentifiedRecord>: RecordIndex {
    static func key(of record: Record) -> UniqueID { record.id }
    static func hash(_ key: UniqueID) -> UInt64 { key.quickHash }

    static func hash(of records: PackedRecords<Record>, at position: Int) -> UInt64 {
        records.id(at: position)?.quickHash ?? 0
    }

    static func has(_ key: UniqueID, _ records: PackedRecords<Record>, at position: Int) -> Bool {
        records.id(at: position) == key
    }

    static func areSame(_ records: PackedRecords<Record>, _ one: Int, _ other: Int) -> Bool {
        records.id(at: one) == records.id(at: other)
    }
}

/// By folded name.
enum ByName<Record: NamedRecord>: RecordIndex {
    static func key(of record: Record) -> String { record.keyName }

    static func hash(_ key: String) -> UInt64 {
        var key = key
        return key.withUTF8 { unsafe hash($0) }
    }

    static func hash(of records: PackedRecords<Record>, at position: Int) -> UInt64 {
        unsafe records.name(at: position).withUnsafeBufferPointer { unsafe hash($0) }
    }

    static func has(_ key: String, _ records: PackedRecords<Record>, at position: Int) -> Bool {
        records.name(at: position).elementsEqual(key.utf8)
    }

    static func areSame(_ records: PackedRecords<Record>, _ one: Int, _ other: Int) -> Bool {
        records.name(at: one).elementsEqual(records.name(at: other))
    }

    private static func hash(_ name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var hasher = Hasher()
        // SAFETY: the bytes are only read, and not kept.
        unsafe hasher.combine(bytes: UnsafeRawBufferPointer(name))
        return UInt64(bitPattern: Int64(hasher.finalize()))
    }
}

extension UniqueID {
    /// A hash that a few instructions make: ids are drawn at random by the account itself, nobody chooses one.
    var quickHash: UInt64 {
        var word = high ^ (low &* 0x9E37_79B9_7F4A_7C15)
        word = (word ^ (word >> 32)) &* 0xD6E8_FEB8_6659_FD93
        return word ^ (word >> 32)
    }
}
