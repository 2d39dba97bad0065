internal import ArgumentParser
internal import Model

/// A key and a value as they are typed: `KEY=VALUE`, or `KEY` for an empty value.
struct KeyValue: ExpressibleByArgument {
    let key: String
    let value: String

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let key = parts.first, !key.isEmpty else { return nil }
        self.key = String(key)
        self.value = parts.count == 2 ? String(parts[1]) : ""
    }

    var tag: Tag { Tag(key: key, value: value) }
}

/// Where a new thing stands.
struct PathOptions: ParsableArguments {
    @Option(help: "Where it stands, such as /ops/; else `/`.")
    var path = ""
}

/// What a new user or role begins with.
struct IdentityOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("The managed policy that bounds what it may do.", valueName: "policy"),
        completion: .policies
    )
    var boundary: String?

    @Option(name: .customLong("tag"), help: ArgumentHelp("A tag; may be given again.", valueName: "key=value"))
    var pairs: [KeyValue] = []

    var tags: [Tag] { pairs.map(\.tag) }
}

/// Which of a list by path.
struct PrefixOptions: ParsableArguments {
    @Option(help: "Only those whose path begins so, such as /ops/.")
    var pathPrefix = ""
}

/// A policy document.
struct DocumentArgument: ParsableArguments {
    @Argument(help: "The file with the policy; `-` is standard input.", completion: .file())
    var file: String

    func text() throws(Complaint) -> String {
        try PolicyFile.read(file)
    }
}

/// Files that hold a policy.
enum PolicyFile {
    static func read(_ path: String) throws(Complaint) -> String {
        try TextFile.read(path, bytesMax: Limits.policyBytesMax, what: "the policy")
    }
}

/// Who has a policy: a user, a group or a role.
struct HolderOptions: ParsableArguments {
    @Option(help: "The user that has it.", completion: .users)
    var user: String?

    @Option(help: "The group that has it.", completion: .groups)
    var group: String?

    @Option(help: "The role that has it.", completion: .roles)
    var role: String?

    enum Holder {
        case user(String)
        case group(String)
        case role(String)
    }

    func validate() throws {
        guard [user, group, role].count(where: { $0 != nil }) == 1 else {
            throw ValidationError("Give one of --user, --group and --role.")
        }
    }

    /// `nil` never, once it has been validated.
    var holder: Holder? {
        user.map(Holder.user) ?? group.map(Holder.group) ?? role.map(Holder.role)
    }

    /// For sentences: `user alice`.
    var described: String {
        user.map { "user `\($0)`" } ?? group.map { "group `\($0)`" } ?? "role `\(role ?? "")`"
    }
}
