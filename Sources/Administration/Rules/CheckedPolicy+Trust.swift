internal import Directory
internal import Model
internal import PolicyLanguage

extension CheckedPolicy {
    /// Finds out who the users and roles are that a trust policy names.
    ///
    /// Names are taken as they were made, letter by letter. Other accounts are not known here: their principals stay
    /// as they are written.
    ///
    /// - Throws: `MalformedPolicyDocument` with the place of a principal that is not in the account. AWS: "If you
    ///   specify a principal that does not exist, you get an error".
    func bindings(in snapshot: Snapshot) throws(Refusal) -> TrustBindings {
        var bindings: [TrustBindings.Binding] = []
        for name in identities {
            switch NamedIdentity(name.text, in: snapshot) {
            case .found(let id): bindings.append(TrustBindings.Binding(arn: name.text, id: id))
            case .itself, .elsewhere: continue
            case .absent(let like):
                let hint = like.map { ": names count letter by letter here, and there is `\($0)`" } ?? ""
                let shown = PolicyError.quoted(name.text, charactersMax: 256)
                let fault = PolicyError(
                    .invalidPrincipal,
                    "invalid principal: \(shown) is no user or role of this account\(hint)",
                    at: name.position
                )
                throw .malformedPolicy(fault.description)
            }
        }
        return .of(bindings)
    }

    /// As `bindings`, of a document that was saved without them: who is not there any more is nobody.
    func bindingsOfWhoIsThere(in snapshot: Snapshot) -> TrustBindings {
        .of(
            identities.compactMap { name in
                guard case .found(let id) = NamedIdentity(name.text, in: snapshot) else { return nil }
                return TrustBindings.Binding(arn: name.text, id: id)
            }
        )
    }
}

/// What a user or role that a trust policy names turns out to be.
private enum NamedIdentity {
    /// Named by ARN, and this one.
    case found(UniqueID)
    /// Named by the unique id of one that is there.
    case itself
    /// Of another account.
    case elsewhere
    /// Of this account, and not there; with the ARN of one whose letters differ in case, where there is one.
    case absent(like: ARN?)

    init(_ text: String, in snapshot: Snapshot) {
        guard text.hasPrefix("arn:") else {
            let id = UniqueID(text)
            let isThere = id.map { snapshot.user(id: $0) != nil || snapshot.role(id: $0) != nil } ?? false
            self = isThere ? .itself : .absent(like: nil)
            return
        }
        guard let arn = try? ARN(parsing: text), arn.account.utf8.elementsEqual(snapshot.account.id.digits.utf8) else {
            self = .elsewhere
            return
        }
        let user = snapshot.user(arn: text).map { (id: $0.id, arn: snapshot.arn(of: $0)) }
        guard let found = user ?? snapshot.role(arn: text).map({ (id: $0.id, arn: snapshot.arn(of: $0)) }) else {
            self = .absent(like: nil)
            return
        }
        self = found.arn == arn ? .found(found.id) : .absent(like: found.arn)
    }
}
