/// What is shown: a response as a tree, before it becomes JSON, a table or lines of text.
indirect enum Document {
    case nothing
    case text(String)
    /// In decimal digits, as JSON and people write it.
    case number(String)
    case truth(Bool)
    case list([Document])
    /// In the order in which it is shown.
    case object([Member])

    struct Member {
        let key: String
        let value: Document
    }

    /// The value of a member of an object; `nothing` where there is none.
    subscript(key: String) -> Document {
        guard case .object(let members) = self else { return .nothing }
        return members.first { $0.key == key }?.value ?? .nothing
    }

    var isNothing: Bool {
        if case .nothing = self { true } else { false }
    }

    var items: [Document] {
        if case .list(let items) = self { items } else { [] }
    }

    /// Whether it fits into one cell of a table.
    var isFlat: Bool {
        switch self {
        case .nothing, .text, .number, .truth: true
        case .list(let items): items.allSatisfy { $0.isScalar || $0.tag != nil }
        case .object: false
        }
    }

    private var isScalar: Bool {
        switch self {
        case .nothing, .text, .number, .truth: true
        case .list, .object: false
        }
    }

    /// `key=value`, where it is an object of a key and a value.
    private var tag: String? {
        guard case .object(let members) = self, members.map(\.key) == ["Key", "Value"] else { return nil }
        return "\(self["Key"].cell)=\(self["Value"].cell)"
    }

    /// In one line, without control characters.
    var cell: String {
        switch self {
        case .nothing: ""
        case .text(let text): PlainText.line(text)
        case .number(let digits): digits
        case .truth(let value): value ? "yes" : "no"
        case .list(let items): items.map { $0.tag ?? $0.cell }.joined(separator: ", ")
        case .object(let members): members.map { "\($0.key)=\($0.value.cell)" }.joined(separator: " ")
        }
    }
}
