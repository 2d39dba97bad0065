internal import Directory
package import Model

extension Administrator {
    package func createUser(_ request: CreateUserRequest, by caller: Caller) async throws(Refusal) -> CreateUserResponse
    {
        let name = try EntityName(parsing: request.userName, .user)
        let tags = try TagSet(parsing: request.tags)
        let boundary = try PolicyReference.optional(request.permissionsBoundary)
        var draft = UserRecord(id: try freshID(.user))
        draft.name = name.text
        draft.path = try EntityPath(parsing: request.path).text
        draft.createdAt = clock()
        let user = draft
        let written = try await directory.write { (transaction) throws(Refusal) -> UserRecord in
            let snapshot = transaction.snapshot
            try snapshot.mustBeFree(UserRecord.self, name)
            try snapshot.mustHaveRoom(snapshot.userCount, "users", snapshot.account.quotas.users)
            var user = user
            user.tags = try tags.over([], quotas: snapshot.account.quotas)
            user.permissionsBoundary = try snapshot.wanted(boundary)?.id
            transaction.put(user)
            return user
        }
        return CreateUserResponse(user: User(written.value, in: written.snapshot))
    }

    package func getUser(_ request: GetUserRequest, by caller: Caller) async throws(Refusal) -> GetUserResponse {
        let reference = try UserReference(request.userName, orOwnOf: caller)
        let snapshot = self.snapshot
        return GetUserResponse(user: User(try snapshot.wanted(reference), in: snapshot))
    }

    package func updateUser(_ request: UpdateUserRequest, by caller: Caller) async throws(Refusal) -> UpdateUserResponse
    {
        let moved = try await move(
            UserRecord.self,
            request.userName,
            newName: request.newUserName,
            newPath: request.newPath
        )
        return UpdateUserResponse(user: User(moved.identity, in: moved.snapshot))
    }

    package func deleteUser(_ request: DeleteUserRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let name = try EntityName(parsing: request.userName, .user)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let snapshot = transaction.snapshot
            let user = try snapshot.wanted(UserRecord.self, name)
            var remains = Remains(of: user.shown)
            remains.add(user.accessKeys.count, "access key", "access keys", names: user.accessKeys.map(\.description))
            remains.add(user.mfaDevices.count, "MFA device", "MFA devices", names: user.mfaDevices)
            remains.add(snapshot.login(userID: user.id) == nil ? 0 : 1, "login profile", "login profiles")
            let groups = user.groups.compactMap { snapshot.group(id: $0)?.name }
            remains.add(user.groups.count, "group", "groups", names: groups)
            remains.addPolicies(of: user, in: snapshot)
            try remains.mustBeNone()
            transaction.delete(user)
            transaction.forgetUse(of: user.id)
            transaction.forgetFailures(ThrottleRecord.changePassword(user.id))
        }
        return Empty()
    }

    package func listUsers(_ request: ListUsersRequest, by caller: Caller) async throws(Refusal) -> ListUsersResponse {
        let prefix = try EntityPath.prefix(parsing: request.pathPrefix)
        let wanted = try pageRequest(.listUsers, request.marker, request.maxItems)
        let snapshot = self.snapshot
        let page = wanted.page(
            { after, max in snapshot.users(pathPrefix: prefix, after: after, max: max).pair },
            by: \.keyName
        )
        return ListUsersResponse(
            users: page.items.map { User($0, in: snapshot, isListed: true) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func tagUser(_ request: TagUserRequest, by caller: Caller) async throws(Refusal) -> Empty {
        try await tag(UserRecord.self, request.userName, request.tags)
    }

    package func untagUser(_ request: UntagUserRequest, by caller: Caller) async throws(Refusal) -> Empty {
        try await untag(UserRecord.self, request.userName, request.tagKeys)
    }

    package func listUserTags(
        _ request: ListUserTagsRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListUserTagsResponse {
        let wanted = try pageRequest(.listUserTags, request.marker, request.maxItems)
        let page = try tagsPage(UserRecord.self, request.userName, wanted)
        return ListUserTagsResponse(tags: page.items, isTruncated: page.isTruncated, marker: page.marker)
    }

    package func putUserPermissionsBoundary(
        _ request: PutUserPermissionsBoundaryRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await bound(UserRecord.self, request.userName, by: request.permissionsBoundary)
    }

    package func deleteUserPermissionsBoundary(
        _ request: DeleteUserPermissionsBoundaryRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        try await bound(UserRecord.self, request.userName, by: nil)
    }
}
