package import Directory
package import Model
import PolicyLanguage

extension Decider {
    /// The principal that an ARN names, as it would be if it called: a user, a session of a role, or the root user.
    ///
    /// An ARN names what has exactly this ARN: names fold case where they must be unique, and never here. A session is
    /// taken as one that could be: its role must exist. It has no token, so that no token's facts are known of it.
    ///
    /// - Parameters:
    ///   - arn: Of this account.
    ///   - caller: Who asks; its process is the peer that the question comes from.
    ///   - snapshot: Where the principal is looked up.
    /// - Returns: The principal, with the peer of who asks.
    /// - Throws: `ValidationError` for an ARN of another account or of no principal, `NoSuchEntity` for nobody's.
    package func subject(
        named arn: String,
        askedBy caller: Caller,
        in snapshot: Snapshot
    ) throws(Refusal) -> Caller {
        Caller(principal: try Self.principal(named: arn, in: snapshot), peer: caller.peer)
    }

    private static func principal(named text: String, in snapshot: Snapshot) throws(Refusal) -> Principal {
        let shown = PolicyError.quoted(text, charactersMax: 256)
        let forms = "write the ARN of a user, of a role session or of the root user"
        let arn: ARN
        do {
            arn = try ARN(parsing: text)
        } catch {
            throw .validation("the principal \(shown) is not an ARN, \(forms)")
        }
        let account = snapshot.account.id
        guard arn.partition.utf8.elementsEqual(snapshot.account.partition.utf8),
            arn.account.utf8.elementsEqual(account.digits.utf8)
        else {
            throw .validation("the principal \(shown) is not of account `\(account)`, which is the only one here")
        }
        let parts = arn.resource.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        switch (String(arn.service), parts[0]) {
        case ("iam", "root"):
            guard arn == snapshot.rootARN else { break }
            return .root(account, arn: arn)
        case ("iam", "user"):
            guard let user = snapshot.user(named: parts[parts.count - 1]), snapshot.arn(of: user) == arn else {
                throw .noSuchEntity("user \(shown) does not exist")
            }
            let id = user.id.description
            return .user(UserPrincipal(account: account, arn: arn, uniqueID: id, name: user.name))
        case ("sts", "assumed-role"):
            return try session(of: parts, arn, in: snapshot)
        case ("iam", "role"):
            let name = parts[parts.count - 1]
            throw .validation(
                "\(shown) is a role, ask about a session of it: "
                    + "`arn:\(arn.partition):sts::\(account):assumed-role/\(name)/SESSION-NAME`"
            )
        case ("iam", "group"):
            throw .validation("\(shown) is a group, which is no principal: ask about one of its users")
        default: break
        }
        throw .validation("the principal \(shown) is of no kind that can ask, \(forms)")
    }

    /// `assumed-role/ROLE/SESSION`, where the role is named without its path.
    private static func session(of parts: [String], _ arn: ARN, in snapshot: Snapshot) throws(Refusal) -> Principal {
        let shown = PolicyError.quoted(arn.text, charactersMax: 256)
        guard parts.count == 3, isSessionName(parts[2]) else {
            throw .validation(
                "\(shown) is not `assumed-role/ROLE/SESSION` with a session name of 2 to 64 letters, digits and `_+=,.@-`"
            )
        }
        guard let role = snapshot.role(named: parts[1]), snapshot.sessionARN(role: role, sessionName: parts[2]) == arn
        else { throw .noSuchEntity("the role of session \(shown) does not exist") }
        return .roleSession(
            RoleSessionPrincipal(
                account: snapshot.account.id,
                arn: arn,
                roleARN: snapshot.arn(of: role),
                roleID: role.id.description,
                sessionName: parts[2]
            )
        )
    }

    private static func isSessionName(_ text: String) -> Bool {
        (2...64).contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: "_+=,.@-".utf8.contains($0)
                }
            }
    }
}
