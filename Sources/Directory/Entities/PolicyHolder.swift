package import Model

/// An identity that policies are attached to: a user, a group or a role.
package protocol PolicyHolder: IdentifiedRecord, NamedRecord {
    var name: String { get set }
    var path: String { get set }
    /// Ids of managed policies, in the order in which they were attached.
    var attachedPolicies: [UniqueID] { get set }
    var inlinePolicies: [InlinePolicy] { get set }
}

extension Tag {
    init(reading reader: inout RecordReader) throws(RecordError) {
        var (key, value) = ("", "")
        while let field = reader.field() {
            switch field {
            case 1: key = try reader.text(field)
            case 2: value = try reader.text(field)
            default: throw .unknownField(field)
            }
        }
        self.init(key: key, value: value)
    }

    func write(to writer: inout RecordWriter) {
        writer.text(1, key)
        writer.text(2, value)
    }
}

extension RecordWriter {
    mutating func tags(_ field: UInt8, _ tags: [Tag]) {
        for tag in tags { nested(field) { tag.write(to: &$0) } }
    }

    mutating func inlinePolicies(_ field: UInt8, _ policies: [InlinePolicy]) {
        for policy in policies { nested(field) { policy.write(to: &$0) } }
    }
}

extension RecordReader {
    mutating func tag() throws(RecordError) -> Tag {
        var inner = try nested()
        return try Tag(reading: &inner)
    }

    mutating func inlinePolicy() throws(RecordError) -> InlinePolicy {
        var inner = try nested()
        return try InlinePolicy(reading: &inner)
    }
}
