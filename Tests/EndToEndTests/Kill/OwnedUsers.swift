import Client
import Model

/// What one writer knows, or finds, of the users that it alone writes to.
struct OwnedUsers: Hashable, Sendable {
    struct OwnedUser: Hashable, Sendable {
        /// Never changes, also when the name does.
        let id: String
        var groups: Set<String> = []
        /// Inline policies: documents by name.
        var policies: [String: String] = [:]
        /// Access keys: what replaces them, by id; empty for what is not being rotated.
        var keys: [String: String] = [:]
    }

    var users: [String: OwnedUser] = [:]

    /// Reads the users under a path.
    static func read(_ client: PosternClient, path: String) async throws -> OwnedUsers {
        var found = OwnedUsers()
        for user in try await client.call(ListUsersRequest(pathPrefix: path, maxItems: 1_000)).response.users {
            found.users[user.userName] = try await read(client, user)
        }
        return found
    }

    private static func read(_ client: PosternClient, _ user: User) async throws -> OwnedUser {
        let name = user.userName
        var found = OwnedUser(id: user.userID)
        let groups = try await client.call(ListGroupsForUserRequest(userName: name)).response.groups
        found.groups = Set(groups.map(\.groupName))
        for policy in try await client.call(ListUserPoliciesRequest(userName: name)).response.policyNames {
            let request = GetUserPolicyRequest(userName: name, policyName: policy)
            found.policies[policy] = try await client.call(request).response.policyDocument
        }
        let keys = try await client.call(ListAccessKeysRequest(userName: name)).response.accessKeyMetadata
        for key in keys { found.keys[key.accessKeyID] = key.replacedBy }
        return found
    }
}
