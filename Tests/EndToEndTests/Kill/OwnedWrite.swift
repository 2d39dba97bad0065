import Client
import Model
import Support

/// A write to users that one writer owns, and what must be there when it was carried out, whole.
enum OwnedWrite: Hashable, Sendable {
    case createUser(String)
    case rename(String, to: String)
    case deleteUser(String)
    case join(String, group: String)
    case leave(String, group: String)
    case putPolicy(String, name: String, document: String)
    case deletePolicy(String, name: String)
    case createKey(String)
    case deleteKey(String, id: String)
    case rotateKey(String, id: String, token: String)

    /// Draws a write that the rules allow in a state.
    static func draw(from state: OwnedUsers, fresh: String, using generator: inout SeededGenerator) -> OwnedWrite {
        let names = state.users.keys.sorted()
        guard names.count >= 2, let name = names.randomElement(using: &generator), let user = state.users[name] else {
            return .createUser(fresh)
        }
        let policy = ["read", "write"].randomElement(using: &generator) ?? "read"
        let number = Int.random(in: 0..<1_000, using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0 where names.count < 5: return .createUser(fresh)
        case 1: return .rename(name, to: fresh)
        case 2, 3:
            if let group = user.groups.min() { return .leave(name, group: group) }
            return .join(name, group: "everybody")
        case 4: return user.policies[policy] == nil ? put(policy, number, on: name) : .deletePolicy(name, name: policy)
        case 5, 6, 7: return key(of: name, user, token: "t\(fresh)") ?? put(policy, number, on: name)
        case 8 where user.groups.isEmpty && user.policies.isEmpty && user.keys.isEmpty: return .deleteUser(name)
        default: return put(policy, number, on: name)
        }
    }

    private static func put(_ policy: String, _ number: Int, on user: String) -> OwnedWrite {
        let document = """
            {"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::bucket-\(number)"}}
            """
        return .putPolicy(user, name: policy, document: document)
    }

    /// None, one or two keys: a new one, a rotation, or an end of it.
    private static func key(of name: String, _ user: OwnedUsers.OwnedUser, token: String) -> OwnedWrite? {
        switch user.keys.count {
        case 0: return .createKey(name)
        case 1: return user.keys.keys.first.map { .rotateKey(name, id: $0, token: token) }
        default:
            let old = user.keys.first { !$0.value.isEmpty }?.key
            return (old ?? user.keys.keys.min()).map { .deleteKey(name, id: $0) }
        }
    }

    /// Carries it out.
    ///
    /// - Returns: The revision that made it durable, and the id that the daemon drew, where it drew one.
    func send(by client: PosternClient, path: String) async throws -> (revision: Revision, drawn: String) {
        switch self {
        case .createUser(let name):
            let answer = try await client.call(CreateUserRequest(userName: name, path: path))
            return (answer.revision, answer.response.user?.userID ?? "")
        case .rename(let name, let new):
            return (try await client.call(UpdateUserRequest(userName: name, newUserName: new)).revision, "")
        case .deleteUser(let name):
            return (try await client.call(DeleteUserRequest(userName: name)).revision, "")
        case .join(let name, let group):
            return (try await client.call(AddUserToGroupRequest(groupName: group, userName: name)).revision, "")
        case .leave(let name, let group):
            return (try await client.call(RemoveUserFromGroupRequest(groupName: group, userName: name)).revision, "")
        case .putPolicy(let name, let policy, let document):
            let put = PutUserPolicyRequest(userName: name, policyName: policy, policyDocument: document)
            return (try await client.call(put).revision, "")
        case .deletePolicy(let name, let policy):
            return (try await client.call(DeleteUserPolicyRequest(userName: name, policyName: policy)).revision, "")
        case .createKey(let name):
            let answer = try await client.call(CreateAccessKeyRequest(userName: name))
            return (answer.revision, answer.response.accessKey?.accessKeyID ?? "")
        case .deleteKey(let name, let id):
            return (try await client.call(DeleteAccessKeyRequest(userName: name, accessKeyID: id)).revision, "")
        case .rotateKey(let name, let id, let token):
            let rotate = RotateAccessKeyRequest(
                userName: name,
                accessKeyID: id,
                overlapSeconds: 86_400,
                idempotencyToken: token
            )
            let answer = try await client.call(rotate)
            return (answer.revision, answer.response.accessKey?.accessKeyID ?? "")
        }
    }

    /// What must be there after it, with the id that the daemon drew.
    func apply(to state: inout OwnedUsers, drawn: String) {
        switch self {
        case .createUser(let name): state.users[name] = OwnedUsers.OwnedUser(id: drawn)
        case .rename(let name, let new): state.users[new] = state.users.removeValue(forKey: name)
        case .deleteUser(let name): state.users[name] = nil
        case .join(let name, let group): state.users[name]?.groups.insert(group)
        case .leave(let name, let group): state.users[name]?.groups.remove(group)
        case .putPolicy(let name, let policy, let document): state.users[name]?.policies[policy] = document
        case .deletePolicy(let name, let policy): state.users[name]?.policies[policy] = nil
        case .createKey(let name): state.users[name]?.keys[drawn] = ""
        case .deleteKey(let name, let id):
            state.users[name]?.keys[id] = nil
            for (key, replacement) in state.users[name]?.keys ?? [:] where replacement == id {
                state.users[name]?.keys[key] = ""
            }
        case .rotateKey(let name, let id, _):
            state.users[name]?.keys[id] = drawn
            state.users[name]?.keys[drawn] = ""
        }
    }

    /// The id that the daemon drew for a write whose answer was lost, as a state shows it; empty where it drew none.
    func drawn(before: OwnedUsers, found: OwnedUsers) -> String {
        switch self {
        case .createUser(let name): return found.users[name]?.id ?? ""
        case .createKey(let name), .rotateKey(let name, _, _):
            let known = Set((before.users[name]?.keys ?? [:]).keys)
            return found.users[name]?.keys.keys.first { !known.contains($0) } ?? ""
        default: return ""
        }
    }
}
