/// Prints a policy canonically: AWS's order of elements, four spaces, a list of one as its value.
///
/// What is printed parses to an equal document.
package enum PolicyPrinter {
    /// - Returns: JSON that ends with a line break.
    package static func print(_ document: PolicyDocument) -> String {
        var members: [(String, Value)] = []
        if let version = document.version { members.append(("Version", .text(version.rawValue))) }
        if let id = document.id { members.append(("Id", .text(id))) }
        members.append(("Statement", .list(document.statements.map(value))))
        var text = ""
        write(.object(members), into: &text, depth: 0)
        return text + "\n"
    }

    private indirect enum Value {
        case text(String)
        case list([Value])
        case object([(String, Value)])
    }

    private static func value(_ statement: Statement) -> Value {
        var members: [(String, Value)] = []
        if let sid = statement.sid { members.append(("Sid", .text(sid))) }
        members.append(("Effect", .text(statement.effect.rawValue)))
        if let principal = statement.principal {
            members.append((principal.isNegated ? "NotPrincipal" : "Principal", value(principal)))
        }
        members.append((statement.action.isNegated ? "NotAction" : "Action", value(statement.action.values)))
        if let resource = statement.resource {
            members.append((resource.isNegated ? "NotResource" : "Resource", value(resource.values)))
        }
        if !statement.conditions.isEmpty { members.append(("Condition", value(statement.conditions))) }
        return .object(members)
    }

    private static func value(_ texts: [LocatedText]) -> Value {
        texts.count == 1 ? .text(texts[0].text) : .list(texts.map { .text($0.text) })
    }

    private static func value(_ principal: PrincipalElement) -> Value {
        if principal.entries.count == 1, let only = principal.entries.first, only.kind == .aws, only.value.text == "*" {
            return .text("*")
        }
        return .object(
            runs(of: principal.entries, by: \.kind).map { run in
                (run.key.rawValue, value(run.elements.map(\.value)))
            }
        )
    }

    private static func value(_ clauses: [Statement.Clause]) -> Value {
        .object(
            runs(of: clauses, by: \.operator).map { run in
                (run.key.name, .object(run.elements.map { ($0.key.text, value($0.values)) }))
            }
        )
    }

    /// Neighbours with one key together; a document's members are unique, so that each key has one run.
    private static func runs<Element, Key: Equatable>(
        of elements: [Element],
        by key: (Element) -> Key
    ) -> [(key: Key, elements: [Element])] {
        var runs: [(key: Key, elements: [Element])] = []
        for element in elements {
            if let last = runs.indices.last, runs[last].key == key(element) {
                runs[last].elements.append(element)
            } else {
                runs.append((key(element), [element]))
            }
        }
        return runs
    }

    // MARK: JSON

    private static func write(_ value: Value, into text: inout String, depth: Int) {
        switch value {
        case .text(let string): quote(string, into: &text)
        case .list(let values):
            text += "[\n"
            for (index, value) in values.enumerated() {
                indent(&text, depth + 1)
                write(value, into: &text, depth: depth + 1)
                text += index + 1 < values.count ? ",\n" : "\n"
            }
            indent(&text, depth)
            text += "]"
        case .object(let members):
            text += "{\n"
            for (index, member) in members.enumerated() {
                indent(&text, depth + 1)
                quote(member.0, into: &text)
                text += ": "
                write(member.1, into: &text, depth: depth + 1)
                text += index + 1 < members.count ? ",\n" : "\n"
            }
            indent(&text, depth)
            text += "}"
        }
    }

    private static func indent(_ text: inout String, _ depth: Int) {
        for _ in 0..<depth { text += "    " }
    }

    private static func quote(_ string: String, into text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}
