import Model

/// Whom a compiled statement is about.
enum PrincipalRule: Hashable, Sendable {
    /// The statement's kind of policy has no principal: whoever the policy is attached to.
    case bearer
    /// A statement of a resource policy that names nobody.
    case nobody
    case named([PrincipalMatcher])
    case not([PrincipalMatcher])

    /// How directly a statement names a principal; a later case grants more by itself.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-basics.html
    enum Grade: Int, Comparable, Sendable {
        case none
        /// Through its account: its identity policies must allow too.
        case account
        /// A session through its role: boundary and session policy must allow too.
        case role
        /// Itself, or everybody.
        case itself

        static func < (left: Grade, right: Grade) -> Bool { left.rawValue < right.rawValue }
    }

    /// Whether the statement is about a principal, and how.
    ///
    /// - Parameters:
    ///   - principal: Who asks.
    ///   - isDeny: The statement's effect is Deny.
    ///   - hasBoundary: The principal has a permissions boundary: a Deny with `NotPrincipal` always hits it.
    /// - Returns: `.none` where it is not.
    func grade(of principal: Principal, isDeny: Bool, hasBoundary: Bool) -> Grade {
        switch self {
        case .bearer: return .itself
        case .nobody: return .none
        case .named(let matchers):
            var best = Grade.none
            for matcher in matchers { best = max(best, matcher.grade(of: principal)) }
            return best
        case .not(let matchers):
            if isDeny, hasBoundary { return .itself }
            return Self.isExempt(principal, by: matchers, isDeny: isDeny) ? .none : .itself
        }
    }

    /// Whether `NotPrincipal` leaves a principal out.
    ///
    /// In a Deny an account stands for its root only, and a role for its sessions unless the element names
    /// sessions of that role; AWS's own example exempts one user with its account beside it, and nobody else.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    private static func isExempt(_ principal: Principal, by matchers: [PrincipalMatcher], isDeny: Bool) -> Bool {
        for matcher in matchers {
            switch matcher.grade(of: principal) {
            case .none: continue
            case .itself: return true
            case .account: if !isDeny { return true }
            case .role: if !isDeny || !namesSessions(ofRoleOf: principal, matchers) { return true }
            }
        }
        return false
    }

    private static func namesSessions(ofRoleOf principal: Principal, _ matchers: [PrincipalMatcher]) -> Bool {
        guard case .roleSession(let session) = principal else { return false }
        let role = session.arn.text.utf8.dropLast(session.sessionName.utf8.count)
        return matchers.contains {
            if case .arn(let text) = $0 { return text.utf8.starts(with: role) }
            return false
        }
    }
}

extension PrincipalMatcher {
    func grade(of principal: Principal) -> PrincipalRule.Grade {
        switch (self, principal) {
        case (.anyone, _): .itself
        case (.account(let account, _), _) where account != principal.account: .none
        case (.account(_, let partition?), _) where principal.arn?.partition != partition[...]: .none
        case (.account, .root): .itself
        case (.account, _): .account
        case (.arn(let text), .roleSession(let session)):
            Self.same(text, session.arn.text) ? .itself : Self.same(text, session.roleARN.text) ? .role : .none
        case (.arn(let text), _):
            if let arn = principal.arn { Self.same(text, arn.text) ? .itself : .none } else { .none }
        case (.uniqueID(let id), .user(let user)): Self.same(id, user.uniqueID) ? .itself : .none
        case (.uniqueID(let id), .roleSession(let session)): Self.same(id, session.roleID) ? .role : .none
        case (.service(let name), .service(let own)): Self.same(name, own) ? .itself : .none
        case (.anyService, .service): .itself
        default: .none
        }
    }

    private static func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }
}
