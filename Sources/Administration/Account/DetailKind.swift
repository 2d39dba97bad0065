internal import Model

/// A kind of entity in the account's authorization details, in the order in which they are listed.
enum DetailKind: String, CaseIterable, Sendable {
    case user = "User"
    case group = "Group"
    case role = "Role"
    case policy = "LocalManagedPolicy"

    /// The kinds that a filter of AWS's names lets through; an empty one lets all.
    static func parsing(_ filter: [String]) throws(Refusal) -> [DetailKind] {
        guard !filter.isEmpty else { return allCases }
        var wanted: Set<DetailKind> = []
        for name in filter {
            // AWS's own managed policies are not built in, so that asking for them finds none.
            if name == "AWSManagedPolicy" { continue }
            guard let kind = DetailKind(rawValue: name) else {
                throw .validation(
                    "filter \(name.shown) is not `User`, `Group`, `Role`, `LocalManagedPolicy` or `AWSManagedPolicy`"
                )
            }
            wanted.insert(kind)
        }
        return allCases.filter(wanted.contains)
    }

    /// What the places of this kind's entities in the list begin with.
    var placePrefix: String {
        switch self {
        case .user: "1/"
        case .group: "2/"
        case .role: "3/"
        case .policy: "4/"
        }
    }
}
