internal import ArgumentParser
internal import Model

/// A request whose answer comes in pages.
protocol PagedCall: Call where Response: Page {
    var marker: String { get set }
    var maxItems: UInt32 { get set }
}

/// A page of an answer.
protocol Page {
    var isTruncated: Bool { get set }
    var marker: String { get set }
    mutating func appendItems(of next: Self)
}

extension Page {
    /// Joins the page that follows.
    mutating func append(_ next: Self) {
        appendItems(of: next)
        (isTruncated, marker) = (next.isTruncated, next.marker)
    }
}

/// Which page of a list.
struct PageOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Show one page of at most so many; without it all pages are shown.", valueName: "n"))
    var maxItems: UInt32?

    @Option(help: "Show the page that begins here, as the page before said.")
    var marker: String?

    var isAsked: Bool { maxItems != nil || marker != nil }
}

extension ListUsersRequest: PagedCall {}
extension ListUsersResponse: Page {
    mutating func appendItems(of next: Self) { users += next.users }
}

extension ListUserTagsRequest: PagedCall {}
extension ListUserTagsResponse: Page {
    mutating func appendItems(of next: Self) { tags += next.tags }
}

extension GetGroupRequest: PagedCall {}
extension GetGroupResponse: Page {
    mutating func appendItems(of next: Self) { users += next.users }
}

extension ListGroupsRequest: PagedCall {}
extension ListGroupsResponse: Page {
    mutating func appendItems(of next: Self) { groups += next.groups }
}

extension ListGroupsForUserRequest: PagedCall {}
extension ListGroupsForUserResponse: Page {
    mutating func appendItems(of next: Self) { groups += next.groups }
}

extension ListRolesRequest: PagedCall {}
extension ListRolesResponse: Page {
    mutating func appendItems(of next: Self) { roles += next.roles }
}

extension ListRoleTagsRequest: PagedCall {}
extension ListRoleTagsResponse: Page {
    mutating func appendItems(of next: Self) { tags += next.tags }
}

extension ListPoliciesRequest: PagedCall {}
extension ListPoliciesResponse: Page {
    mutating func appendItems(of next: Self) { policies += next.policies }
}

extension ListPolicyVersionsRequest: PagedCall {}
extension ListPolicyVersionsResponse: Page {
    mutating func appendItems(of next: Self) { versions += next.versions }
}

extension ListEntitiesForPolicyRequest: PagedCall {}
extension ListEntitiesForPolicyResponse: Page {
    mutating func appendItems(of next: Self) {
        policyGroups += next.policyGroups
        policyUsers += next.policyUsers
        policyRoles += next.policyRoles
    }
}

extension ListAttachedUserPoliciesRequest: PagedCall {}
extension ListAttachedUserPoliciesResponse: Page {
    mutating func appendItems(of next: Self) { attachedPolicies += next.attachedPolicies }
}

extension ListAttachedGroupPoliciesRequest: PagedCall {}
extension ListAttachedGroupPoliciesResponse: Page {
    mutating func appendItems(of next: Self) { attachedPolicies += next.attachedPolicies }
}

extension ListAttachedRolePoliciesRequest: PagedCall {}
extension ListAttachedRolePoliciesResponse: Page {
    mutating func appendItems(of next: Self) { attachedPolicies += next.attachedPolicies }
}

extension ListUserPoliciesRequest: PagedCall {}
extension ListUserPoliciesResponse: Page {
    mutating func appendItems(of next: Self) { policyNames += next.policyNames }
}

extension ListGroupPoliciesRequest: PagedCall {}
extension ListGroupPoliciesResponse: Page {
    mutating func appendItems(of next: Self) { policyNames += next.policyNames }
}

extension ListRolePoliciesRequest: PagedCall {}
extension ListRolePoliciesResponse: Page {
    mutating func appendItems(of next: Self) { policyNames += next.policyNames }
}

extension ListControlPoliciesRequest: PagedCall {}
extension ListControlPoliciesResponse: Page {
    mutating func appendItems(of next: Self) { controlPolicies += next.controlPolicies }
}

extension ListAccessKeysRequest: PagedCall {}
extension ListAccessKeysResponse: Page {
    mutating func appendItems(of next: Self) { accessKeyMetadata += next.accessKeyMetadata }
}

extension ListMFADevicesRequest: PagedCall {}
extension ListMFADevicesResponse: Page {
    mutating func appendItems(of next: Self) { mfaDevices += next.mfaDevices }
}

extension ListVirtualMFADevicesRequest: PagedCall {}
extension ListVirtualMFADevicesResponse: Page {
    mutating func appendItems(of next: Self) { virtualMFADevices += next.virtualMFADevices }
}

extension GetAccountAuthorizationDetailsRequest: PagedCall {}
extension GetAccountAuthorizationDetailsResponse: Page {
    mutating func appendItems(of next: Self) {
        userDetailList += next.userDetailList
        groupDetailList += next.groupDetailList
        roleDetailList += next.roleDetailList
        policies += next.policies
    }
}
