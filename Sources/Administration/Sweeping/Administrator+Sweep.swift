internal import Directory
package import Model

extension Administrator {
    /// Does what is due: switches keys off, deletes keys, drops records of sessions and failures that are past.
    ///
    /// In commits of bounded size. What is due counts as done even before: this only clears up. Because none of it
    /// comes back, it is done only while the clock has been steady for an hour.
    ///
    /// - Returns: What was held back; `nil` where all that is due is done.
    @discardableResult
    package func sweep() async throws(Refusal) -> HeldSweep? {
        // One reading for all: the moment that was found good is the one that is acted on.
        let (now, uptime) = (clock(), self.uptime())
        let jump = watch.look(now, uptime: uptime)
        let snapshot = self.snapshot
        let keys = snapshot.scheduledKeys.filter { $0.isDue(at: now) }.map(\.id)
        let revocations = snapshot.revocations.filter { $0.goneAt <= now }.map(\.sessionID)
        let throttles = snapshot.throttles.filter { $0.goneAt <= now }.map(\.subject)
        let left = watch.secondsLeft(uptime: uptime)
        guard left == 0 else {
            return HeldSweep(
                jumpSeconds: jump,
                until: now.adding(seconds: left),
                dueKeys: keys.count,
                dueRecords: revocations.count + throttles.count
            )
        }
        for some in keys.chunks(of: Self.sweepRecordsMax) { try await settle(some, at: now) }
        for some in revocations.chunks(of: Self.sweepRecordsMax) { try await dropRevocations(some, at: now) }
        for some in throttles.chunks(of: Self.sweepRecordsMax) { try await dropThrottles(some, at: now) }
        return nil
    }

    /// When the sweep has something to do next, and may do it; `nil` for never, as things stand.
    package func nextSweep() -> Timestamp? {
        let snapshot = self.snapshot
        let due = [
            snapshot.scheduledKeys.compactMap(\.dueAt).min(),
            snapshot.revocations.lazy.map(\.goneAt).min(),
            snapshot.throttles.lazy.map(\.goneAt).min(),
        ].compactMap(\.self).min()
        let left = watch.secondsLeft(uptime: uptime())
        return left == 0 ? due : due.map { max($0, clock().adding(seconds: left)) }
    }

    private static let sweepRecordsMax = 256

    private func settle(_ ids: ArraySlice<UniqueID>, at now: Timestamp) async throws(Refusal) {
        _ = try await directory.write { (transaction) throws(Refusal) in
            // A transaction does not show what is put: what several keys change in one user comes together here.
            var users: [UniqueID: UserRecord] = [:]
            for id in ids {
                // Who cancelled, deleted or swept meanwhile was first.
                guard var key = transaction.snapshot.accessKey(id: id), key.isDue(at: now) else { continue }
                guard let date = key.deletesAt, date <= now else {
                    key.switchOff()
                    transaction.put(key)
                    continue
                }
                guard var user = users[key.userID] ?? transaction.snapshot.user(id: key.userID) else { continue }
                transaction.delete(key, of: &user)
                users[key.userID] = user
            }
            for user in users.values { transaction.put(user) }
        }
    }

    private func dropRevocations(_ sessionIDs: ArraySlice<String>, at now: Timestamp) async throws(Refusal) {
        _ = try await directory.write { (transaction) throws(Refusal) in
            var last: Timestamp?
            for id in sessionIDs {
                guard let record = transaction.snapshot.revocation(sessionID: id), record.goneAt <= now else {
                    continue
                }
                transaction.delete(record)
                last = max(last ?? record.expiration, record.expiration)
            }
            guard let last else { return }
            var account = transaction.snapshot.account
            account.droppedRevocations.drop(until: last)
            transaction.put(account)
        }
    }

    private func dropThrottles(_ subjects: ArraySlice<String>, at now: Timestamp) async throws(Refusal) {
        _ = try await directory.write { (transaction) throws(Refusal) in
            for subject in subjects {
                guard let record = transaction.snapshot.throttle(subject: subject), record.goneAt <= now else {
                    continue
                }
                transaction.delete(record)
            }
        }
    }
}

extension AccessKeyRecord {
    /// When a rotation has something to do with the key next.
    fileprivate var dueAt: Timestamp? { [isActive ? deactivatesAt : nil, deletesAt].compactMap(\.self).min() }

    fileprivate func isDue(at now: Timestamp) -> Bool { dueAt.map { $0 <= now } ?? false }
}

extension RevocationRecord {
    /// A day after the session's own end, so that a clock that is set back a little does not bring it back.
    fileprivate var goneAt: Timestamp { expiration.adding(seconds: 24 * 60 * 60) }
}

extension ThrottleRecord {
    /// When the failures are forgotten anyway.
    fileprivate var goneAt: Timestamp {
        max(blockedUntil, lastFailure.adding(seconds: Self.forgottenAfterSeconds))
    }
}

extension Array {
    fileprivate func chunks(of count: Int) -> [ArraySlice<Element>] {
        stride(from: startIndex, to: endIndex, by: count).map { self[$0..<Swift.min($0 + count, endIndex)] }
    }
}
