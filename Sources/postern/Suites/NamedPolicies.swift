internal import PolicyLanguage

/// The policies that a suite gives names to, compiled once for each kind of use.
final class NamedPolicies {
    private let nodes: [String: JSONNode]
    private let file: SuiteFile
    private var compiled: [Use: CompiledPolicy] = [:]

    private struct Use: Hashable {
        let name: String
        let kind: DocumentKind
    }

    init(_ members: [JSONNode.Member], in file: SuiteFile) {
        self.nodes = Dictionary(members.map { ($0.name.text, $0.node) }) { first, _ in first }
        self.file = file
    }

    func policy(
        named name: String,
        kind: DocumentKind,
        strictness: Strictness,
        at position: TextPosition
    ) throws(Complaint) -> CompiledPolicy {
        let use = Use(name: name, kind: kind)
        if let known = compiled[use] { return known }
        guard let node = nodes[name] else {
            let known = nodes.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
            let remedy = known.isEmpty ? "the suite names no policies" : "the suite names \(known)"
            throw file.complaint("there is no policy \(PolicyError.quoted(name)): \(remedy)", position)
        }
        let policy = try self.policy(node, kind: kind, strictness: strictness)
        compiled[use] = policy
        return policy
    }

    /// A policy as it stands in the suite, or in the file that `{"file": PATH}` names.
    func policy(_ node: JSONNode, kind: DocumentKind, strictness: Strictness) throws(Complaint) -> CompiledPolicy {
        if let path = node.fileName {
            let text = try PolicyFile.read(file.path(beside: path))
            return try SuiteFile(path: file.path(beside: path)).located { () throws(PolicyError) in
                CompiledPolicy(compiling: try PolicyDocument(parsing: text, kind: kind, strictness: strictness))
            }
        }
        return try file.located { () throws(PolicyError) in
            CompiledPolicy(compiling: try PolicyDocument(reading: node, kind: kind, strictness: strictness))
        }
    }
}

extension JSONNode {
    fileprivate var fileName: String? {
        guard case .object(let members) = value, members.count == 1, members[0].name.text == "file",
            case .string(let path) = members[0].node.value
        else { return nil }
        return path
    }
}
