internal import Model

/// One piece of work that waits for a thread of the pool; exactly one of its closures is called, once.
struct PasswordPoolJob: Sendable {
    let id: UInt64
    /// Whose turn it takes.
    let lane: UInt32
    let run: @Sendable () -> Void
    let refuse: @Sendable (Refusal) -> Void
}

/// What waits for the pool's threads, in order; a value, guarded by the one who holds it.
struct PasswordPoolQueue: Sendable {
    private var jobs: [PasswordPoolJob] = []
    private var lastLane: UInt32?
    private let countMax: Int
    private(set) var isClosed = false

    init(countMax: Int) {
        self.countMax = max(1, countMax)
    }

    var isEmpty: Bool { jobs.isEmpty }

    /// No more is taken in; what waits is still handed out.
    mutating func close() { isClosed = true }

    /// - Returns: Why the job may not wait; `nil` where it does.
    mutating func append(_ job: PasswordPoolJob) -> Refusal? {
        guard !isClosed else { return .unavailable("the daemon is stopping") }
        // One lane's share is half, so that a flood by one peer leaves room for the others.
        let laneMax = max(1, countMax / 2)
        guard jobs.count < countMax, jobs.count(where: { $0.lane == job.lane }) < laneMax else {
            return .throttling("too many passwords wait to be checked; try again in a few seconds")
        }
        jobs.append(job)
        return nil
    }

    /// The oldest job of another lane than the last one's, else the oldest.
    mutating func next() -> PasswordPoolJob? {
        guard !jobs.isEmpty else { return nil }
        let index = jobs.firstIndex { $0.lane != lastLane } ?? 0
        lastLane = jobs[index].lane
        return jobs.remove(at: index)
    }

    mutating func remove(id: UInt64) -> PasswordPoolJob? {
        guard let index = jobs.firstIndex(where: { $0.id == id }) else { return nil }
        return jobs.remove(at: index)
    }
}
