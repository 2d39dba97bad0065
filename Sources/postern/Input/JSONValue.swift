internal import Model

/// Any JSON, as a batch may hold it.
indirect enum JSONValue: Decodable {
    case null
    case truth(Bool)
    case whole(Int64)
    case number(Double)
    case text(String)
    case list([JSONValue])
    case object([String: JSONValue])

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let truth = try? value.decode(Bool.self) {
            self = .truth(truth)
        } else if let whole = try? value.decode(Int64.self) {
            self = .whole(whole)
        } else if let number = try? value.decode(Double.self) {
            self = .number(number)
        } else if let text = try? value.decode(String.self) {
            self = .text(text)
        } else if let list = try? value.decode([JSONValue].self) {
            self = .list(list)
        } else {
            self = .object(try value.decode([String: JSONValue].self))
        }
    }

    /// A text, for a member that must be one.
    func text(of member: String) throws(Complaint) -> String {
        guard case .text(let text) = self else { throw Complaint("`\(member)` is not a string") }
        return text
    }

    /// A policy: the text of one, or the policy itself.
    var policy: String {
        if case .text(let text) = self { text } else { document.json }
    }

    /// Condition keys with their values; a truth or a number stands for its text.
    func context() throws(Complaint) -> [ContextEntry] {
        guard case .object(let members) = self else { throw Complaint("`Context` is not an object") }
        var entries: [ContextEntry] = []
        for (key, value) in members.sorted(by: { $0.key < $1.key }) {
            var values: [String] = []
            if case .list(let list) = value {
                for value in list { values.append(try value.scalar(of: key)) }
            } else {
                values = [try value.scalar(of: key)]
            }
            entries.append(ContextEntry(key: key, values: values))
        }
        return entries
    }

    private func scalar(of key: String) throws(Complaint) -> String {
        switch self {
        case .text(let text): return text
        case .truth(let truth): return truth ? "true" : "false"
        case .whole(let whole): return "\(whole)"
        case .number(let number): return "\(number)"
        case .null, .list, .object: throw Complaint("`\(key)` is neither a string nor a list of strings")
        }
    }

    private var document: Document {
        switch self {
        case .null: .nothing
        case .truth(let truth): .truth(truth)
        case .whole(let whole): .number("\(whole)")
        case .number(let number): .number("\(number)")
        case .text(let text): .text(text)
        case .list(let list): .list(list.map(\.document))
        case .object(let members): .object(members.map { .init(key: $0.key, value: $0.value.document) })
        }
    }
}
