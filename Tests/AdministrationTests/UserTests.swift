import Administration
import Directory
import Model
import Testing

struct UserTests {
    @Test func `makes a user with AWS's facts`() async throws {
        let fixture = try await Fixture.make()
        let policy = try await fixture.policy("Bound")
        let request = CreateUserRequest(
            userName: "Alice",
            path: "/team/",
            permissionsBoundary: policy.arn,
            tags: [Tag(key: "k", value: "v")]
        )
        let user = try #require(try await fixture.administrator.createUser(request, by: fixture.root).user)
        #expect(user.userName == "Alice" && user.path == "/team/")
        #expect(user.arn == Fixture.arn + "user/team/Alice")
        #expect(user.userID.hasPrefix("AIDA") && user.userID.utf8.count == 21)
        #expect(user.createDate == fixture.clock.now.seconds)
        #expect(user.permissionsBoundary == policy.arn && user.tags == request.tags)
        let found = try await fixture.administrator.getUser(GetUserRequest(userName: "aLICE"), by: fixture.root)
        #expect(found.user == user)
    }

    @Test func `refuses a name that is taken in another case`() async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        let error = await refusal { try await fixture.user("ALICE") }
        #expect(error?.code == "EntityAlreadyExists")
        #expect(error?.message.contains("`alice`") == true)
        try await fixture.user("alice2")
    }

    @Test func `refuses one user more than the quota`() async throws {
        let fixture = try await Fixture.make { $0.users = 1 }
        try await fixture.user("alice")
        let error = await refusal { try await fixture.user("bob") }
        #expect(error?.code == "LimitExceeded" && error?.message == "the account has 1 users, and its quota is 1")
    }

    @Test func `gives the caller's own user where none is named`() async throws {
        let fixture = try await Fixture.make()
        let alice = try await fixture.user("alice")
        let caller = try fixture.caller("alice")
        #expect(try await fixture.administrator.getUser(GetUserRequest(), by: caller).user == alice)
        let error = await refusal { try await fixture.administrator.getUser(GetUserRequest(), by: fixture.root) }
        #expect(error?.code == "ValidationError")
        _ = try await fixture.administrator.deleteUser(DeleteUserRequest(userName: "alice"), by: fixture.root)
        try await fixture.user("alice")
        let gone = await refusal { try await fixture.administrator.getUser(GetUserRequest(), by: caller) }
        #expect(gone?.code == "NoSuchEntity")
    }

    @Test func `renames a user, who keeps id, groups, keys and policies`() async throws {
        let fixture = try await Fixture.make()
        let before = try await fixture.user("alice")
        try await fixture.user("bob")
        try await fixture.group("staff")
        let policy = try await fixture.policy("P")
        let key = try await fixture.accessKey("alice")
        let administrator = fixture.administrator
        _ = try await administrator.addUserToGroup(.init(groupName: "staff", userName: "alice"), by: fixture.root)
        _ = try await administrator.attachUserPolicy(.init(userName: "alice", policyARN: policy.arn), by: fixture.root)
        let moved = try await administrator.updateUser(
            UpdateUserRequest(userName: "ALICE", newPath: "/x/", newUserName: "Carol"),
            by: fixture.root
        )
        let after = try #require(moved.user)
        #expect(after.userID == before.userID && after.arn == Fixture.arn + "user/x/Carol")
        #expect(fixture.snapshot.user(named: "alice") == nil && fixture.snapshot.userCount == 2)
        let groups = try await administrator.listGroupsForUser(.init(userName: "carol"), by: fixture.root)
        #expect(groups.groups.map(\.groupName) == ["staff"])
        let attached = try await administrator.listAttachedUserPolicies(.init(userName: "carol"), by: fixture.root)
        #expect(attached.attachedPolicies.map(\.policyARN) == [policy.arn])
        #expect(try await fixture.accessKeys("carol").map(\.accessKeyID) == [key.accessKeyID])
        let members = try await administrator.getGroup(.init(groupName: "staff"), by: fixture.root)
        #expect(members.users.map(\.userName) == ["Carol"])
    }

    @Test func `renames a user to its own name in another case, and not to another's`() async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        try await fixture.user("bob")
        let request = UpdateUserRequest(userName: "alice", newUserName: "Alice")
        #expect(try await fixture.administrator.updateUser(request, by: fixture.root).user?.userName == "Alice")
        let error = await refusal {
            try await fixture.administrator.updateUser(
                UpdateUserRequest(userName: "alice", newUserName: "BOB"),
                by: fixture.root
            )
        }
        #expect(error?.code == "EntityAlreadyExists")
        #expect(fixture.snapshot.user(named: "alice")?.name == "Alice")
    }

    @Test func `deletes a user only when nothing is left of it, and lists what is`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        let root = fixture.root
        try await fixture.user("alice")
        try await fixture.group("staff")
        let policy = try await fixture.policy("P")
        let key = try await fixture.accessKey("alice")
        let document = Documents.allow
        _ = try await administrator.addUserToGroup(.init(groupName: "staff", userName: "alice"), by: root)
        _ = try await administrator.attachUserPolicy(.init(userName: "alice", policyARN: policy.arn), by: root)
        _ = try await administrator.putUserPolicy(
            .init(userName: "alice", policyName: "in", policyDocument: document),
            by: root
        )
        let login = CreateLoginProfileRequest(userName: "alice", password: "walnut-harbour-kite")
        _ = try await administrator.createLoginProfile(login, by: root)
        func deletion() async -> String? {
            let error = await refusal { try await administrator.deleteUser(.init(userName: "alice"), by: root) }
            #expect(error?.code == "DeleteConflict")
            return error?.message
        }
        #expect(
            await deletion()
                == "user `alice` still has 1 access key (`\(key.accessKeyID)`), 1 login profile, 1 group (`staff`),"
                + " 1 attached policy (`P`), 1 inline policy (`in`): remove that first"
        )
        _ = try await administrator.deleteAccessKey(.init(userName: "alice", accessKeyID: key.accessKeyID), by: root)
        _ = try await administrator.deleteLoginProfile(.init(userName: "alice"), by: root)
        _ = try await administrator.removeUserFromGroup(.init(groupName: "staff", userName: "alice"), by: root)
        _ = try await administrator.deleteUserPolicy(.init(userName: "alice", policyName: "in"), by: root)
        #expect(await deletion() == "user `alice` still has 1 attached policy (`P`): remove that first")
        _ = try await administrator.detachUserPolicy(.init(userName: "alice", policyARN: policy.arn), by: root)
        _ = try await administrator.deleteUser(.init(userName: "alice"), by: root)
        let error = await refusal { try await administrator.deleteUser(.init(userName: "alice"), by: root) }
        #expect(error?.code == "NoSuchEntity")
    }

    @Test func `drops when a user was last used with the user`() async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        let id = try #require(fixture.snapshot.user(named: "alice")?.id)
        var used = LastUsedRecord(id: id)
        used.usedAt = fixture.clock.now
        let record = used
        _ = try await fixture.directory.write { $0.put(record) }
        let found = try await fixture.administrator.getUser(.init(userName: "alice"), by: fixture.root)
        #expect(found.user?.passwordLastUsed == fixture.clock.now.seconds)
        _ = try await fixture.administrator.deleteUser(.init(userName: "alice"), by: fixture.root)
        #expect(fixture.snapshot.lastUsed(id: id) == nil)
    }

    @Test func `lists users by name and path, page by page, without tags and boundaries`() async throws {
        let fixture = try await Fixture.make()
        for name in ["d", "B", "a", "C"] { try await fixture.user(name, path: name == "d" ? "/x/" : "/y/") }
        _ = try await fixture.administrator.tagUser(.init(userName: "a", tags: [Tag(key: "k")]), by: fixture.root)
        let first = try await fixture.administrator.listUsers(.init(maxItems: 3), by: fixture.root)
        #expect(first.users.map(\.userName) == ["a", "B", "C"] && first.isTruncated)
        #expect(first.users[0].tags.isEmpty)
        let second = try await fixture.administrator.listUsers(
            .init(marker: first.marker, maxItems: 3),
            by: fixture.root
        )
        #expect(second.users.map(\.userName) == ["d"] && !second.isTruncated && second.marker.isEmpty)
        let filtered = try await fixture.administrator.listUsers(.init(pathPrefix: "/x"), by: fixture.root)
        #expect(filtered.users.map(\.userName) == ["d"])
        let error = await refusal {
            try await fixture.administrator.listGroups(.init(marker: first.marker), by: fixture.root)
        }
        #expect(error?.code == "InvalidInput")
    }

    @Test func `replaces and removes tags ignoring case, up to the quota`() async throws {
        let fixture = try await Fixture.make { $0.tagsPerEntity = 2 }
        let administrator = fixture.administrator
        try await fixture.user("alice")
        try await fixture.role("r")
        let old = [Tag(key: "Dept", value: "a"), Tag(key: "Cost", value: "1")]
        _ = try await administrator.tagUser(.init(userName: "alice", tags: old), by: fixture.root)
        _ = try await administrator.tagUser(
            .init(userName: "alice", tags: [Tag(key: "dept", value: "b")]),
            by: fixture.root
        )
        let tags = try await administrator.listUserTags(.init(userName: "alice"), by: fixture.root)
        #expect(tags.tags == [Tag(key: "Cost", value: "1"), Tag(key: "dept", value: "b")])
        let error = await refusal {
            try await administrator.tagUser(.init(userName: "alice", tags: [Tag(key: "third")]), by: fixture.root)
        }
        #expect(error?.code == "LimitExceeded")
        _ = try await administrator.untagUser(.init(userName: "alice", tagKeys: ["DEPT", "none"]), by: fixture.root)
        #expect(try await administrator.listUserTags(.init(userName: "alice"), by: fixture.root).tags.count == 1)
        _ = try await administrator.tagRole(.init(roleName: "r", tags: old), by: fixture.root)
        _ = try await administrator.untagRole(.init(roleName: "r", tagKeys: ["cost"]), by: fixture.root)
        #expect(try await administrator.listRoleTags(.init(roleName: "r"), by: fixture.root).tags == [old[0]])
    }

    @Test func `two makers of one name at once: one gets it`() async throws {
        let fixture = try await Fixture.make()
        let made = await withTaskGroup(of: Bool.self) { group in
            for index in 0..<16 {
                group.addTask { (try? await fixture.user(index.isMultiple(of: 2) ? "alice" : "ALICE")) != nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(made == 1 && fixture.snapshot.userCount == 1)
    }
}
