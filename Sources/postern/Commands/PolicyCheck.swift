internal import ArgumentParser
internal import PolicyLanguage

/// What a policy is for, as it is typed.
enum PolicyKind: String, CaseIterable, ExpressibleByArgument {
    case identity
    case resource
    case trust
    case session
    case boundary
    case serviceControl = "service-control"
    case resourceControl = "resource-control"

    var documentKind: DocumentKind {
        switch self {
        case .identity: .identity
        case .resource: .resource
        case .trust: .trust
        case .session: .session
        case .boundary: .permissionsBoundary
        case .serviceControl: .serviceControl
        case .resourceControl: .resourceControl
        }
    }
}

/// Parses and validates a policy with the daemon's own parser.
struct PolicyCheck {
    let kind: PolicyKind

    func run(_ text: String, name: String, _ output: Output) throws {
        let document: PolicyDocument
        do {
            document = try PolicyDocument(parsing: text, kind: kind.documentKind)
        } catch {
            throw Complaint("\(name):\(error.line):\(error.column)", next: error.message)
        }
        let characters = PolicyDocument.countedCharacters(text)
        if output.isJSON {
            let members: [Document.Member] = [
                .init(key: "Statements", value: .number("\(document.statements.count)")),
                .init(key: "Characters", value: .number("\(characters)")),
            ]
            output.printJSON(.object(members))
        } else {
            let count = document.statements.count == 1 ? "1 statement" : "\(document.statements.count) statements"
            output.printLines([PlainText.line("\(name): \(count), \(characters) characters as quotas count them")])
        }
    }
}
