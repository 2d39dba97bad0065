internal import Directory
internal import Model

/// One entity of the account's authorization details.
enum DetailEntity {
    case user(UserRecord)
    case group(GroupRecord)
    case role(RoleRecord)
    case policy(PolicyRecord)

    /// Where the entity stands in the list of all kinds.
    var place: String {
        switch self {
        case .user(let user): DetailKind.user.placePrefix + user.keyName
        case .group(let group): DetailKind.group.placePrefix + group.keyName
        case .role(let role): DetailKind.role.placePrefix + role.keyName
        case .policy(let policy): DetailKind.policy.placePrefix + policy.keyName
        }
    }

    /// About how many bytes the entity's details take.
    var bytes: Int {
        switch self {
        case .user(let user): user.listedBytes + 128 * user.groups.count
        case .group(let group): group.listedBytes
        case .role(let role): role.listedBytes
        case .policy(let policy): policy.encoded().count
        }
    }
}

extension Identity {
    /// About how many bytes the identity takes in a list with its attached policies' ARNs.
    var listedBytes: Int { encoded().count + 1_024 * attachedPolicies.count }
}

extension GetAccountAuthorizationDetailsResponse {
    mutating func append(_ entity: DetailEntity, in snapshot: Snapshot) {
        switch entity {
        case .user(let user):
            userDetailList.append(
                UserDetail(
                    user: User(user, in: snapshot),
                    userPolicyList: user.inlineDetails,
                    groupList: user.groups.compactMap { snapshot.group(id: $0)?.name },
                    attachedManagedPolicies: user.attachedDetails(in: snapshot)
                )
            )
        case .group(let group):
            groupDetailList.append(
                GroupDetail(
                    group: Group(group, in: snapshot),
                    groupPolicyList: group.inlineDetails,
                    attachedManagedPolicies: group.attachedDetails(in: snapshot)
                )
            )
        case .role(let role):
            roleDetailList.append(
                RoleDetail(
                    role: Role(role, in: snapshot),
                    rolePolicyList: role.inlineDetails,
                    attachedManagedPolicies: role.attachedDetails(in: snapshot)
                )
            )
        case .policy(let policy):
            policies.append(
                ManagedPolicyDetail(
                    policy: Policy(policy, in: snapshot),
                    policyVersionList: policy.versions.sorted { $0.number > $1.number }.map {
                        PolicyVersion($0, of: policy, hasDocument: true)
                    }
                )
            )
        }
    }
}

extension Identity {
    fileprivate var inlineDetails: [PolicyDetail] {
        inlinePolicies.map { PolicyDetail(policyName: $0.name, policyDocument: $0.document.text) }
    }

    fileprivate func attachedDetails(in snapshot: Snapshot) -> [AttachedPolicy] {
        snapshot.attachedPolicies(of: self).map { AttachedPolicy($0, in: snapshot) }
    }
}
