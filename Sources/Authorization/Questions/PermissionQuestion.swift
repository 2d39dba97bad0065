package import Directory

/// What a management call needs: asked by the daemon itself, which vouches for every part of it.
package struct PermissionQuestion {
    /// Such as `iam:CreateUser`.
    package var action: String
    /// The ARN that the call is about, or `*`.
    package var resource: String
    /// Condition keys that the daemon vouches for, of any name; they replace what it fills otherwise.
    package var context: [(String, [String])]
    /// For `sts:AssumeRole`, the role: its trust policy must allow too.
    package var trustPolicyOf: RoleRecord?
    /// Whether the call manages the account's control policies.
    package var isOfControlPolicies: Bool

    package init(
        action: String,
        resource: String,
        context: [(String, [String])] = [],
        trustPolicyOf: RoleRecord? = nil,
        isOfControlPolicies: Bool = false
    ) {
        self.action = action
        self.resource = resource
        self.context = context
        self.trustPolicyOf = trustPolicyOf
        self.isOfControlPolicies = isOfControlPolicies
    }
}
