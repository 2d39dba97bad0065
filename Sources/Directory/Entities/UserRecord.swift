package import Model

/// A user of the account.
package struct UserRecord: PolicyHolder {
    package static let kind = RecordKind.user

    /// `AIDA…`.
    package let id: UniqueID
    /// Keeps the case that it was made with.
    package var name: String = ""
    /// `/` or `/…/`.
    package var path: String = ""
    package var createdAt: Timestamp = Timestamp(microseconds: 0)
    package var tags: [Tag] = []
    /// The managed policy that bounds the user.
    package var permissionsBoundary: UniqueID?
    /// In the order of joining.
    package var groups: [UniqueID] = []
    package var attachedPolicies: [UniqueID] = []
    package var inlinePolicies: [InlinePolicy] = []
    /// The ids of the user's access keys.
    package var accessKeys: [UniqueID] = []
    /// The folded names of the user's MFA devices.
    package var mfaDevices: [String] = []
    /// Sessions that began earlier are refused.
    package var sessionsValidFrom: Timestamp?

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
            case 5: tags.append(try reader.tag())
            case 6: permissionsBoundary = try reader.id(field)
            case 7: groups.append(try reader.id(field))
            case 8: attachedPolicies.append(try reader.id(field))
            case 9: inlinePolicies.append(try reader.inlinePolicy())
            case 10: accessKeys.append(try reader.id(field))
            case 11:
                let name = try reader.text(field)
                guard !name.isEmpty else { throw .outOfRange(field: "mfaDevices") }
                mfaDevices.append(name)
            case 12: sessionsValidFrom = try reader.time()
            default: throw .unknownField(field)
            }
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.id(1, id)
        writer.text(2, name)
        writer.text(3, path)
        writer.time(4, createdAt)
        writer.tags(5, tags)
        writer.id(6, permissionsBoundary)
        writer.ids(7, groups)
        writer.ids(8, attachedPolicies)
        writer.inlinePolicies(9, inlinePolicies)
        writer.ids(10, accessKeys)
        for text in mfaDevices { writer.text(11, text) }
        writer.time(12, sessionsValidFrom)
    }
}
