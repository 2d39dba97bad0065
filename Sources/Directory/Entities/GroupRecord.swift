package import Model

/// A group of users.
package struct GroupRecord: PolicyHolder {
    package static let kind = RecordKind.group

    /// `AGPA…`.
    package let id: UniqueID
    package var name: String = ""
    package var path: String = ""
    package var createdAt: Timestamp = Timestamp(microseconds: 0)
    package var attachedPolicies: [UniqueID] = []
    package var inlinePolicies: [InlinePolicy] = []

    package init(id: UniqueID) {
        self.id = id
    }

    package init(reading reader: inout RecordReader) throws(RecordError) {
        guard reader.field() == 1 else { throw .missing(field: "id") }
        self.init(id: try reader.id(1))
        while let field = reader.field() {
            switch field {
            case 2: name = try reader.text(field)
            case 3: path = try reader.text(field)
            case 4: createdAt = try reader.time()
            case 5: attachedPolicies.append(try reader.id(field))
            case 6: inlinePolicies.append(try reader.inlinePolicy())
            default: throw .unknownField(field)
            }
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.id(1, id)
        writer.text(2, name)
        writer.text(3, path)
        writer.time(4, createdAt)
        writer.ids(5, attachedPolicies)
        writer.inlinePolicies(6, inlinePolicies)
    }
}
