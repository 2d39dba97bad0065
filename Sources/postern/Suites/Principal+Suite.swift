internal import Model

extension Principal {
    /// Made-up unique ids: a suite's principals have none of their own.
    private static let userID = "AIDAEXAMPLEUSER00001"
    private static let roleID = "AROAEXAMPLEROLE00001"

    /// A principal as a suite spells it; a role stands for a session of it.
    ///
    /// - Returns: `nil` where it is the ARN of something else, or no name of a service.
    init?(suiteText text: String) {
        guard text.hasPrefix("arn:") else {
            guard text.contains("."), text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3A && $0 != 0x2F })
            else { return nil }
            self = .service(text)
            return
        }
        guard let arn = try? ARN(parsing: text), let account = AccountID(String(arn.account)) else { return nil }
        let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (String(arn.service), parts.first, parts.count) {
        case ("iam", "root", 1): self = .root(account, arn: arn)
        case ("iam", "user", 2...):
            self = .user(UserPrincipal(account: account, arn: arn, uniqueID: Self.userID, name: parts.last ?? ""))
        case ("sts", "federated-user", 2): self = .federatedUser(account, arn: arn)
        case ("iam", "role", 2...): self.init(sessionOf: arn, account, named: "its-session")
        case ("sts", "assumed-role", 3):
            // Which path the role has, its session's ARN does not tell.
            let partition = String(arn.partition)
            guard
                let role = ARN(
                    partition: partition,
                    service: "iam",
                    account: account.digits,
                    resource: "role/\(parts[1])"
                )
            else { return nil }
            self.init(sessionOf: role, account, named: parts[2])
        default: return nil
        }
    }

    private init?(sessionOf role: ARN, _ account: AccountID, named name: String) {
        let roleName = role.resource.split(separator: "/").last ?? ""
        guard
            let arn = ARN(
                partition: String(role.partition),
                service: "sts",
                account: account.digits,
                resource: "assumed-role/\(roleName)/\(name)"
            )
        else { return nil }
        self = .roleSession(
            RoleSessionPrincipal(account: account, arn: arn, roleARN: role, roleID: Self.roleID, sessionName: name)
        )
    }

    /// What the daemon would fill in of itself; a case's own context wins.
    var suiteFacts: [(key: String, values: [String])] {
        var facts: [(key: String, values: [String])] = []
        if let account { facts.append(("aws:PrincipalAccount", [account.digits])) }
        switch self {
        case .root(let account, let arn):
            facts += [
                ("aws:PrincipalArn", [arn.text]), ("aws:PrincipalType", ["Account"]), ("aws:userid", [account.digits]),
            ]
        case .user(let user):
            facts += [
                ("aws:PrincipalArn", [user.arn.text]), ("aws:PrincipalType", ["User"]), ("aws:username", [user.name]),
                ("aws:userid", [user.uniqueID]),
            ]
        case .roleSession(let session):
            facts += [
                ("aws:PrincipalArn", [session.roleARN.text]), ("aws:PrincipalType", ["AssumedRole"]),
                ("aws:userid", ["\(session.roleID):\(session.sessionName)"]),
            ]
        case .federatedUser(let account, let arn):
            let name = arn.resource.drop { $0 != "/" }.dropFirst()
            facts += [
                ("aws:PrincipalArn", [arn.text]), ("aws:PrincipalType", ["FederatedUser"]),
                ("aws:userid", ["\(account):\(name)"]),
            ]
        case .service: break
        case .anonymous: facts += [("aws:PrincipalType", ["Anonymous"]), ("aws:userid", ["anonymous"])]
        }
        return facts
    }
}
