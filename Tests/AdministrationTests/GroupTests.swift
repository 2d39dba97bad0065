import Administration
import Directory
import Model
import Testing

struct GroupTests {
    @Test func `makes, renames and lists groups`() async throws {
        let fixture = try await Fixture.make { $0.groups = 2 }
        let administrator = fixture.administrator
        let group = try await fixture.group("Staff")
        #expect(group.groupID.hasPrefix("AGPA") && group.arn == Fixture.arn + "group/Staff" && group.path == "/")
        #expect(await refusal { try await fixture.group("STAFF") }?.code == "EntityAlreadyExists")
        let request = UpdateGroupRequest(groupName: "staff", newPath: "/g/", newGroupName: "People")
        let moved = try await administrator.updateGroup(request, by: fixture.root)
        #expect(moved.group?.groupID == group.groupID && moved.group?.arn == Fixture.arn + "group/g/People")
        try await fixture.group("Admins")
        #expect(await refusal { try await fixture.group("Third") }?.code == "LimitExceeded")
        let listed = try await administrator.listGroups(.init(), by: fixture.root)
        #expect(listed.groups.map(\.groupName) == ["Admins", "People"])
    }

    @Test func `puts a user into a group twice without harm, and takes it out once`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        try await fixture.user("alice")
        try await fixture.group("staff")
        let membership = AddUserToGroupRequest(groupName: "STAFF", userName: "Alice")
        _ = try await administrator.addUserToGroup(membership, by: fixture.root)
        let revision = fixture.snapshot.revision
        _ = try await administrator.addUserToGroup(membership, by: fixture.root)
        #expect(fixture.snapshot.revision == revision)
        #expect(try await administrator.getGroup(.init(groupName: "staff"), by: fixture.root).users.count == 1)
        let leaving = RemoveUserFromGroupRequest(groupName: "staff", userName: "alice")
        _ = try await administrator.removeUserFromGroup(leaving, by: fixture.root)
        #expect(
            await refusal { try await administrator.removeUserFromGroup(leaving, by: fixture.root) }?.code
                == "NoSuchEntity"
        )
        #expect(
            await refusal {
                try await administrator.addUserToGroup(.init(groupName: "none", userName: "alice"), by: fixture.root)
            }?.code == "NoSuchEntity"
        )
    }

    @Test func `refuses one group more than a user's quota`() async throws {
        let fixture = try await Fixture.make { $0.groupsPerUser = 1 }
        try await fixture.user("alice")
        for name in ["a", "b"] { try await fixture.group(name) }
        let administrator = fixture.administrator
        _ = try await administrator.addUserToGroup(.init(groupName: "a", userName: "alice"), by: fixture.root)
        let error = await refusal {
            try await administrator.addUserToGroup(.init(groupName: "b", userName: "alice"), by: fixture.root)
        }
        #expect(error?.code == "LimitExceeded" && error?.message == "user `alice` has 1 groups, and the quota is 1")
    }

    @Test func `shows the members page by page`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        try await fixture.group("staff")
        for name in ["c", "a", "B"] {
            try await fixture.user(name)
            _ = try await administrator.addUserToGroup(.init(groupName: "staff", userName: name), by: fixture.root)
        }
        let first = try await administrator.getGroup(.init(groupName: "staff", maxItems: 2), by: fixture.root)
        #expect(first.users.map(\.userName) == ["a", "B"] && first.isTruncated)
        let rest = GetGroupRequest(groupName: "staff", marker: first.marker, maxItems: 2)
        #expect(try await administrator.getGroup(rest, by: fixture.root).users.map(\.userName) == ["c"])
    }

    @Test func `deletes a group only without members and policies`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        try await fixture.user("alice")
        try await fixture.group("staff")
        let policy = try await fixture.policy("P")
        _ = try await administrator.addUserToGroup(.init(groupName: "staff", userName: "alice"), by: fixture.root)
        _ = try await administrator.attachGroupPolicy(
            .init(groupName: "staff", policyARN: policy.arn),
            by: fixture.root
        )
        let error = await refusal { try await administrator.deleteGroup(.init(groupName: "staff"), by: fixture.root) }
        #expect(error?.code == "DeleteConflict")
        #expect(
            error?.message
                == "group `staff` still has 1 member (`alice`), 1 attached policy (`P`): remove that first"
        )
        _ = try await administrator.removeUserFromGroup(.init(groupName: "staff", userName: "alice"), by: fixture.root)
        _ = try await administrator.detachGroupPolicy(
            .init(groupName: "staff", policyARN: policy.arn),
            by: fixture.root
        )
        _ = try await administrator.deleteGroup(.init(groupName: "staff"), by: fixture.root)
        #expect(fixture.snapshot.groupCount == 0)
    }
}
