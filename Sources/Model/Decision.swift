/// The answer to an `AccessRequest`, with the statements that made it.
///
/// A denial is an answer and never an error. Holds no heap storage, so that deciding need not allocate.
public struct Decision: Hashable, Sendable {
    /// The answer without its reasons.
    public enum Outcome: UInt8, Hashable, Sendable {
        /// Every policy type that applies allows, and nothing denies.
        case allow
        /// A Deny statement applies.
        case explicitDeny
        /// Nothing denies, but something that must allow does not.
        case implicitDeny
    }

    /// The answer.
    public var outcome: Outcome
    /// For an explicit deny, the statement that denied; else the statement that allowed, type by type.
    public var identity: StatementPosition?
    /// As `identity`, of the permissions boundary.
    public var permissionsBoundary: StatementPosition?
    /// As `identity`, of the session policies.
    public var session: StatementPosition?
    /// As `identity`, of the resource policy.
    public var resource: StatementPosition?
    /// As `identity`, of the service control policies.
    public var serviceControl: StatementPosition?
    /// As `identity`, of the resource control policies.
    public var resourceControl: StatementPosition?
    /// For an implicit deny, the first policy type that had to allow and did not.
    public var missing: PolicyType?

    /// An answer to which no reason is known yet.
    public init(_ outcome: Outcome) {
        self.outcome = outcome
    }

    /// Whether the request may go on.
    public var isAllowed: Bool { outcome == .allow }

    /// The statements that made the decision, in the order in which policy types are judged.
    public var statements: [StatementPosition] {
        [resourceControl, serviceControl, resource, identity, permissionsBoundary, session].compactMap(\.self)
    }
}

/// The kinds of policy that take part in a decision.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
public enum PolicyType: UInt8, Hashable, Sendable, CaseIterable {
    case identity
    case permissionsBoundary
    case session
    case resource
    case serviceControl
    case resourceControl
}

/// A statement by its place: the how-manieth policy of a type, and the how-manieth statement in it, from 0.
public struct StatementPosition: Hashable, Sendable {
    /// The kind of policy that it is in.
    public let type: PolicyType
    /// Which policy of that kind.
    public let policy: UInt32
    /// Which statement of that policy.
    public let statement: UInt32

    /// The place of one statement.
    public init(type: PolicyType, policy: UInt32, statement: UInt32) {
        self.type = type
        self.policy = policy
        self.statement = statement
    }
}
