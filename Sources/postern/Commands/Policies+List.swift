internal import ArgumentParser
internal import Model

extension Policies.List {
    /// Whose policies.
    enum Scope: String, CaseIterable, ExpressibleByArgument {
        case aws, local

        var filter: ListPoliciesRequest.Scope {
            switch self {
            case .aws: .aws
            case .local: .local
            }
        }
    }

    /// What a policy is used for.
    enum Usage: String, CaseIterable, ExpressibleByArgument {
        case policy, boundary

        var filter: ListPoliciesRequest.Usage {
            switch self {
            case .policy: .permissionsPolicy
            case .boundary: .permissionsBoundary
            }
        }
    }
}
