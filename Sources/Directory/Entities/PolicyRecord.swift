package import Model

/// A customer-managed policy with its versions.
package struct PolicyRecord: IdentifiedRecord, NamedRecord {
    package static let kind = RecordKind.policy

    /// `ANPA…`.
    package let id: UniqueID
    package var name: String = ""
    package var path: String = ""
    /// The policy's description.
    package var details: String = ""
    package var createdAt: Timestamp = Timestamp(microseconds: 0)
    /// When a version was last made or set.
    package var updatedAt: Timestamp = Timestamp(microseconds: 0)
    /// In the order of their numbers; never empty in a stored record.
    package var versions: [PolicyVersionRecord] = []
    /// The number of the version that is in force.
    package var defaultVersion: UInt32 = 0
    /// The highest number that was ever given: numbers are never reused.
    package var latestVersion: UInt32 = 0

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
            case 4: details = try reader.text(field)
            case 5: createdAt = try reader.time()
            case 6: updatedAt = try reader.time()
            case 7:
                var inner = try reader.nested()
                versions.append(try PolicyVersionRecord(reading: &inner))
            case 8: defaultVersion = try reader.number32("defaultVersion")
            case 9: latestVersion = try reader.number32("latestVersion")
            default: throw .unknownField(field)
            }
        }
    }

    package func write(to writer: inout RecordWriter) {
        writer.id(1, id)
        writer.text(2, name)
        writer.text(3, path)
        writer.text(4, details)
        writer.time(5, createdAt)
        writer.time(6, updatedAt)
        for version in versions { writer.nested(7) { version.write(to: &$0) } }
        writer.number(8, UInt64(defaultVersion))
        writer.number(9, UInt64(latestVersion))
    }

    package func version(_ number: UInt32) -> PolicyVersionRecord? {
        versions.first { $0.number == number }
    }

    /// The text that is in force.
    ///
    /// A snapshot holds no policy without it; elsewhere it may be missing, and an empty text is no policy, so that
    /// it never allows anything.
    package var defaultDocument: PolicyText {
        version(defaultVersion)?.document ?? PolicyText("")
    }
}

/// One version of a managed policy.
package struct PolicyVersionRecord: Hashable, Sendable {
    /// From 1: `v1`.
    package var number: UInt32
    package var document: PolicyText
    package var createdAt: Timestamp

    package init(number: UInt32, document: PolicyText, createdAt: Timestamp) {
        self.number = number
        self.document = document
        self.createdAt = createdAt
    }

    init(reading reader: inout RecordReader) throws(RecordError) {
        self.init(number: 0, document: PolicyText(""), createdAt: Timestamp(microseconds: 0))
        while let field = reader.field() {
            switch field {
            case 1: number = try reader.number32("version")
            case 2: document = try reader.policyText(field)
            case 3: createdAt = try reader.time()
            default: throw .unknownField(field)
            }
        }
    }

    func write(to writer: inout RecordWriter) {
        writer.number(1, UInt64(number))
        writer.text(2, document.text)
        writer.time(3, createdAt)
    }
}
