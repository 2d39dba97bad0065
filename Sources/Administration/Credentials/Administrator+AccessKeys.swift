internal import Directory
package import Model

extension Administrator {
    package func createAccessKey(
        _ request: CreateAccessKeyRequest,
        by caller: Caller
    ) async throws(Refusal) -> CreateAccessKeyResponse {
        let reference = try UserReference(request.userName, orOwnOf: caller)
        let new = try NewAccessKey(at: clock(), keys: keys)
        let written = try await directory.write { (transaction) throws(Refusal) -> UserRecord in
            var user = try transaction.snapshot.wanted(reference)
            let quota = transaction.snapshot.account.quotas.accessKeysPerUser
            try user.mustHaveRoom(user.accessKeys.count, "access keys", quota)
            let key = new.record(of: user)
            user.accessKeys.append(key.id)
            transaction.put(key)
            transaction.put(user)
            return user
        }
        return CreateAccessKeyResponse(accessKey: new.shown(of: written.value))
    }

    /// Switches a key on or off.
    ///
    /// Switching on a key that a rotation has switched off ends the rotation's plans for it.
    package func updateAccessKey(_ request: UpdateAccessKeyRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let reference = try UserReference(request.userName, orOwnOf: caller)
        let wanted = try AccessKeyID(parsing: request.accessKeyID)
        let isActive: Bool
        switch request.status {
        case .active: isActive = true
        case .inactive: isActive = false
        case .unspecified: throw .validation("no status is given: it must be `Active` or `Inactive`")
        }
        let now = clock()
        _ = try await directory.write { (transaction) throws(Refusal) in
            let user = try transaction.snapshot.wanted(reference)
            var key = try transaction.snapshot.wanted(wanted, of: user)
            if isActive {
                if !key.works(at: now) { key.endRotation() }
                key.isActive = true
            } else {
                key.switchOff()
            }
            transaction.put(key)
        }
        return Empty()
    }

    /// Deletes a key, and with it the sessions that it began.
    ///
    /// A key that it was to replace keeps its schedule: an administrator who wants the old key back says so.
    package func deleteAccessKey(_ request: DeleteAccessKeyRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let reference = try UserReference(request.userName, orOwnOf: caller)
        let wanted = try AccessKeyID(parsing: request.accessKeyID)
        _ = try await directory.write { (transaction) throws(Refusal) in
            var user = try transaction.snapshot.wanted(reference)
            transaction.delete(try transaction.snapshot.wanted(wanted, of: user), of: &user)
            transaction.put(user)
        }
        return Empty()
    }

    package func listAccessKeys(
        _ request: ListAccessKeysRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListAccessKeysResponse {
        let wanted = try pageRequest(.listAccessKeys, request.marker, request.maxItems)
        let now = clock()
        let snapshot = self.snapshot
        let user = try snapshot.wanted(UserReference(request.userName, orOwnOf: caller))
        let page = wanted.page(of: snapshot.accessKeys(of: user), by: \.id.description)
        return ListAccessKeysResponse(
            accessKeyMetadata: page.items.map { AccessKeyMetadata($0, of: user, at: now) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }

    package func getAccessKeyLastUsed(
        _ request: GetAccessKeyLastUsedRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetAccessKeyLastUsedResponse {
        let wanted = try AccessKeyID(parsing: request.accessKeyID)
        let snapshot = self.snapshot
        guard let key = snapshot.accessKey(id: wanted.id), let user = snapshot.user(id: key.userID) else {
            throw .noSuchEntity("there is no access key \(wanted.id.shown)")
        }
        return GetAccessKeyLastUsedResponse(userName: user.name, lastUsedDate: snapshot.lastUsedSeconds(key.id))
    }
}

extension AccessKeyRecord {
    /// Switches the key off for good: only an administrator switches it on again, no clock.
    mutating func switchOff() {
        isActive = false
        deactivatesAt = nil
    }

    /// Drops what a rotation planned for the key.
    mutating func endRotation() {
        deactivatesAt = nil
        deletesAt = nil
        replacedBy = nil
    }
}

extension Transaction {
    /// Deletes a key; the user, without it, is the caller's to put.
    mutating func delete(_ key: AccessKeyRecord, of user: inout UserRecord) {
        user.accessKeys.removeAll { $0 == key.id }
        delete(key)
        forgetUse(of: key.id)
    }
}
