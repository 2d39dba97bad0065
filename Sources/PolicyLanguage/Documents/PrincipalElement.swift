import Model

/// A `Principal` or `NotPrincipal` element: whom a statement of a resource policy is about.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
package struct PrincipalElement: Hashable, Sendable {
    /// The name under which an entry stands.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case aws = "AWS"
        case service = "Service"
        case federated = "Federated"
        case canonicalUser = "CanonicalUser"
    }

    package struct Entry: Hashable, Sendable {
        package let kind: Kind
        package let value: LocatedText
        let matcher: PrincipalMatcher
    }

    /// `NotPrincipal`.
    package let isNegated: Bool
    package let entries: [Entry]
}

/// One principal as a statement names it.
enum PrincipalMatcher: Hashable, Sendable {
    /// `*`: everybody, services and anonymous callers included.
    case anyone
    /// The account, as 12 digits or as its root's ARN: all of its principals, by delegation.
    ///
    /// An ARN is of one partition, in which its account is another one than in the next.
    case account(AccountID, partition: String?)
    /// A user, a role, a role session or a federated user; those of a role's trust policy are bound when it is compiled.
    case arn(String)
    /// `AIDA…` or `AROA…`.
    case uniqueID(String)
    case service(String)
    case anyService
    /// An identity provider or a canonical user: no principal of ours is one.
    case nobody

    /// - Returns: `nil` for a text that names no principal of this kind.
    init?(_ text: String, kind: PrincipalElement.Kind) {
        switch kind {
        case .aws:
            guard let matcher = Self.aws(text) else { return nil }
            self = matcher
        case .service:
            if text == "*" {
                self = .anyService
            } else if Self.isName(text) {
                self = .service(text)
            } else {
                return nil
            }
        case .federated, .canonicalUser:
            guard text == "*" || Self.isName(text) else { return nil }
            self = .nobody
        }
    }

    private static func isName(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "*") && $0 != 0x3F }
    }

    private static func aws(_ text: String) -> PrincipalMatcher? {
        if text == "*" { return .anyone }
        if let account = AccountID(text) { return .account(account, partition: nil) }
        guard text.hasPrefix("arn:") else { return isUniqueID(text) ? .uniqueID(text) : nil }
        guard let arn = try? ARN(parsing: text), let account = AccountID(arn.account), arn.region.isEmpty,
            !text.utf8.contains(UInt8(ascii: "*")), !text.utf8.contains(UInt8(ascii: "?"))
        else { return nil }
        let resource = arn.resource
        switch arn.service {
        case "iam":
            if resource == "root" { return .account(account, partition: String(arn.partition)) }
            guard resource.hasPrefix("user/") || resource.hasPrefix("role/") else { return nil }
        case "sts":
            guard resource.hasPrefix("assumed-role/") || resource.hasPrefix("federated-user/") else { return nil }
        default: return nil
        }
        return .arn(text)
    }

    /// AWS keeps a deleted principal's unique id in its place: four letters and 12 or more of base32.
    private static func isUniqueID(_ text: String) -> Bool {
        let bytes = text.utf8
        guard bytes.count >= 16, bytes.count <= 128, text.hasPrefix("AIDA") || text.hasPrefix("AROA") else {
            return false
        }
        return bytes.allSatisfy { $0 >= 0x30 && $0 <= 0x39 || $0 >= 0x41 && $0 <= 0x5A }
    }
}
