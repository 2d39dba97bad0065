package import Model

/// What a control policy is held against.
package enum ControlKind: UInt32, CaseIterable, Hashable, Sendable {
    /// The account's principals.
    case serviceControl = 1
    /// The account's resources.
    case resourceControl = 2

    /// As keys and decisions spell it.
    package var text: String {
        switch self {
        case .serviceControl: "service-control"
        case .resourceControl: "resource-control"
        }
    }
}

/// A service or resource control policy of the account, at one level.
package struct ControlPolicyRecord: StoredRecord {
    package static let kind = RecordKind.control

    package let control: ControlKind
    /// 0 is the root of the organization that the account stands in.
    package let level: UInt32
    /// Unique within its kind and level, ignoring case; keeps the case that it was made with.
    package let name: String
    package var document: PolicyText
    package var createdAt: Timestamp = Timestamp(microseconds: 0)
    package var updatedAt: Timestamp = Timestamp(microseconds: 0)

    package init(_ control: ControlKind, level: UInt32, name: String, document: PolicyText) {
        self.control = control
        self.level = level
        self.name = name
        self.document = document
    }

    package static func keyName(_ control: ControlKind, level: UInt32, name: String) -> String {
        "\(control.text)/\(level)/\(name.asciiLowercased)"
    }

    package var keyName: String { Self.keyName(control, level: level, name: name) }

    package init(reading reader: inout RecordReader) throws(RecordError) {
        var control: ControlKind?
        var (level, name) = (UInt32(0), "")
        var document: PolicyText?
        var (createdAt, updatedAt) = (Timestamp(microseconds: 0), Timestamp(microseconds: 0))
        while let field = reader.field() {
            switch field {
            case 1: control = ControlKind(rawValue: try reader.number32("control"))
            case 2: level = try reader.number32("level")
            case 3: name = try reader.text(field)
            case 4: document = try reader.policyText(field)
            case 5: createdAt = try reader.time()
            case 6: updatedAt = try reader.time()
            default: throw .unknownField(field)
            }
        }
        guard let control else { throw .outOfRange(field: "control") }
        guard let document else { throw .missing(field: "document") }
        guard level < Limits.controlLevelsMax else { throw .outOfRange(field: "level") }
        guard name.isName else { throw .outOfRange(field: "name") }
        self.init(control, level: level, name: name, document: document)
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    package func write(to writer: inout RecordWriter) {
        writer.number(1, UInt64(control.rawValue))
        writer.number(2, UInt64(level))
        writer.text(3, name)
        writer.policyText(4, document)
        writer.time(5, createdAt)
        writer.time(6, updatedAt)
    }
}
