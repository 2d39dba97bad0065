/// How much an account may hold. The defaults are AWS's; an operator may raise any of them.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
public struct Quotas: Hashable, Sendable {
    public var users = 5_000
    public var groups = 300
    public var roles = 1_000
    public var policies = 1_500
    public var groupsPerUser = 10
    public var attachedPoliciesPerIdentity = 10
    public var versionsPerPolicy = 5
    public var accessKeysPerUser = 2
    public var mfaDevicesPerUser = 8
    public var tagsPerEntity = 50
    /// Policy sizes are in characters, white space outside strings not counted.
    public var managedPolicyCharacters = 6_144
    public var userInlineCharacters = 2_048
    public var groupInlineCharacters = 5_120
    public var roleInlineCharacters = 10_240
    public var trustPolicyCharacters = 2_048
    public var sessionPolicyCharacters = 2_048

    public init() {}
}
