internal import Directory
package import Model

extension Administrator {
    /// Replaces a key: the new one is made, and the old one scheduled to be switched off, in one commit.
    ///
    /// Dates are absolute, and a key that was switched off stays so, whatever the clock does. A call that is repeated
    /// with its idempotency token gets the key that the first one made, also where its reply was lost in a crash.
    package func rotateAccessKey(
        _ request: RotateAccessKeyRequest,
        by caller: Caller
    ) async throws(Refusal) -> RotateAccessKeyResponse {
        let reference = try UserReference(request.userName, orOwnOf: caller)
        let plan = try RotationPlan(request, keys: keys)
        let now = clock()
        let new = try NewAccessKey(at: now, keys: keys)
        let written = try await directory.write { (transaction) throws(Refusal) -> Rotated in
            var user = try transaction.snapshot.wanted(reference)
            let present = transaction.snapshot.accessKeys(of: user)
            if let made = try plan.token?.keyMadeBefore(among: present, at: now) {
                return .before(made, replaced: present.first { $0.replacedBy == made.id }, user)
            }
            let old = try plan.oldKey(among: present, of: user, at: now)
            guard old.deactivatesAt == nil else {
                throw .invalidInput("access key \(old.id.shown) is in a rotation already: cancel that first")
            }
            let quota = transaction.snapshot.account.quotas.accessKeysPerUser
            if present.count >= quota {
                let retired = try plan.retired(among: present, of: user, quota: quota, at: now)
                transaction.delete(retired, of: &user)
            }
            var key = new.record(of: user)
            key.rotatedAt = now
            key.rotationTokenDigest = plan.token?.digest ?? []
            let replaced = plan.schedule(old, replacedBy: key.id, at: now)
            user.accessKeys.append(key.id)
            transaction.put(key)
            transaction.put(replaced)
            transaction.put(user)
            return .now(replaced: replaced, user)
        }
        switch written.value {
        case .now(let replaced, let user):
            return RotateAccessKeyResponse(
                accessKey: new.shown(of: user),
                previous: AccessKeyMetadata(replaced, of: user, at: now)
            )
        case .before(let made, let replaced, let user):
            return RotateAccessKeyResponse(
                accessKey: AccessKey(made, of: user, secret: try made.openedSecret(keys: keys), at: now),
                previous: replaced.map { AccessKeyMetadata($0, of: user, at: now) }
            )
        }
    }

    /// Calls a rotation off before the old key is switched off; it stays active, and the new one stays too.
    package func cancelRotation(_ request: CancelRotationRequest, by caller: Caller) async throws(Refusal) -> Empty {
        let reference = try UserReference(request.userName, orOwnOf: caller)
        let wanted = try AccessKeyID(parsing: request.accessKeyID)
        let now = clock()
        _ = try await directory.write { (transaction) throws(Refusal) in
            let user = try transaction.snapshot.wanted(reference)
            var key = try transaction.snapshot.wanted(wanted, of: user)
            guard key.replacedBy != nil || key.isScheduled else {
                throw .invalidInput("access key \(key.id.shown) is in no rotation")
            }
            guard key.works(at: now) else {
                throw .invalidInput("access key \(key.id.shown) is switched off already: set it active to keep it")
            }
            key.endRotation()
            transaction.put(key)
        }
        return Empty()
    }
}

/// What a call for a rotation came to.
private enum Rotated: Sendable {
    case now(replaced: AccessKeyRecord, UserRecord)
    /// An earlier call with the same token had made the key; the old one may be gone since.
    case before(AccessKeyRecord, replaced: AccessKeyRecord?, UserRecord)
}

extension RotationPlan {
    /// The inactive key that gives way to the new one.
    ///
    /// - Throws: `LimitExceeded` that names the keys and says which may be retired, unless one was asked to give way.
    fileprivate func retired(
        among present: [AccessKeyRecord],
        of user: UserRecord,
        quota: Int,
        at now: Timestamp
    ) throws(Refusal) -> AccessKeyRecord {
        let inactive = present.filter { !$0.works(at: now) }
        if replacesInactive, let oldest = inactive.first { return oldest }
        let keys = present.map { "\($0.id.shown) (\($0.works(at: now) ? "active" : "inactive"))" }
        let advice =
            if let oldest = inactive.first {
                "delete \(oldest.id.shown), or ask for the inactive one to be replaced"
            } else {
                "delete one, or switch off one that nobody uses"
            }
        throw .limitExceeded(
            "\(user.shown) has \(keys.joined(separator: " and ")), and the quota is \(quota): \(advice)"
        )
    }
}
