internal import Directory
internal import Model

/// The failures of users and peers, in memory; a value that the Authenticator holds.
///
/// What is not in memory is read from the snapshot, so that back-offs outlast a restart.
struct LoginThrottle: Sendable {
    private struct Count: Sendable {
        /// In a row; attempts under way are among them.
        var failures: UInt32 = 0
        var lastFailure = Timestamp(microseconds: .min)
        var blockedUntil = Timestamp(microseconds: .min)
    }

    private let settings: ThrottleSettings
    private let countsMax: Int
    private var counts: [ThrottleSubject: Count] = [:]

    init(settings: ThrottleSettings, countsMax: Int = ThrottleSettings.entriesMax) {
        self.settings = settings
        self.countsMax = max(1, countsMax)
    }

    /// Refuses while a subject is blocked.
    mutating func admit(_ subject: ThrottleSubject, at now: Timestamp, in snapshot: Snapshot) throws(Refusal) {
        let count = count(of: subject, at: now, in: snapshot)
        guard count.blockedUntil <= now else {
            let microseconds = count.blockedUntil.microseconds - now.microseconds
            throw .throttling("too many failures; try again in \((microseconds + 999_999) / 1_000_000) s")
        }
    }

    /// Refuses while a subject is blocked, else counts the attempt as a failure before anything is looked at.
    ///
    /// So attempts that run side by side are as many as attempts one after the other. What turns out right is taken
    /// back by `succeed`, what was never looked at by `release`.
    mutating func claim(_ subject: ThrottleSubject, at now: Timestamp, in snapshot: Snapshot) throws(Refusal) {
        try admit(subject, at: now, in: snapshot)
        fail(subject, at: now, in: snapshot)
    }

    /// Counts a failure.
    mutating func fail(_ subject: ThrottleSubject, at now: Timestamp, in snapshot: Snapshot) {
        var count = count(of: subject, at: now, in: snapshot)
        count.failures = min(count.failures, .max - 1) + 1
        count.lastFailure = now
        let wait = settings.waitSeconds(failures: count.failures, free: free(subject))
        count.blockedUntil = wait > 0 ? now.adding(seconds: wait) : Timestamp(microseconds: .min)
        makeRoom(for: subject)
        counts[subject] = count
    }

    /// Takes back the claim of an attempt that was not looked at.
    mutating func release(_ subject: ThrottleSubject) {
        guard var count = counts[subject], count.failures > 0 else { return }
        count.failures -= 1
        // A claim is made only while nothing blocks: what blocks now is this claim's.
        count.blockedUntil = Timestamp(microseconds: .min)
        counts[subject] = count
    }

    /// Forgets the failures of a subject that proved itself.
    mutating func succeed(_ subject: ThrottleSubject) {
        // Not removed: a record in the snapshot would speak up until it is deleted.
        guard counts[subject] != nil else { return }
        counts[subject] = Count()
    }

    /// What is to be stored of a subject: only where it has to wait, so that a step of the back-off is one write.
    func record(of subject: ThrottleSubject, at now: Timestamp) -> ThrottleRecord? {
        guard let count = counts[subject], count.blockedUntil > now else { return nil }
        var record = ThrottleRecord()
        record.subject = subject.text
        record.failures = count.failures
        record.lastFailure = count.lastFailure
        record.blockedUntil = count.blockedUntil
        return record
    }

    private func free(_ subject: ThrottleSubject) -> UInt32 {
        subject.isPeerWide ? settings.peerFreeFailures : settings.freeFailures
    }

    private mutating func count(of subject: ThrottleSubject, at now: Timestamp, in snapshot: Snapshot) -> Count {
        var count = Count()
        if let known = counts[subject] {
            count = known
        } else if let record = snapshot.throttle(subject: subject.text) {
            count.failures = record.failures
            count.lastFailure = record.lastFailure
            count.blockedUntil = record.blockedUntil
        }
        if count.lastFailure > now {
            // The clock was set back: the step begins anew, and is no longer than it was.
            count.lastFailure = now
            let wait = settings.waitSeconds(failures: count.failures, free: free(subject))
            count.blockedUntil = min(count.blockedUntil, now.adding(seconds: wait))
            makeRoom(for: subject)
            counts[subject] = count
        }
        let isForgotten = count.lastFailure.adding(seconds: settings.forgetSeconds) <= now && count.blockedUntil <= now
        return isForgotten ? Count() : count
    }

    /// Lets the oldest quarter go where memory is full; those that wait are in the store, and are read from there.
    private mutating func makeRoom(for subject: ThrottleSubject) {
        guard counts.count >= countsMax, counts[subject] == nil else { return }
        let oldestFirst = counts.sorted { $0.value.lastFailure < $1.value.lastFailure }
        for (subject, _) in oldestFirst.prefix(max(1, countsMax / 4)) { counts[subject] = nil }
    }
}
