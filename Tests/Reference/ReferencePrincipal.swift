import Model

/// `Principal` and `NotPrincipal` from AWS's rules alone.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
struct ReferencePrincipal {
    /// The kind, such as `AWS`, and one name of it.
    let names: [(kind: String, name: String)]

    init(_ element: JSONTree) {
        if case .object(let members) = element {
            names = members.flatMap { member in
                member.value.values.compactMap(\.scalarText).map { (kind: member.name, name: $0) }
            }
        } else {
            names = element.scalarText.map { [(kind: "AWS", name: $0)] } ?? []
        }
    }

    /// How the element names a principal best, and by which kind of name.
    func grade(of principal: Principal) -> (grade: Grade, trait: String)? {
        names.compactMap { Self.grade(of: principal, kind: $0.kind, name: $0.name) }.max { $0.grade < $1.grade }
    }

    private static func grade(of principal: Principal, kind: String, name: String) -> (grade: Grade, trait: String)? {
        switch kind {
        case "Service":
            guard case .service(name) = principal else { return nil }
            return (.caller, "service")
        case "AWS": break
        default: return nil
        }
        if name == "*" { return (.caller, "*") }
        guard let account = principal.account, let arn = principal.arn else { return nil }
        if name == account.digits { return (.account, "account") }
        if name == "arn:\(arn.partition):iam::\(account):root" { return (.account, "root") }
        switch principal {
        case .user(let user):
            if name == user.arn.text { return (.caller, "user") }
            if name == user.uniqueID { return (.caller, "user id") }
        case .roleSession(let session):
            if name == session.arn.text { return (.caller, "session") }
            if name == session.roleARN.text { return (.role, "role") }
            if name == session.roleID { return (.role, "role id") }
        case .federatedUser(_, let arn):
            if name == arn.text { return (.caller, "federated user") }
        case .root, .service, .anonymous: break
        }
        return nil
    }

    /// Whether the principal is among those that `NotPrincipal` leaves out.
    ///
    /// AWS's own examples of a Deny list the account beside the user, and account and role beside the session, that
    /// alone is to be left out, for AWS "might validate the account first, then the role": the account's name leaves
    /// out its root user only, and the role's its sessions unless one of them is named. An Allow grants as little.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
    func leavesOut(_ principal: Principal, isDeny: Bool) -> (Bool, trait: String) {
        guard let (grade, trait) = grade(of: principal) else { return (false, "other") }
        if !isDeny { return (true, "\(trait), Allow") }
        switch (grade, principal) {
        case (.account, .root): return (true, trait)
        case (.account, _): return (false, "\(trait) of another")
        case (.role, .roleSession(let session)):
            let role = session.roleARN.resource.split(separator: "/").last ?? ""
            let sessions = "arn:\(session.arn.partition):sts::\(session.account):assumed-role/\(role)/"
            let isNarrowed = names.contains { $0.name.hasPrefix(sessions) }
            return (!isNarrowed, isNarrowed ? "role beside sessions" : trait)
        default: return (true, trait)
        }
    }
}
