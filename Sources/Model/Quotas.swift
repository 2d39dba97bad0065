/// How much an account may hold.
///
/// The defaults are AWS's; an operator may raise any of them.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
public struct Quotas: Hashable, Sendable {
    /// Users of the account.
    public var users = 5_000
    /// Groups of the account.
    public var groups = 300
    /// Roles of the account.
    public var roles = 1_000
    /// Customer-managed policies of the account.
    public var policies = 1_500
    /// Groups that one user is in.
    public var groupsPerUser = 10
    /// Managed policies on one user, group or role.
    public var attachedPoliciesPerIdentity = 10
    /// Versions of one managed policy.
    public var versionsPerPolicy = 5
    /// Access keys of one user.
    public var accessKeysPerUser = 2
    /// MFA devices of one user.
    public var mfaDevicesPerUser = 8
    /// Tags on one user or role.
    public var tagsPerEntity = 50
    /// Policy sizes are in characters, white space outside strings not counted.
    public var managedPolicyCharacters = 6_144
    /// All inline policies of one user.
    public var userInlineCharacters = 2_048
    /// All inline policies of one group.
    public var groupInlineCharacters = 5_120
    /// All inline policies of one role.
    public var roleInlineCharacters = 10_240
    /// One role's trust policy.
    public var trustPolicyCharacters = 2_048
    /// One session's policy.
    public var sessionPolicyCharacters = 2_048

    /// AWS's defaults.
    public init() {}
}
