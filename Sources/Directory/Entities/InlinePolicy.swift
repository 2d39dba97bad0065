/// A policy that belongs to one identity and goes with it.
package struct InlinePolicy: Hashable, Sendable {
    /// 1–128 of the name characters.
    package var name: String
    package var document: PolicyText

    package init(name: String, document: PolicyText) {
        self.name = name
        self.document = document
    }

    init(reading reader: inout RecordReader) throws(RecordError) {
        var name = ""
        var document: PolicyText?
        while let field = reader.field() {
            switch field {
            case 1: name = try reader.text(field)
            case 2: document = try reader.policyText(field)
            default: throw .unknownField(field)
            }
        }
        guard let document else { throw .missing(field: "document") }
        self.init(name: name, document: document)
    }

    func write(to writer: inout RecordWriter) {
        writer.text(1, name)
        writer.policyText(2, document)
    }
}
