import Administration
import Model
import Testing

/// What the three kinds of identity can have done to their policies, in one shape.
enum Holder: String, CaseIterable, Sendable {
    case user
    case group
    case role

    func make(_ fixture: Fixture) async throws {
        switch self {
        case .user: try await fixture.user("x")
        case .group: try await fixture.group("x")
        case .role: try await fixture.role("x")
        }
    }

    func delete(_ fixture: Fixture) async throws {
        let (administrator, root) = (fixture.administrator, fixture.root)
        switch self {
        case .user: _ = try await administrator.deleteUser(.init(userName: "x"), by: root)
        case .group: _ = try await administrator.deleteGroup(.init(groupName: "x"), by: root)
        case .role: _ = try await administrator.deleteRole(.init(roleName: "x"), by: root)
        }
    }

    func attach(_ arn: String, _ fixture: Fixture) async throws {
        let (administrator, root) = (fixture.administrator, fixture.root)
        switch self {
        case .user: _ = try await administrator.attachUserPolicy(.init(userName: "X", policyARN: arn), by: root)
        case .group: _ = try await administrator.attachGroupPolicy(.init(groupName: "X", policyARN: arn), by: root)
        case .role: _ = try await administrator.attachRolePolicy(.init(roleName: "X", policyARN: arn), by: root)
        }
    }

    func detach(_ arn: String, _ fixture: Fixture) async throws {
        let (administrator, root) = (fixture.administrator, fixture.root)
        switch self {
        case .user: _ = try await administrator.detachUserPolicy(.init(userName: "x", policyARN: arn), by: root)
        case .group: _ = try await administrator.detachGroupPolicy(.init(groupName: "x", policyARN: arn), by: root)
        case .role: _ = try await administrator.detachRolePolicy(.init(roleName: "x", policyARN: arn), by: root)
        }
    }

    func attached(_ fixture: Fixture) async throws -> [AttachedPolicy] {
        let (administrator, root) = (fixture.administrator, fixture.root)
        switch self {
        case .user:
            return try await administrator.listAttachedUserPolicies(.init(userName: "x"), by: root).attachedPolicies
        case .group:
            return try await administrator.listAttachedGroupPolicies(.init(groupName: "x"), by: root).attachedPolicies
        case .role:
            return try await administrator.listAttachedRolePolicies(.init(roleName: "x"), by: root).attachedPolicies
        }
    }

    func put(_ name: String, _ document: String, _ fixture: Fixture) async throws {
        let (administrator, root) = (fixture.administrator, fixture.root)
        switch self {
        case .user:
            _ = try await administrator.putUserPolicy(
                .init(userName: "x", policyName: name, policyDocument: document),
                by: root
            )
        case .group:
            _ = try await administrator.putGroupPolicy(
                .init(groupName: "x", policyName: name, policyDocument: document),
                by: root
            )
        case .role:
            _ = try await administrator.putRolePolicy(
                .init(roleName: "x", policyName: name, policyDocument: document),
                by: root
            )
        }
    }

    func get(_ name: String, _ fixture: Fixture) async throws -> (name: String, document: String) {
        let (administrator, root) = (fixture.administrator, fixture.root)
        switch self {
        case .user:
            let found = try await administrator.getUserPolicy(.init(userName: "x", policyName: name), by: root)
            return (found.policyName, found.policyDocument)
        case .group:
            let found = try await administrator.getGroupPolicy(.init(groupName: "x", policyName: name), by: root)
            return (found.policyName, found.policyDocument)
        case .role:
            let found = try await administrator.getRolePolicy(.init(roleName: "x", policyName: name), by: root)
            return (found.policyName, found.policyDocument)
        }
    }

    func remove(_ name: String, _ fixture: Fixture) async throws {
        let (administrator, root) = (fixture.administrator, fixture.root)
        switch self {
        case .user: _ = try await administrator.deleteUserPolicy(.init(userName: "x", policyName: name), by: root)
        case .group: _ = try await administrator.deleteGroupPolicy(.init(groupName: "x", policyName: name), by: root)
        case .role: _ = try await administrator.deleteRolePolicy(.init(roleName: "x", policyName: name), by: root)
        }
    }

    func names(_ fixture: Fixture) async throws -> [String] {
        let (administrator, root) = (fixture.administrator, fixture.root)
        switch self {
        case .user: return try await administrator.listUserPolicies(.init(userName: "x"), by: root).policyNames
        case .group: return try await administrator.listGroupPolicies(.init(groupName: "x"), by: root).policyNames
        case .role: return try await administrator.listRolePolicies(.init(roleName: "x"), by: root).policyNames
        }
    }

    func setQuota(_ characters: Int, _ quotas: inout Quotas) {
        switch self {
        case .user: quotas.userInlineCharacters = characters
        case .group: quotas.groupInlineCharacters = characters
        case .role: quotas.roleInlineCharacters = characters
        }
    }
}
