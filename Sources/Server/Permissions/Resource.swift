import Directory
import Model

/// What an action is done to, as policies know it.
struct Resource {
    /// The ARN of what is there, else of what would be; `*` for the account, and for what no ARN can name.
    let arn: String
    /// What was asked for, in the same form, told from the request alone.
    let asked: String
    private(set) var tags: [Tag] = []
    /// The managed policy that bounds it.
    private(set) var boundary: UniqueID?
    /// The role whose trust policy takes part.
    private(set) var role: RoleRecord?

    init(_ target: Target, caller: Caller, in snapshot: Snapshot) {
        let asked = Self.asked(target, caller: caller, in: snapshot)
        var arn = asked
        switch target {
        case .account, .new, .controlPolicies: break
        case .user(let name):
            guard let user = Self.user(name, caller: caller, in: snapshot) else { break }
            (arn, tags, boundary) = (snapshot.arn(of: user).text, user.tags, user.permissionsBoundary)
        case .group(let name):
            arn = snapshot.group(named: name).map { snapshot.arn(of: $0).text } ?? asked
        case .role(let name):
            guard let role = snapshot.role(named: name) else { break }
            (arn, tags, boundary) = (snapshot.arn(of: role).text, role.tags, role.permissionsBoundary)
        case .policy(let text):
            arn = snapshot.policy(arn: text).map { snapshot.arn(of: $0).text } ?? asked
        case .mfaDevice(let text):
            arn = snapshot.mfaDevice(arn: text).map { snapshot.arn(of: $0).text } ?? asked
        case .ownerOfKey(let id):
            guard let user = Self.owner(ofKey: id, in: snapshot) else { break }
            (arn, tags) = (snapshot.arn(of: user).text, user.tags)
        case .principal(let text):
            if let user = snapshot.user(arn: text) {
                (arn, tags) = (snapshot.arn(of: user).text, user.tags)
            } else if let role = snapshot.role(arn: text) {
                (arn, tags) = (snapshot.arn(of: role).text, role.tags)
            }
        case .assumedRole(let text):
            guard let role = snapshot.role(arn: text) else { break }
            (arn, tags, self.role) = (snapshot.arn(of: role).text, role.tags, role)
        case .movedUser(let name, let path, let newName):
            guard let user = Self.user(name, caller: caller, in: snapshot) else { break }
            let place = Self.place(path: path.isEmpty ? user.path : path, name: newName.isEmpty ? user.name : newName)
            (arn, tags) = (Self.arn("user", place, in: snapshot), user.tags)
        case .movedGroup(let name, let path, let newName):
            guard let group = snapshot.group(named: name) else { break }
            let place = Self.place(path: path.isEmpty ? group.path : path, name: newName.isEmpty ? group.name : newName)
            arn = Self.arn("group", place, in: snapshot)
        case .controlPolicy(let type, let level, let name):
            let control: ControlKind = type == .serviceControlPolicy ? .serviceControl : .resourceControl
            guard let record = snapshot.controlPolicies.policy(control, level: level, named: name) else { break }
            arn = Self.controlPolicy(type, level, record.name, in: snapshot)
        }
        self.arn = arn
        self.asked = asked
    }

    /// `aws:ResourceTag/KEY`, and `iam:ResourceTag/KEY`, which is the same.
    var conditionKeys: [(String, [String])] {
        tags.flatMap { [("aws:ResourceTag/\($0.key)", [$0.value]), ("iam:ResourceTag/\($0.key)", [$0.value])] }
    }

    private static func user(_ name: String, caller: Caller, in snapshot: Snapshot) -> UserRecord? {
        guard name.isEmpty else { return snapshot.user(named: name) }
        guard case .user(let own) = caller.principal, let id = UniqueID(own.uniqueID) else { return nil }
        return snapshot.user(id: id)
    }

    private static func owner(ofKey id: String, in snapshot: Snapshot) -> UserRecord? {
        guard let id = UniqueID(id), let key = snapshot.accessKey(id: id) else { return nil }
        return snapshot.user(id: key.userID)
    }

    /// The ARN that the request's own words make, without a look at what is there.
    private static func asked(_ target: Target, caller: Caller, in snapshot: Snapshot) -> String {
        switch target {
        case .account, .ownerOfKey, .controlPolicies: "*"
        case .controlPolicy(let type, let level, let name): controlPolicy(type, level, name, in: snapshot)
        case .user(""): caller.principal.arn.map(\.text) ?? "*"
        case .user(let name): arn("user", place(path: "", name: name), in: snapshot)
        case .group(let name): arn("group", place(path: "", name: name), in: snapshot)
        case .role(let name): arn("role", place(path: "", name: name), in: snapshot)
        case .policy(let text), .mfaDevice(let text), .principal(let text), .assumedRole(let text):
            (try? ARN(parsing: text))?.text ?? "*"
        case .new(let kind, let path, let name): arn(kind, place(path: path, name: name), in: snapshot)
        case .movedUser(let name, let path, let newName):
            arn("user", place(path: path, name: newName.isEmpty ? name : newName), in: snapshot)
        case .movedGroup(let name, let path, let newName):
            arn("group", place(path: path, name: newName.isEmpty ? name : newName), in: snapshot)
        }
    }

    /// As AWS Organizations has it, of the organization `o-self`: `arn:…:policy/o-self/service_control_policy/1/Guard`.
    private static func controlPolicy(
        _ type: ControlPolicyType,
        _ level: UInt32,
        _ name: String,
        in snapshot: Snapshot
    ) -> String {
        guard let type = type.name, !name.isEmpty else { return "*" }
        let account = snapshot.account
        return ARN(
            partition: account.partition,
            service: "organizations",
            account: account.id.digits,
            resource: "policy/o-self/\(type.lowercased())/\(level)/\(name)"
        )?.text ?? "*"
    }

    private static func place(path: String, name: String) -> String { (path.isEmpty ? "/" : path) + name }

    /// - Returns: `*` for what makes no ARN: only who may do it to everything goes on to learn what is wrong with it.
    private static func arn(_ kind: String, _ place: String, in snapshot: Snapshot) -> String {
        guard place.hasPrefix("/"), !place.hasSuffix("/") else { return "*" }
        let account = snapshot.account
        return ARN(partition: account.partition, service: "iam", account: account.id.digits, resource: kind + place)?
            .text ?? "*"
    }
}
