/// Who a request is from, as it was verified; never what a caller claims.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
public enum Principal: Hashable, Sendable {
    /// The account's root user, `arn:aws:iam::ACCOUNT:root`.
    case root(AccountID, arn: ARN)
    /// An IAM user.
    case user(UserPrincipal)
    /// A session of a role, made by `AssumeRole`.
    case roleSession(RoleSessionPrincipal)
    /// A session made for a federated user, `arn:aws:sts::ACCOUNT:federated-user/NAME`.
    case federatedUser(AccountID, arn: ARN)
    /// A service, such as `lambda.amazonaws.com`; it has no account and no identity policies.
    case service(String)
    /// Nobody that is known.
    case anonymous

    /// The account that the principal belongs to; none for services and anonymous callers.
    public var account: AccountID? {
        switch self {
        case .root(let account, _), .federatedUser(let account, _): account
        case .user(let user): user.account
        case .roleSession(let session): session.account
        case .service, .anonymous: nil
        }
    }

    /// The ARN that names exactly this principal: for a role session the session's own, not the role's.
    public var arn: ARN? {
        switch self {
        case .root(_, let arn), .federatedUser(_, let arn): arn
        case .user(let user): user.arn
        case .roleSession(let session): session.arn
        case .service, .anonymous: nil
        }
    }
}

/// An IAM user as a principal.
public struct UserPrincipal: Hashable, Sendable {
    /// The account that it belongs to.
    public let account: AccountID
    /// `arn:…:iam::ACCOUNT:user/PATH/NAME`.
    public let arn: ARN
    /// `AIDA…`; never reused.
    public let uniqueID: String
    /// Its friendly name.
    public let name: String

    /// A user of an account.
    public init(account: AccountID, arn: ARN, uniqueID: String, name: String) {
        self.account = account
        self.arn = arn
        self.uniqueID = uniqueID
        self.name = name
    }
}

/// A session of a role as a principal.
public struct RoleSessionPrincipal: Hashable, Sendable {
    /// The account that it belongs to.
    public let account: AccountID
    /// `arn:…:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
    public let arn: ARN
    /// The role that was assumed, `arn:…:iam::ACCOUNT:role/PATH/NAME`.
    public let roleARN: ARN
    /// `AROA…` of the role.
    public let roleID: String
    /// As it was given to `AssumeRole`.
    public let sessionName: String

    /// A session of a role of an account.
    public init(account: AccountID, arn: ARN, roleARN: ARN, roleID: String, sessionName: String) {
        self.account = account
        self.arn = arn
        self.roleARN = roleARN
        self.roleID = roleID
        self.sessionName = sessionName
    }
}
