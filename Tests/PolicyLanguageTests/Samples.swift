import Model
import PolicyLanguage

/// Principals, requests and policies that tests speak about.
enum Samples {
    static let account = AccountID("123456789012")

    static func principal(_ text: String) throws -> Principal {
        if text == "anonymous" { return .anonymous }
        guard text.hasPrefix("arn:") else { return .service(text) }
        let arn = try ARN(parsing: text)
        guard let account = AccountID(arn.account) else { throw SampleError(text) }
        let parts = arn.resource.split(separator: "/").map(String.init)
        switch parts.first {
        case "root": return .root(account, arn: arn)
        case "user":
            let name = parts.last ?? ""
            return .user(UserPrincipal(account: account, arn: arn, uniqueID: "AIDAEXAMPLEUSER00001", name: name))
        case "federated-user": return .federatedUser(account, arn: arn)
        case "assumed-role": return try session(account, role: "role/\(parts[1])", roleName: parts[1], name: parts[2])
        case "role":
            return try session(account, role: String(arn.resource), roleName: parts.last ?? "", name: "its-session")
        default: throw SampleError(text)
        }
    }

    private static func session(
        _ account: AccountID,
        role: String,
        roleName: String,
        name: String
    ) throws -> Principal {
        .roleSession(
            RoleSessionPrincipal(
                account: account,
                arn: try ARN(parsing: "arn:aws:sts::\(account):assumed-role/\(roleName)/\(name)"),
                roleARN: try ARN(parsing: "arn:aws:iam::\(account):\(role)"),
                roleID: "AROAEXAMPLEROLE00001",
                sessionName: name
            )
        )
    }

    static func request(
        _ principal: String = "arn:aws:iam::123456789012:user/alice",
        action: String = "s3:GetObject",
        resource: String = "arn:aws:s3:::bucket/key",
        owner: String? = "123456789012",
        context: [String: [String]] = [:]
    ) throws -> AccessRequest {
        guard let parsed = Action(action) else { throw SampleError(action) }
        return AccessRequest(
            principal: try self.principal(principal),
            action: parsed,
            resource: resource,
            resourceAccount: owner.flatMap { AccountID($0) },
            context: RequestContext(context.sorted { $0.key < $1.key }.map { (key: $0.key, values: $0.value) })
        )
    }

    static func compiled(
        _ text: String,
        _ kind: DocumentKind = .identity,
        _ strictness: Strictness = .stored
    ) throws -> CompiledPolicy {
        CompiledPolicy(compiling: try PolicyDocument(parsing: text, kind: kind, strictness: strictness))
    }

    /// A policy of version 2012-10-17 with one statement, given as the members after its effect.
    static func policy(_ members: String, effect: String = "Allow", version: String = "2012-10-17") -> String {
        #"{"Version":"\#(version)","Statement":[{"Effect":"\#(effect)",\#(members)}]}"#
    }

    static func statement(condition: String) -> String {
        policy(#""Action":"*","Resource":"*","Condition":\#(condition)"#)
    }
}

struct SampleError: Error {
    let text: String

    init(_ text: String) {
        self.text = text
    }
}
