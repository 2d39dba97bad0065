package import Model

/// The account itself: the one record that every store of an account has.
package struct AccountRecord: StoredRecord {
    package static let kind = RecordKind.account

    package let id: AccountID
    /// The partition of the account's ARNs.
    package var partition: String = "aws"
    /// Empty for none.
    package var alias: String = ""
    package var createdAt: Timestamp = Timestamp(microseconds: 0)
    /// The account's data key, sealed by the master key.
    package var wrappedKey: [UInt8] = []
    package var quotas: Quotas = Quotas()
    /// Of sessions whose revocations are no longer there.
    package var droppedRevocations = DroppedRevocations()

    package var keyName: String { "self" }

    package init(id: AccountID) {
        self.id = id
    }

    package init(reading reader: inout RecordReader) throws(RecordError) {
        guard reader.field() == 1 else { throw .missing(field: "id") }
        guard let id = AccountID(try reader.text(1)) else { throw .outOfRange(field: "id") }
        self.init(id: id)
        var quotas: Quotas?
        while let field = reader.field() {
            switch field {
            case 2: partition = try reader.text(field)
            case 3: alias = try reader.text(field)
            case 4: createdAt = try reader.time()
            case 5: wrappedKey = try reader.data()
            case 6:
                var inner = try reader.nested()
                quotas = try Quotas(reading: &inner)
            case 7: droppedRevocations = DroppedRevocations(count: try reader.number())
            case 8:
                var inner = try reader.nested()
                try droppedRevocations.read(&inner)
            default: throw .unknownField(field)
            }
        }
        guard let quotas else { throw .missing(field: "quotas") }
        self.quotas = quotas
        guard ["aws", "aws-cn", "aws-us-gov"].contains(partition) else {
            throw .outOfRange(field: "partition")
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.text(1, id.digits)
        writer.text(2, partition)
        writer.text(3, alias)
        writer.time(4, createdAt)
        writer.data(5, wrappedKey)
        writer.nested(6) { quotas.write(to: &$0) }
        writer.number(7, droppedRevocations.count)
        droppedRevocations.write(drops: 8, to: &writer)
    }
}

extension Quotas {
    /// The quotas by the numbers that records know them by; a number, once given, keeps its meaning.
    private static let fields: [(number: UInt8, path: any WritableKeyPath<Quotas, Int> & Sendable)] =
        [
            (1, \.users), (2, \.groups), (3, \.roles), (4, \.policies), (5, \.groupsPerUser),
            (6, \.attachedPoliciesPerIdentity), (7, \.versionsPerPolicy), (8, \.accessKeysPerUser),
            (9, \.mfaDevicesPerUser), (10, \.tagsPerEntity), (11, \.managedPolicyCharacters),
            (12, \.userInlineCharacters), (13, \.groupInlineCharacters), (14, \.roleInlineCharacters),
            (15, \.trustPolicyCharacters), (16, \.sessionPolicyCharacters),
        ]

    init(reading reader: inout RecordReader) throws(RecordError) {
        self.init()
        while let field = reader.field() {
            guard let path = Self.fields.first(where: { $0.number == field })?.path else {
                throw .unknownField(field)
            }
            self[keyPath: path] = Int(try reader.number32("quotas"))
        }
    }

    /// Each quota is written, so that an account keeps its own when the defaults change.
    func write(to writer: inout RecordWriter) {
        for field in Self.fields {
            writer.count(field.number, UInt32(clamping: self[keyPath: field.path]))
        }
    }
}
