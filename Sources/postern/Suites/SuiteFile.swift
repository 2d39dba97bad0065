internal import Model
internal import PolicyLanguage

/// A file of cases: a suite in YAML or JSON, or a case a line.
struct SuiteFile {
    /// As it was named.
    let path: String
    /// How many lines of the file stand before what is read.
    private var linesBefore = 0

    init(path: String) {
        self.path = path
    }

    /// A suite may hold many policies.
    static let bytesMax = 64 * 1_024 * 1_024

    /// The file's cases, in its order.
    ///
    /// - Throws: Where the file is no suite; a case that cannot be read is a case that fails.
    func cases() throws(Complaint) -> [TestCase] {
        let text = try TextFile.read(path, bytesMax: Self.bytesMax, what: "the suite")
        let first = text.utf8.first { $0 > 0x20 }
        let looksLikeJSON = first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
        if isNamed(".yaml") || isNamed(".yml") || (!isNamed(".json") && !isNamed(".jsonl") && !looksLikeJSON) {
            return try suite(try located { () throws(PolicyError) in try YAMLReader.read(text) })
        }
        if !isNamed(".jsonl"), let root = try? JSONReader.read(text), !root.isCase { return try suite(root) }
        if isNamed(".json") {
            return try suite(try located { () throws(PolicyError) in try JSONReader.read(text) })
        }
        return try lines(of: text)
    }

    private func isNamed(_ ending: String) -> Bool { path.lowercased().hasSuffix(ending) }

    /// A suite's own policies are held to what the daemon would store.
    private func suite(_ root: JSONNode) throws(Complaint) -> [TestCase] {
        switch root.value {
        case .array(let cases): return try read(cases, CaseReader(file: self, strictness: .stored))
        case .object(let members):
            var policies: [JSONNode.Member] = []
            var defaults: [JSONNode.Member] = []
            var cases: [JSONNode]?
            for member in members {
                switch (member.name.text, member.node.value) {
                case ("policies", .object(let named)): policies = named
                case ("defaults", .object(let given)): defaults = given
                case ("cases", .array(let list)): cases = list
                case ("policies", _), ("defaults", _), ("cases", _):
                    let wanted = member.name.text == "cases" ? "a list" : "an object"
                    throw complaint("`\(member.name.text)` is \(member.node.kind), not \(wanted)", member.node.position)
                default:
                    let name = PolicyError.quoted(member.name.text)
                    let known = "a suite has `policies`, `defaults` and `cases`"
                    throw complaint("\(name) is not known: \(known)", member.name.position)
                }
            }
            guard let cases else { throw complaint("the suite has no `cases`", root.position) }
            let named = NamedPolicies(policies, in: self)
            return try read(cases, CaseReader(file: self, policies: named, defaults: defaults, strictness: .stored))
        default: throw complaint("a suite is an object or a list of cases, not \(root.kind)", root.position)
        }
    }

    private func read(_ cases: [JSONNode], _ reader: CaseReader) throws(Complaint) -> [TestCase] {
        guard !cases.isEmpty else { throw Complaint("`\(path)` has no cases") }
        return cases.enumerated().map { reader.testCase($1, number: $0 + 1) }
    }

    /// Cases that others wrote are taken as other tools take them.
    private func lines(of text: String) throws(Complaint) -> [TestCase] {
        var cases: [TestCase] = []
        for (offset, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            guard line.utf8.contains(where: { $0 > 0x20 }) else { continue }
            var part = self
            part.linesBefore = offset
            let node = try part.located { () throws(PolicyError) in try JSONReader.read(String(line)) }
            cases.append(CaseReader(file: part, strictness: .foreign).testCase(node, number: cases.count + 1))
        }
        guard !cases.isEmpty else { throw Complaint("`\(path)` has no cases") }
        return cases
    }

    // MARK: Places

    func complaint(_ message: String, _ position: TextPosition) -> Complaint {
        Complaint("\(place(position.line)):\(position.column)", next: message)
    }

    /// `FILE:LINE`.
    func place(_ line: Int) -> String { "\(path):\(linesBefore + line)" }

    func located<Value>(_ body: () throws(PolicyError) -> Value) throws(Complaint) -> Value {
        do { return try body() } catch {
            throw Complaint("\(place(error.line)):\(error.column)", next: error.message)
        }
    }

    /// A path in the suite is meant from where the suite is.
    func path(beside name: String) -> String {
        guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
        return path[...slash] + name
    }
}

extension JSONNode {
    /// Whether it looks like one case rather than a suite: a file may hold just one line.
    fileprivate var isCase: Bool {
        guard case .object(let members) = value else { return false }
        return members.contains { $0.name.text == "expect" }
    }
}
