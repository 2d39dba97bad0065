package import Model

/// Whom a managed policy is attached to, and whom it bounds; each in no promised order.
package struct PolicyHolders: Sendable {
    package let users: [UniqueID]
    package let groups: [UniqueID]
    package let roles: [UniqueID]
    package let boundaryUsers: [UniqueID]
    package let boundaryRoles: [UniqueID]

    /// Whether nobody has the policy, so that it may be deleted.
    package var isEmpty: Bool {
        users.isEmpty && groups.isEmpty && roles.isEmpty && boundaryUsers.isEmpty
            && boundaryRoles.isEmpty
    }
}
