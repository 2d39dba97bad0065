internal import Directory
internal import Model

/// What users, groups and roles have in common for administration.
protocol Identity: PolicyHolder {
    static var nameKind: NamedKind { get }

    static func found(named name: String, in snapshot: Snapshot) -> Self?

    /// How many characters all inline policies of one identity may have together.
    static func inlineCharactersMax(_ quotas: Quotas) -> Int
}

extension Identity {
    /// As messages name it, such as: user `alice`.
    var shown: String { "\(Self.nameKind.noun) \(name.shown)" }
}

extension UserRecord: BoundedIdentity {
    static var nameKind: NamedKind { .user }

    static func found(named name: String, in snapshot: Snapshot) -> UserRecord? { snapshot.user(named: name) }

    static func inlineCharactersMax(_ quotas: Quotas) -> Int { quotas.userInlineCharacters }
}

extension GroupRecord: Identity {
    static var nameKind: NamedKind { .group }

    static func found(named name: String, in snapshot: Snapshot) -> GroupRecord? { snapshot.group(named: name) }

    static func inlineCharactersMax(_ quotas: Quotas) -> Int { quotas.groupInlineCharacters }
}

extension RoleRecord: BoundedIdentity {
    static var nameKind: NamedKind { .role }

    static func found(named name: String, in snapshot: Snapshot) -> RoleRecord? { snapshot.role(named: name) }

    static func inlineCharactersMax(_ quotas: Quotas) -> Int { quotas.roleInlineCharacters }
}
