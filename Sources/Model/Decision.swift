/// The answer to an `AccessRequest`, with the statements that made it.
///
/// A denial is an answer and never an error. Holds no heap storage, so that deciding need not allocate.
public struct Decision: Hashable, Sendable {
    public enum Outcome: UInt8, Hashable, Sendable {
        /// Every policy type that applies allows, and nothing denies.
        case allow
        /// A Deny statement applies.
        case explicitDeny
        /// Nothing denies, but something that must allow does not.
        case implicitDeny
    }

    public var outcome: Outcome
    /// For an explicit deny, the statement that denied; else the statement that allowed, type by type.
    public var identity: StatementPosition?
    public var permissionsBoundary: StatementPosition?
    public var session: StatementPosition?
    public var resource: StatementPosition?
    public var serviceControl: StatementPosition?
    public var resourceControl: StatementPosition?
    /// For an implicit deny, the first policy type that had to allow and did not.
    public var missing: PolicyType?

    public init(_ outcome: Outcome) {
        self.outcome = outcome
    }

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
    public let type: PolicyType
    public let policy: UInt32
    public let statement: UInt32

    public init(type: PolicyType, policy: UInt32, statement: UInt32) {
        self.type = type
        self.policy = policy
        self.statement = statement
    }
}
