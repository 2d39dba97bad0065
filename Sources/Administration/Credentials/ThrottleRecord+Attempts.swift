internal import Directory
internal import Model

// How often administration lets somebody try what only the owner of a secret gets right.
extension ThrottleRecord {
    /// So many failures in a row are free of waiting.
    static let freeFailures: UInt32 = 3
    static let waitSecondsMax: Int64 = 15 * 60
    /// After so long without a failure, those before it are forgotten.
    static let forgottenAfterSeconds: Int64 = 24 * 60 * 60

    static func changePassword(_ user: UniqueID) -> String { "change-password/\(user)" }

    static func mfaDevice(_ keyName: String) -> String { "mfa-device/\(keyName)" }

    /// How long the next attempt has to wait; 0 where it need not.
    func waitSeconds(at now: Timestamp) -> Int64 {
        guard blockedUntil > now else { return 0 }
        let (left, overflow) = blockedUntil.microseconds.subtractingReportingOverflow(now.microseconds)
        // Where the clock was set back, the wait is no longer than any wait.
        guard !overflow, left <= Self.waitSecondsMax * 1_000_000 else { return Self.waitSecondsMax }
        return (left + 999_999) / 1_000_000
    }

    /// The record with one more failure: from the fourth on, each doubles the wait, which begins with 2 seconds.
    func failedAgain(at now: Timestamp) -> ThrottleRecord {
        var record = self
        let isForgotten = lastFailure.adding(seconds: Self.forgottenAfterSeconds) <= now
        record.failures = isForgotten ? 1 : min(failures, .max - 1) + 1
        record.lastFailure = now
        guard record.failures > Self.freeFailures else { return record }
        let doublings = min(record.failures - Self.freeFailures, 10)
        record.blockedUntil = now.adding(seconds: min(1 << Int64(doublings), Self.waitSecondsMax))
        return record
    }
}

extension Administrator {
    /// Counts an attempt as a failure before anything is looked at; who gets it right takes the count back.
    ///
    /// So attempts side by side are no more than attempts one after the other, also across restarts.
    func claimAttempt(_ subject: String) async throws(Refusal) {
        let now = clock()
        _ = try await directory.write { (transaction) throws(Refusal) in
            var record = ThrottleRecord()
            record.subject = subject
            if let found = transaction.snapshot.throttle(subject: subject) { record = found }
            let wait = record.waitSeconds(at: now)
            guard wait == 0 else { throw .throttling("too many wrong attempts; try again in \(wait) s") }
            transaction.put(record.failedAgain(at: now))
        }
    }
}
