package import Model
internal import Directory

extension Authenticator {
    /// Notes that a user's password, an access key or a role was used now.
    func recordUse(of id: UniqueID) { uses.record(id, at: clock()) }

    /// Writes down what was used since the last time, in as few commits as hold it.
    ///
    /// - Throws: `ServiceUnavailable`; then the times are kept for the next attempt.
    package func flushLastUsed() async throws(Refusal) {
        var rest = Array(uses.takeAll())[...]
        do throws(Refusal) {
            while !rest.isEmpty {
                let times = Array(rest.prefix(Self.usesPerCommitMax))
                _ = try await directory.write { (transaction: inout Transaction) throws(Refusal) in
                    for (id, usedAt) in times where transaction.snapshot.holds(id) {
                        if let known = transaction.snapshot.lastUsed(id: id), known.usedAt >= usedAt { continue }
                        var record = LastUsedRecord(id: id)
                        record.usedAt = usedAt
                        transaction.put(record)
                    }
                }
                rest = rest.dropFirst(times.count)
            }
        } catch {
            for (id, usedAt) in rest { uses.record(id, at: usedAt) }
            throw error
        }
    }

    /// Half of what a commit holds.
    static let usesPerCommitMax = 8_192
}

extension Snapshot {
    /// Whether an id is that of a user, a key or a role that is still there.
    fileprivate func holds(_ id: UniqueID) -> Bool {
        user(id: id) != nil || accessKey(id: id) != nil || role(id: id) != nil
    }
}
