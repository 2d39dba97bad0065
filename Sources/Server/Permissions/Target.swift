import Model

/// What an action is done to, as the request names it.
enum Target: Equatable {
    /// The account as a whole: the resource `*`.
    case account
    /// Empty for the caller's own.
    case user(String)
    case group(String)
    case role(String)
    /// By its ARN.
    case policy(String)
    /// By its ARN, which is its serial number.
    case mfaDevice(String)
    /// The user that has an access key.
    case ownerOfKey(String)
    /// A user or role, or a session of one, by its ARN.
    case principal(String)
    /// The role that is assumed, by its ARN; judged together with its trust policy.
    case assumedRole(String)
    /// Something that is not there yet, by its kind (`user`), path and name; an empty path stands for `/`.
    case new(String, path: String, name: String)
    /// What a user will be once it is renamed or moved; an empty path or name stays as it is.
    case movedUser(String, path: String, name: String)
    case movedGroup(String, path: String, name: String)
    /// A control policy of the account, whether it is there or not.
    case controlPolicy(ControlPolicyType, level: UInt32, name: String)
    /// All of them: the resource `*`.
    case controlPolicies

    var isOfControlPolicies: Bool {
        switch self {
        case .controlPolicy, .controlPolicies: true
        default: false
        }
    }
}
