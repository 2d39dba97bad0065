import Directory
import Model

/// What the daemon tells about a principal, whoever calls as it and whenever.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable
enum PrincipalFacts {
    static func of(_ user: UserRecord, in snapshot: Snapshot) -> [RequestContext.Entry] {
        entries(
            [
                ("aws:username", user.name),
                ("aws:userid", user.id.description),
                ("aws:PrincipalType", "User"),
                ("aws:PrincipalArn", snapshot.arn(of: user).text),
                ("aws:PrincipalAccount", snapshot.account.id.digits),
            ],
            user.tags,
            in: snapshot
        )
    }

    /// Of any session of a role; a session's own id is added for each.
    static func of(_ role: RoleRecord, in snapshot: Snapshot) -> [RequestContext.Entry] {
        entries(
            [
                ("aws:PrincipalType", "AssumedRole"),
                ("aws:PrincipalArn", snapshot.arn(of: role).text),
                ("aws:PrincipalAccount", snapshot.account.id.digits),
            ],
            role.tags,
            in: snapshot
        )
    }

    /// Of a principal that has no record.
    static func of(_ principal: Principal, in snapshot: Snapshot) -> [RequestContext.Entry] {
        var facts: [(String, String)] = []
        if let account = principal.account { facts.append(("aws:PrincipalAccount", account.digits)) }
        if let arn = principal.arn { facts.append(("aws:PrincipalArn", arn.text)) }
        switch principal {
        case .root(let account, _):
            facts += [("aws:PrincipalType", "Account"), ("aws:userid", account.digits)]
        case .federatedUser(let account, let arn):
            let name = arn.resource.drop { $0 != "/" }.dropFirst()
            facts += [("aws:PrincipalType", "FederatedUser"), ("aws:userid", "\(account):\(name)")]
        case .anonymous:
            facts += [("aws:PrincipalType", "Anonymous"), ("aws:userid", "anonymous")]
        case .user, .roleSession, .service: break
        }
        return entries(facts, [], in: snapshot)
    }

    /// The resource's account is the principal's, unless the question says otherwise.
    private static func entries(
        _ facts: [(String, String)],
        _ tags: [Tag],
        in snapshot: Snapshot
    ) -> [RequestContext.Entry] {
        facts.map { RequestContext.Entry(key: $0, values: [$1]) }
            + tags.map { RequestContext.Entry(key: "aws:PrincipalTag/\($0.key)", values: [$0.value]) }
            + [RequestContext.Entry(key: "aws:ResourceAccount", values: [snapshot.account.id.digits])]
    }
}
