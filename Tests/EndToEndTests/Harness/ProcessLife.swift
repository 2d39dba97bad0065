import Glibc
import Synchronization

/// Whether a child still runs, and how it ended.
final class ProcessLife: Sendable {
    /// How a process ended.
    enum Ending: Hashable, Sendable {
        case exit(Int32)
        case signal(Int32)
    }

    private enum State {
        case runs(waiters: [CheckedContinuation<Ending, Never>])
        case ended(Ending)
    }

    let pid: pid_t
    private let state = Mutex(State.runs(waiters: []))

    init(pid: pid_t) {
        self.pid = pid
    }

    /// Sends a signal, unless the process has ended: its number may be another's by now.
    func send(_ signal: Int32) {
        state.withLock { state in
            if case .runs = state { _ = kill(pid, signal) }
        }
    }

    /// Suspends until the process has ended.
    func ending() async -> Ending {
        await withCheckedContinuation { continuation in
            let ended: Ending? = state.withLock { state in
                switch state {
                case .runs(let waiters):
                    state = .runs(waiters: waiters + [continuation])
                    return nil
                case .ended(let ending): return ending
                }
            }
            if let ended { continuation.resume(returning: ended) }
        }
    }

    /// Blocks until the process has ended, and lets its number go.
    func reap() {
        var facts = unsafe siginfo_t()
        // WNOWAIT leaves the number in use until the state says that the process is gone.
        // SAFETY: local values that the calls fill.
        while unsafe waitid(P_PID, id_t(pid), &facts, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let (ending, waiters) = state.withLock { state -> (Ending, [CheckedContinuation<Ending, Never>]) in
            var status: Int32 = 0
            unsafe waitpid(pid, &status, 0)
            // wait(2): the exit code is in the second byte, a signal in the lowest seven bits.
            let ending: Ending = status & 0x7F == 0 ? .exit(status >> 8 & 0xFF) : .signal(status & 0x7F)
            guard case .runs(let waiters) = state else { return (ending, []) }
            state = .ended(ending)
            return (ending, waiters)
        }
        for waiter in waiters { waiter.resume(returning: ending) }
    }
}
