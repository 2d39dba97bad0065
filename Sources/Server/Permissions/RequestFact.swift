import Directory
import Model

/// Something that a request says and conditions may ask about.
enum RequestFact: Equatable {
    /// `iam:PolicyARN`.
    case policyARN(String)
    /// `iam:PermissionsBoundary`: the one that the request names; empty for none.
    case boundary(String)
    /// `iam:PermissionsBoundary`: the one that the target has.
    case boundaryOfTarget
    /// `aws:RequestTag/KEY` and `aws:TagKeys`.
    case tags([Tag])
    /// `aws:TagKeys`.
    case tagKeys([String])
    /// `sts:ExternalId`; empty for none.
    case externalID(String)
    /// `sts:RoleSessionName`.
    case roleSessionName(String)
    /// `organizations:PolicyType`; nothing where the request does not say.
    case controlPolicyType(ControlPolicyType)
}

extension RequestFact {
    /// The condition keys that the fact is asked by.
    func conditionKeys(of resource: Resource, in snapshot: Snapshot) -> [(String, [String])] {
        switch self {
        case .policyARN(let text):
            [("iam:PolicyARN", [Self.canonical(text, in: snapshot)])]
        case .boundary(""), .externalID(""): []
        case .boundary(let text):
            [("iam:PermissionsBoundary", [Self.canonical(text, in: snapshot)])]
        case .boundaryOfTarget:
            resource.boundary.flatMap { snapshot.policy(id: $0) }
                .map { [("iam:PermissionsBoundary", [snapshot.arn(of: $0).text])] } ?? []
        case .tags(let tags):
            tags.isEmpty
                ? [] : tags.map { ("aws:RequestTag/\($0.key)", [$0.value]) } + [("aws:TagKeys", tags.map(\.key))]
        case .tagKeys(let keys): keys.isEmpty ? [] : [("aws:TagKeys", keys)]
        case .externalID(let id): [("sts:ExternalId", [id])]
        case .roleSessionName(let name): [("sts:RoleSessionName", [name])]
        case .controlPolicyType(let type): type.name.map { [("organizations:PolicyType", [$0])] } ?? []
        }
    }

    /// The ARN as the policy itself has it, so that a request in other letters meets the same conditions.
    private static func canonical(_ arn: String, in snapshot: Snapshot) -> String {
        snapshot.policy(arn: arn).map { snapshot.arn(of: $0).text } ?? arn
    }
}
