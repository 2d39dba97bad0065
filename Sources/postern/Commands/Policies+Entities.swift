internal import ArgumentParser
internal import Model

extension Policies.Entities {
    /// What has a policy.
    enum Kind: String, CaseIterable, ExpressibleByArgument {
        case user, group, role

        var filter: ListEntitiesForPolicyRequest.Kind {
            switch self {
            case .user: .user
            case .group: .group
            case .role: .role
            }
        }
    }

    /// What it has the policy for.
    enum Usage: String, CaseIterable, ExpressibleByArgument {
        case policy, boundary

        var filter: ListEntitiesForPolicyRequest.Usage {
            switch self {
            case .policy: .permissionsPolicy
            case .boundary: .permissionsBoundary
            }
        }
    }
}
