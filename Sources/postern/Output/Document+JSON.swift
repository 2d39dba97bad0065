extension Document {
    /// The tree as JSON, two spaces a level.
    var json: String {
        var text = ""
        write(to: &text, indent: 0)
        return text
    }

    private func write(to text: inout String, indent: Int) {
        switch self {
        case .nothing: text += "null"
        case .text(let value): Self.quote(value, to: &text)
        case .number(let digits): text += digits
        case .truth(let value): text += value ? "true" : "false"
        case .list(let items):
            Self.enclose("[", "]", items, to: &text, indent) { item, text in item.write(to: &text, indent: indent + 2) }
        case .object(let members):
            Self.enclose("{", "}", members, to: &text, indent) { member, text in
                Self.quote(member.key, to: &text)
                text += ": "
                member.value.write(to: &text, indent: indent + 2)
            }
        }
    }

    private static func enclose<Item>(
        _ open: String,
        _ close: String,
        _ items: [Item],
        to text: inout String,
        _ indent: Int,
        _ write: (Item, inout String) -> Void
    ) {
        text += open
        for (place, item) in items.enumerated() {
            text += (place == 0 ? "\n" : ",\n") + String(repeating: " ", count: indent + 2)
            write(item, &text)
        }
        text += items.isEmpty ? close : "\n" + String(repeating: " ", count: indent) + close
    }

    /// Every control character is escaped, also those above ASCII, so that JSON may be printed to a terminal.
    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where PlainText.isHarmful(scalar):
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
