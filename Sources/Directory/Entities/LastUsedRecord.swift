package import Model

/// When a password, an access key or a role was last used.
package struct LastUsedRecord: StoredRecord {
    package static let kind = RecordKind.lastUsed

    /// Of the user, the key or the role.
    package let id: UniqueID
    package var usedAt: Timestamp = Timestamp(microseconds: 0)

    package var keyName: String { id.description }
    package func hasKeyName(_ bytes: Span<UInt8>) -> Bool { UniqueID(utf8: bytes) == id }

    package init(id: UniqueID) {
        self.id = id
    }

    package init(reading reader: inout RecordReader) throws(RecordError) {
        guard reader.field() == 1 else { throw .missing(field: "id") }
        self.init(id: try reader.id(1))
        while let field = reader.field() {
            switch field {
            case 2: usedAt = try reader.time()
            default: throw .unknownField(field)
            }
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.id(1, id)
        writer.time(2, usedAt)
    }
}
