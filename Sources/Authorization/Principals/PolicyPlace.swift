import Directory
import Model

/// Where a policy that decided is found: whose it is, and which.
///
/// Ids only: names and ARNs are made when a decision names the policy, from the snapshot that it was made with.
struct PolicyPlace {
    enum Holder {
        case user(UniqueID)
        case group(UniqueID)
        case role(UniqueID)
    }

    enum Name {
        case inline(String)
        case managed(UniqueID)
    }

    let holder: Holder
    let name: Name

    /// The name of an inline policy, the ARN of a managed one.
    func policyText(in snapshot: Snapshot) -> String {
        switch name {
        case .inline(let name): name
        case .managed(let id): snapshot.policy(id: id).map { snapshot.arn(of: $0).text } ?? id.description
        }
    }

    /// The ARN of the user, group or role.
    func holderText(in snapshot: Snapshot) -> String {
        switch holder {
        case .user(let id): snapshot.user(id: id).map { snapshot.arn(of: $0).text } ?? id.description
        case .group(let id): snapshot.group(id: id).map { snapshot.arn(of: $0).text } ?? id.description
        case .role(let id): snapshot.role(id: id).map { snapshot.arn(of: $0).text } ?? id.description
        }
    }
}
