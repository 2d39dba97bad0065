package import Model

/// Who the users and roles are that a role's trust policy names by ARN.
///
/// AWS: "When you save the policy, AWS transforms the ARN to a unique principal ID. This helps mitigate the risk of
/// someone escalating their privileges by removing and recreating the role or user." The document keeps its ARNs here,
/// and this stands beside it: whoever is renamed is trusted as before, and a later user of the same name is not.
///
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
package struct PrincipalBindings: Hashable, Sendable {
    package struct Binding: Hashable, Sendable {
        /// As the document writes it.
        package let arn: String
        /// `AIDA…` or `AROA…`.
        package let uniqueID: String

        package init(arn: String, uniqueID: String) {
            self.arn = arn
            self.uniqueID = uniqueID
        }
    }

    private let account: AccountID
    private let bindings: [Binding]

    /// Binds the users and roles of one account; those of others are known by their ARNs only.
    package init(account: AccountID, _ bindings: [Binding]) {
        self.account = account
        self.bindings = bindings
    }

    /// The principal that is meant: one of the account that has no binding is nobody.
    func bound(_ matcher: PrincipalMatcher) -> PrincipalMatcher {
        guard case .arn(let text) = matcher, let arn = try? ARN(parsing: text), arn.service == "iam",
            arn.account.utf8.elementsEqual(account.digits.utf8)
        else { return matcher }
        guard let binding = bindings.first(where: { $0.arn.utf8.elementsEqual(text.utf8) }) else { return .nobody }
        return .uniqueID(binding.uniqueID)
    }
}

extension PolicyDocument {
    /// The users and roles that the document names as principals, by ARN or by unique id, of whatever account.
    package var namedIdentities: [LocatedText] {
        statements.flatMap { $0.principal?.entries ?? [] }.filter(\.matcher.isIdentity).map(\.value)
    }
}

extension PrincipalMatcher {
    fileprivate var isIdentity: Bool {
        switch self {
        case .uniqueID: true
        case .arn(let text): (try? ARN(parsing: text))?.service == "iam"
        case .anyone, .account, .service, .anyService, .nobody: false
        }
    }
}
