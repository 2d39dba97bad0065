import Model
import Reference

/// Who asks in generated cases: few, so that policies and requests meet, and each made from its name alone.
enum Cast {
    static let account = "123456789012"
    static let otherAccount = "111122223333"
    static let userID = "AIDAEXAMPLEUSER00001"
    static let roleID = "AROAEXAMPLEROLE00001"

    /// - Parameter name: An ARN, or the name of a service; the ARN of a role stands for a session of that role.
    /// - Returns: `nil` where the ARN is of no principal.
    static func principal(_ name: String) -> Principal? {
        guard name.hasPrefix("arn:") else { return .service(name) }
        guard let arn = try? ARN(parsing: name), let account = AccountID(arn.account) else { return nil }
        let parts = arn.resource.split(separator: "/").map(String.init)
        switch parts.first {
        case "root": return .root(account, arn: arn)
        case "user":
            return .user(UserPrincipal(account: account, arn: arn, uniqueID: userID, name: parts.last ?? ""))
        case "federated-user": return .federatedUser(account, arn: arn)
        case "role": return session(account, role: String(arn.resource), session: "its-session")
        case "assumed-role" where parts.count == 3:
            return session(account, role: "role/\(parts[1])", session: parts[2])
        default: return nil
        }
    }

    /// What `principal` makes the principal of.
    static func name(of principal: Principal) -> JSONTree {
        switch principal {
        case .service(let name): .string(name)
        case .anonymous: .object([.init("type", .string("Anonymous"))])
        case .roleSession(let session) where session.sessionName == "its-session": .string(session.roleARN.text)
        case .roleSession, .root, .user, .federatedUser: .string(principal.arn?.text ?? "")
        }
    }

    private static func session(_ account: AccountID, role: String, session: String) -> Principal? {
        let name = role.split(separator: "/").last ?? ""
        guard let arn = try? ARN(parsing: "arn:aws:sts::\(account):assumed-role/\(name)/\(session)"),
            let roleARN = try? ARN(parsing: "arn:aws:iam::\(account):\(role)")
        else { return nil }
        return .roleSession(
            RoleSessionPrincipal(account: account, arn: arn, roleARN: roleARN, roleID: roleID, sessionName: session)
        )
    }

    static let users = ["user/alice", "user/bob", "user/team/alice"].map { "arn:aws:iam::\(account):\($0)" }
    static let sessions = ["assumed-role/orders/host-7", "assumed-role/orders/host-8"].map {
        "arn:aws:sts::\(account):\($0)"
    }
    static let pathRole = "arn:aws:iam::\(account):role/ops/orders"
    static let federated = "arn:aws:sts::\(account):federated-user/alice"
    static let root = "arn:aws:iam::\(account):root"
    static let services = ["lambda.amazonaws.com", "ec2.amazonaws.com"]
    static let foreigners = ["arn:aws:iam::\(otherAccount):user/alice", "arn:aws:iam::\(otherAccount):root"]
}
