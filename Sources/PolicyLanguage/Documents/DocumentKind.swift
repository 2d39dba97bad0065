/// What a policy document is attached to, which decides which elements it must and must not have.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#access_policy-types
package enum DocumentKind: String, Hashable, Sendable, CaseIterable {
    /// On a user, group or role, managed or inline: no principal.
    case identity
    /// On a resource: every statement names principals.
    case resource
    /// A role's trust policy: principals, actions of `sts`, no resource.
    case trust
    /// Given when a session is made: as `identity`.
    case session
    /// As `identity`.
    case permissionsBoundary
    /// No principal.
    case serviceControl
    /// Principal is `*`.
    case resourceControl

    var hasPrincipal: Bool {
        switch self {
        case .resource, .trust, .resourceControl: true
        case .identity, .session, .permissionsBoundary, .serviceControl: false
        }
    }
}

/// How much a document may differ from what IAM itself would store.
package enum Strictness: Hashable, Sendable {
    /// What IAM's grammar allows; the only one for documents that are kept.
    case stored
    /// What another service or tool might hold, for running decision cases that others wrote.
    ///
    /// Taken beyond the grammar: a statement of a resource policy without `Principal` (it applies to nobody), a
    /// principal that is a plain ARN, a `Principal` where none belongs (ignored), and an operand or resource that
    /// does not parse (it matches nothing).
    case foreign
}
