package import Model

/// A role of the account.
package struct RoleRecord: PolicyHolder {
    package static let kind = RecordKind.role

    /// `AROA…`.
    package let id: UniqueID
    package var name: String = ""
    package var path: String = ""
    package var createdAt: Timestamp = Timestamp(microseconds: 0)
    package var tags: [Tag] = []
    package var permissionsBoundary: UniqueID?
    package var attachedPolicies: [UniqueID] = []
    package var inlinePolicies: [InlinePolicy] = []
    /// Who may assume the role.
    package var trustPolicy: PolicyText = PolicyText("")
    /// Who the users and roles are that the trust policy names by ARN; `nil` where it was saved by a version that went by
    /// the ARNs themselves.
    package var trustBindings: TrustBindings?
    /// The role's description.
    package var details: String = ""
    /// 3,600 to 43,200.
    package var maxSessionSeconds: UInt32 = 0
    /// Sessions that began earlier are refused.
    package var sessionsValidFrom: Timestamp?

    package init(id: UniqueID) {
        self.id = id
    }

    package init(reading reader: inout RecordReader) throws(RecordError) {
        guard reader.field() == 1 else { throw .missing(field: "id") }
        self.init(id: try reader.id(1))
        var bindings: [TrustBindings.Binding] = []
        var isBound = false
        while let field = reader.field() {
            switch field {
            case 2: name = try reader.text(field)
            case 3: path = try reader.text(field)
            case 4: createdAt = try reader.time()
            case 5: tags.append(try reader.tag())
            case 6: permissionsBoundary = try reader.id(field)
            case 7: attachedPolicies.append(try reader.id(field))
            case 8: inlinePolicies.append(try reader.inlinePolicy())
            case 9: trustPolicy = try reader.policyText(field)
            case 10: details = try reader.text(field)
            case 11: maxSessionSeconds = try reader.number32("maxSessionSeconds")
            case 12: sessionsValidFrom = try reader.time()
            case 13: isBound = try reader.flag()
            case 14:
                var inner = try reader.nested()
                bindings.append(try TrustBindings.Binding(reading: &inner))
            default: throw .unknownField(field)
            }
        }
        guard isBound || bindings.isEmpty else { throw .missing(field: "isBound") }
        if isBound { trustBindings = .of(bindings) }
    }

    package func write(to writer: inout RecordWriter) {
        writer.id(1, id)
        writer.text(2, name)
        writer.text(3, path)
        writer.time(4, createdAt)
        writer.tags(5, tags)
        writer.id(6, permissionsBoundary)
        writer.ids(7, attachedPolicies)
        writer.inlinePolicies(8, inlinePolicies)
        writer.text(9, trustPolicy.text)
        writer.text(10, details)
        writer.number(11, UInt64(maxSessionSeconds))
        writer.time(12, sessionsValidFrom)
        writer.flag(13, trustBindings != nil)
        for binding in trustBindings?.all ?? [] { writer.nested(14) { binding.write(to: &$0) } }
    }
}
