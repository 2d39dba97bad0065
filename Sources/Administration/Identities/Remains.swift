internal import Model

/// What an entity still has that must go before it can be deleted.
struct Remains {
    /// How many of a kind are named.
    static let namesMax = 5

    private let subject: String
    private var found: [String] = []

    /// Begins with nothing left of a subject, as messages name it: user `alice`.
    init(of subject: String) {
        self.subject = subject
    }

    mutating func add(_ count: Int, _ one: String, _ many: String, names: [String] = []) {
        guard count > 0 else { return }
        let shown = names.prefix(Self.namesMax).map(\.shown).joined(separator: ", ")
        let more = names.count > Self.namesMax ? " and more" : ""
        found.append("\(count) \(count == 1 ? one : many)" + (names.isEmpty ? "" : " (\(shown)\(more))"))
    }

    /// - Throws: `DeleteConflict` that lists all that is left.
    func mustBeNone() throws(Refusal) {
        guard !found.isEmpty else { return }
        throw .deleteConflict("\(subject) still has \(found.joined(separator: ", ")): remove that first")
    }
}
