internal import ArgumentParser

/// What a shell offers for a name: what the daemon lists, where it may be asked.
extension CompletionKind {
    static let users = names("user list")
    static let groups = names("group list")
    static let roles = names("role list")
    static let policies = names("policy list")

    /// The first column of a list as it is for programs.
    private static func names(_ verb: String) -> CompletionKind {
        .shellCommand("postern \(verb) --timeout 2s 2>/dev/null | cut -f1")
    }
}
