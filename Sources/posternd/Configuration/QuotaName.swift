import Model

/// The quotas that an operator may change, by their names in the configuration.
enum QuotaName: String, CaseIterable {
    case users
    case groups
    case roles
    case policies
    case groupsPerUser
    case attachedPoliciesPerIdentity
    case versionsPerPolicy
    case accessKeysPerUser
    case mfaDevicesPerUser
    case tagsPerEntity
    case managedPolicyCharacters
    case userInlineCharacters
    case groupInlineCharacters
    case roleInlineCharacters
    case trustPolicyCharacters
    case sessionPolicyCharacters

    static let range = 1...1_000_000

    private var place: WritableKeyPath<Quotas, Int> {
        switch self {
        case .users: \.users
        case .groups: \.groups
        case .roles: \.roles
        case .policies: \.policies
        case .groupsPerUser: \.groupsPerUser
        case .attachedPoliciesPerIdentity: \.attachedPoliciesPerIdentity
        case .versionsPerPolicy: \.versionsPerPolicy
        case .accessKeysPerUser: \.accessKeysPerUser
        case .mfaDevicesPerUser: \.mfaDevicesPerUser
        case .tagsPerEntity: \.tagsPerEntity
        case .managedPolicyCharacters: \.managedPolicyCharacters
        case .userInlineCharacters: \.userInlineCharacters
        case .groupInlineCharacters: \.groupInlineCharacters
        case .roleInlineCharacters: \.roleInlineCharacters
        case .trustPolicyCharacters: \.trustPolicyCharacters
        case .sessionPolicyCharacters: \.sessionPolicyCharacters
        }
    }

    static func parse(_ numbers: [String: Int]) throws(Failure) -> [QuotaName: Int] {
        var quotas: [QuotaName: Int] = [:]
        for (name, number) in numbers.sorted(by: { $0.key < $1.key }) {
            guard let quota = QuotaName(rawValue: name) else {
                let known = allCases.map(\.rawValue).joined(separator: ", ")
                throw Failure("`quotas` has no `\(name)`; it has \(known)")
            }
            guard range.contains(number) else {
                throw Failure(
                    "the quota `\(name)` must be a whole number from \(range.lowerBound) to \(range.upperBound),"
                        + " and is \(number)"
                )
            }
            quotas[quota] = number
        }
        return quotas
    }

    /// The quotas with those that are named set anew.
    static func apply(_ changes: [QuotaName: Int], to quotas: Quotas) -> Quotas {
        var quotas = quotas
        for (name, number) in changes { quotas[keyPath: name.place] = number }
        return quotas
    }
}
