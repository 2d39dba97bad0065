internal import Dispatch
internal import Glibc
internal import Model
internal import Synchronization

/// The threads of a `PasswordPool` and what they share.
///
/// Apart from the pool, so that a running thread does not keep the pool alive.
final class PasswordPoolWorkers: Sendable {
    private struct State: Sendable {
        var queue: PasswordPoolQueue
        var running = 0
        var whenEnded: [@Sendable () -> Void] = []
    }

    /// How much nicer than the rest of the process the threads are (setpriority(2)); on Linux a thread has its own.
    static let niceness: Int32 = 10
    /// `SCHED_BATCH` of <linux/sched.h>, which Swift's Glibc module does not show.
    static let batchPolicy: Int32 = 3

    private let state: Mutex<State>
    private let decoyHash = Mutex<PasswordHash?>(nil)
    private let lastID = Atomic<UInt64>(0)
    /// Signalled once per job, and once per thread at the close.
    private let wakeUps = DispatchSemaphore(value: 0)
    private let parameters: PasswordHash.Parameters

    init(queueMax: Int, parameters: PasswordHash.Parameters) {
        self.state = Mutex(State(queue: PasswordPoolQueue(countMax: queueMax)))
        self.parameters = parameters
    }

    func nextID() -> UInt64 { lastID.wrappingAdd(1, ordering: .relaxed).newValue }

    /// Made once, before the first job.
    func decoy() throws(SecretsError) -> PasswordHash {
        try decoyHash.withLock { (made) throws(SecretsError) -> PasswordHash in
            if let made { return made }
            let decoy = try PasswordHash.decoy(parameters: parameters)
            made = decoy
            return decoy
        }
    }

    /// Lets a job wait for a thread; called in the task that waits for it.
    func enqueue(_ job: PasswordPoolJob) {
        let refusal = state.withLock { state -> Refusal? in
            // Under the lock: a task that was cancelled before this found no job to take out, and one that is
            // cancelled after it finds the job.
            if Task.isCancelled { return Self.cancelled }
            guard state.running > 0 || state.queue.isClosed else {
                return .unavailable("the system gives no thread to check passwords on")
            }
            return state.queue.append(job)
        }
        if let refusal { job.refuse(refusal) } else { wakeUps.signal() }
    }

    private static let cancelled = Refusal(.cancelled, code: "RequestCancelled", "the caller no longer waits")

    /// Takes a job out of the queue, if it still waits there.
    func cancel(_ id: UInt64) {
        let job = state.withLock { $0.queue.remove(id: id) }
        job?.refuse(Self.cancelled)
    }

    func close() {
        let running = state.withLock { state in
            if state.queue.isClosed { return 0 }
            state.queue.close()
            return state.running
        }
        for _ in 0..<running { wakeUps.signal() }
    }

    func whenEnded(_ body: @escaping @Sendable () -> Void) {
        let hasEnded = state.withLock { state in
            if state.running > 0 { state.whenEnded.append(body) }
            return state.running == 0
        }
        if hasEnded { body() }
    }

    func start(threads: Int) {
        for _ in 0..<max(1, threads) {
            state.withLock { $0.running += 1 }
            if !startThread() { state.withLock { $0.running -= 1 } }
        }
    }

    private func startThread() -> Bool {
        let context = unsafe Unmanaged.passRetained(self)
        var thread = pthread_t()
        // SAFETY: the retained reference is handed to exactly one thread, which releases it; where none starts, it is
        // released here. `thread` is only written.
        let outcome = unsafe pthread_create(
            &thread,
            nil,
            { context in
                guard let context = unsafe context else { return nil }
                unsafe Unmanaged<PasswordPoolWorkers>.fromOpaque(context).takeRetainedValue().work()
                return nil
            },
            context.toOpaque()
        )
        guard outcome == 0 else {
            unsafe context.release()
            return false
        }
        pthread_detach(thread)
        return true
    }

    /// Makes the calling thread give way to the threads that decide requests.
    ///
    /// On Linux both calls are about the thread and not the process, and neither needs a privilege. A batch thread does
    /// not push another off its core when it wakes (sched(7)).
    private static func giveWay() {
        let thisThread = Int32(PRIO_PROCESS.rawValue)
        _ = setpriority(thisThread, 0, min(19, getpriority(thisThread, 0) + niceness))
        var none = sched_param()
        // SAFETY: `none` is a local value that the call only reads.
        _ = unsafe sched_setscheduler(0, batchPolicy, &none)
    }

    private func work() {
        Self.giveWay()
        while let job = next() {
            // Whoever comes first waits for it, whatever name was given. Not at the start, when it would take memory
            // and a core from the first decisions.
            _ = try? decoy()
            job.run()
        }
        let ended = state.withLock { state -> [@Sendable () -> Void] in
            state.running -= 1
            guard state.running == 0 else { return [] }
            defer { state.whenEnded = [] }
            return state.whenEnded
        }
        for body in ended { body() }
    }

    /// Waits for a job; `nil` once the queue is closed and empty.
    private func next() -> PasswordPoolJob? {
        while true {
            wakeUps.wait()
            let (job, isOver) = state.withLock { ($0.queue.next(), $0.queue.isClosed) }
            if let job { return job }
            if isOver { return nil }
        }
    }
}
