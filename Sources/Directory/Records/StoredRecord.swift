package import Model

/// An entity that the store keeps under a key of its own.
package protocol StoredRecord: Sendable, Hashable {
    /// What the keys of this kind begin with.
    static var kind: RecordKind { get }
    /// Tells the record from others of its kind.
    var keyName: String { get }

    /// Whether bytes are those of `keyName`, which then need not be made.
    func hasKeyName(_ bytes: Span<UInt8>) -> Bool

    init(reading reader: inout RecordReader) throws(RecordError)
    func write(to writer: inout RecordWriter)

    /// Takes the record with a key's name out of the account's contents, and returns it.
    static func remove(named keyName: String, from contents: inout Contents) -> Self?
    /// Adds the record to contents that have none under its key.
    ///
    /// - Returns: `false` where its id or name is taken; the contents are then of no use.
    func insert(into contents: inout Contents) -> Bool
    /// What the record says that is not true of the contents it is in; `nil` where all is well.
    func fault(in contents: Contents) -> String?
    /// What still points at the record in contents that it was taken out of, or changed in; `nil` for nothing.
    func remnant(in contents: Contents) -> String?
}

/// A record with a name and a path, as AWS's ARNs are made of.
package protocol NamedRecord: StoredRecord {
    /// Unique within its kind, ignoring case; keeps the case that it was made with.
    var name: String { get }
    /// `/` or `/…/`.
    var path: String { get }
}

extension NamedRecord {
    package var keyName: String { name.asciiLowercased }

    package func hasKeyName(_ bytes: Span<UInt8>) -> Bool {
        let name = name.utf8.span
        guard name.count == bytes.count else { return false }
        for index in name.indices where name[index].asciiLowercased != bytes[index] { return false }
        return true
    }
}

/// A record that has an id, which it begins with; where it has a name too, it keeps its id when it is renamed.
package protocol IdentifiedRecord: StoredRecord {
    var id: UniqueID { get }
}

extension StoredRecord {
    package var key: String { Self.kind.key(keyName) }

    package func hasKeyName(_ bytes: Span<UInt8>) -> Bool {
        let name = keyName.utf8.span
        guard name.count == bytes.count else { return false }
        for index in name.indices where name[index] != bytes[index] { return false }
        return true
    }

    package func encoded() -> [UInt8] {
        var writer = RecordWriter()
        write(to: &writer)
        return writer.bytes
    }
}
