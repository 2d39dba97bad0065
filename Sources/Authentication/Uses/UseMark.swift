internal import Model
internal import Synchronization

/// When the uses of one session or peer were last noted, so that the path of every request need not note each.
final class UseMark: Sendable {
    /// Of an access key or a role.
    private let id: UniqueID
    /// The minute that the last noted use fell into.
    private let minute = Atomic<Int64>(.min)

    /// - Returns: `nil` where there is no id: a password's use is the sign-in, and root has no record.
    init?(_ id: UniqueID?) {
        guard let id else { return nil }
        self.id = id
    }

    /// Notes a use in the log, unless one in the same minute was.
    ///
    /// Two loops may both note a minute's first one: the log keeps the later of the two.
    func note(at now: Timestamp, in log: UseLog) {
        let current = now.microseconds / 60_000_000
        guard minute.load(ordering: .relaxed) != current else { return }
        minute.store(current, ordering: .relaxed)
        log.record(id, at: now)
    }
}
