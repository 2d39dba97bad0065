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
