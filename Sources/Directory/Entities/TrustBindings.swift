package import Model

/// Who the users and roles were that a trust policy names by ARN, when it was saved.
///
/// A class for the reason that `PolicyText` is one.
package final class TrustBindings: Sendable, Hashable {
    package struct Binding: Hashable, Sendable {
        /// As the document writes it.
        package let arn: String
        package let id: UniqueID

        package init(arn: String, id: UniqueID) {
            self.arn = arn
            self.id = id
        }
    }

    package let all: [Binding]

    /// Of a document that names no user or role of the account by ARN, as most are; one for all, so that roles with the
    /// same document go on sharing its compiled form.
    package static let none = TrustBindings([])

    private init(_ all: [Binding]) {
        self.all = all
    }

    /// The bindings, in the order of the document.
    package static func of(_ all: [Binding]) -> TrustBindings { all.isEmpty ? none : TrustBindings(all) }

    package static func == (left: TrustBindings, right: TrustBindings) -> Bool {
        left === right || left.all == right.all
    }
    package func hash(into hasher: inout Hasher) { hasher.combine(all) }
}

extension TrustBindings.Binding {
    init(reading reader: inout RecordReader) throws(RecordError) {
        var arn = ""
        var id: UniqueID?
        while let field = reader.field() {
            switch field {
            case 1: arn = try reader.text(field)
            case 2: id = try reader.id(field)
            default: throw .unknownField(field)
            }
        }
        guard let id else { throw .missing(field: "id") }
        self.init(arn: arn, id: id)
    }

    func write(to writer: inout RecordWriter) {
        writer.text(1, arn)
        writer.id(2, id)
    }
}
