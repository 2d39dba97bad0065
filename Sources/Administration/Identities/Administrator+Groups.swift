internal import Directory
package import Model

extension Administrator {
    package func createGroup(
        _ request: CreateGroupRequest,
        by caller: Caller
    ) async throws(Refusal) -> CreateGroupResponse {
        let name = try EntityName(parsing: request.groupName, .group)
        var draft = GroupRecord(id: try freshID(.group))
        draft.name = name.text
        draft.path = try EntityPath(parsing: request.path).text
        draft.createdAt = clock()
        let group = draft
        let written = try await directory.write { (transaction) throws(Refusal) in
            let snapshot = transaction.snapshot
            try snapshot.mustBeFree(GroupRecord.self, name)
            try snapshot.mustHaveRoom(snapshot.groupCount, "groups", snapshot.account.quotas.groups)
            transaction.put(group)
        }
        return CreateGroupResponse(group: Group(group, in: written.snapshot))
    }

    package func getGroup(_ request: GetGroupRequest, by caller: Caller) async throws(Refusal) -> GetGroupResponse {
        let wanted = try pageRequest(.getGroup, request.marker, request.maxItems)
        let snapshot = self.snapshot
        let group = try snapshot.wanted(GroupRecord.self, EntityName(parsing: request.groupName, .group))
        let page = wanted.page(
            { after, max in snapshot.members(of: group.id, after: after, max: max).pair },
            by: \.keyName
        )
        return GetGroupResponse(
            group: Group(group, in: snapshot),
            users: page.items.map { User($0, in: snapshot, isListed: true) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func updateGroup(
        _ request: UpdateGroupRequest,
        by caller: Caller
    ) async throws(Refusal) -> UpdateGroupResponse {
        let moved = try await move(
            GroupRecord.self,
            request.groupName,
            newName: request.newGroupName,
            newPath: request.newPath
        )
        return UpdateGroupResponse(group: Group(moved.identity, in: moved.snapshot))
    }

    package func deleteGroup(_ request: DeleteGroupRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: request.groupName, .group)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let snapshot = transaction.snapshot
            let group = try snapshot.wanted(GroupRecord.self, name)
            var remains = Remains(of: group.shown)
            let members = snapshot.members(of: group.id, after: nil, max: Remains.namesMax + 1).items
            remains.add(snapshot.memberCount(of: group.id), "member", "members", names: members.map(\.name))
            remains.addPolicies(of: group, in: snapshot)
            try remains.mustBeNone()
            transaction.delete(group)
        }
        return Empty()
    }

    package func listGroups(_ request: ListGroupsRequest, by caller: Caller) async throws(Refusal) -> ListGroupsResponse
    {
        let prefix = try EntityPath.prefix(parsing: request.pathPrefix)
        let wanted = try pageRequest(.listGroups, request.marker, request.maxItems)
        let snapshot = self.snapshot
        let page = wanted.page(
            { after, max in snapshot.groups(pathPrefix: prefix, after: after, max: max).pair },
            by: \.keyName
        )
        return ListGroupsResponse(
            groups: page.items.map { Group($0, in: snapshot) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func addUserToGroup(_ request: AddUserToGroupRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let groupName = try EntityName(parsing: request.groupName, .group)
        let userName = try EntityName(parsing: request.userName, .user)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let snapshot = transaction.snapshot
            let group = try snapshot.wanted(GroupRecord.self, groupName)
            var user = try snapshot.wanted(UserRecord.self, userName)
            guard !user.groups.contains(group.id) else { return }
            try user.mustHaveRoom(user.groups.count, "groups", snapshot.account.quotas.groupsPerUser)
            user.groups.append(group.id)
            transaction.put(user)
        }
        return Empty()
    }

    package func removeUserFromGroup(
        _ request: RemoveUserFromGroupRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let groupName = try EntityName(parsing: request.groupName, .group)
        let userName = try EntityName(parsing: request.userName, .user)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let group = try transaction.snapshot.wanted(GroupRecord.self, groupName)
            var user = try transaction.snapshot.wanted(UserRecord.self, userName)
            guard let place = user.groups.firstIndex(of: group.id) else {
                throw .noSuchEntity("\(user.shown) is not in \(group.shown)")
            }
            user.groups.remove(at: place)
            transaction.put(user)
        }
        return Empty()
    }

    package func listGroupsForUser(
        _ request: ListGroupsForUserRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListGroupsForUserResponse {
        let wanted = try pageRequest(.listGroupsForUser, request.marker, request.maxItems)
        let snapshot = self.snapshot
        let user = try snapshot.wanted(UserRecord.self, EntityName(parsing: request.userName, .user))
        let page = wanted.page(of: user.groups.compactMap { snapshot.group(id: $0) }, by: \.keyName)
        return ListGroupsForUserResponse(
            groups: page.items.map { Group($0, in: snapshot) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }
}
