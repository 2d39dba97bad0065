internal import Model

/// Where an entity stands: `/`, or `/…/`.
struct EntityPath: Hashable, Sendable {
    let text: String

    static let root = EntityPath(text: "/")

    private init(text: String) {
        self.text = text
    }

    /// Reads a path; an empty text is `/`.
    init(parsing text: String) throws(Refusal) {
        guard !text.isEmpty else {
            self = .root
            return
        }
        // AWS's pattern is `/` or `/…+/`, so that `//` is no path.
        guard Self.isPrefix(text), text.utf8.last == UInt8(ascii: "/"), text.utf8.count != 2 else {
            throw .validation(
                "path \(text.shown) is not `/` or `/…/` of at most 512 characters from `!` to `~`"
            )
        }
        self.text = text
    }

    /// Reads the path of a managed policy, which has no wildcards in it: its segments are of name characters.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html
    init(ofPolicy text: String) throws(Refusal) {
        let path = try EntityPath(parsing: text)
        let segments = path.text.utf8.dropFirst().dropLast().split(
            separator: Self.slash,
            omittingEmptySubsequences: false
        )
        guard path == .root || segments.allSatisfy({ !$0.isEmpty && $0.allSatisfy(EntityName.isAllowed) }) else {
            throw .validation(
                "policy path \(text.shown) is not `/` or `/…/` of at most 512 of `A–Z a–z 0–9 _ + = , . @ -` and `/`"
            )
        }
        self = path
    }

    private static let slash = UInt8(ascii: "/")

    /// What the paths of a list begin with; empty for every path.
    static func prefix(parsing text: String) throws(Refusal) -> String {
        guard text.isEmpty || isPrefix(text) else {
            throw .validation(
                "path prefix \(text.shown) is not empty or `/…` of at most 512 characters from `!` to `~`"
            )
        }
        return text
    }

    private static func isPrefix(_ text: String) -> Bool {
        text.utf8.count <= 512 && text.utf8.first == UInt8(ascii: "/")
            && text.utf8.allSatisfy { $0 >= 0x21 && $0 <= 0x7E }
    }
}
