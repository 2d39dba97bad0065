import CPosix
import Glibc
import Logging

/// Tells systemd how the daemon stands (sd_notify(3)); where nobody listens, nobody is told.
struct Readiness: Sendable {
    let logger: Logger

    func ready() { tell("READY=1") }
    func stopping() { tell("STOPPING=1") }

    /// systemd wants the moment too (Type=notify-reload), so that it does not take an earlier READY for the answer.
    func reloading() {
        var moment = timespec()
        // SAFETY: a local value that the call fills.
        unsafe clock_gettime(CLOCK_MONOTONIC, &moment)
        tell("RELOADING=1\nMONOTONIC_USEC=\(moment.tv_sec * 1_000_000 + moment.tv_nsec / 1_000)")
    }

    private func tell(_ state: String) {
        let code = unsafe postern_notify(state)
        if code != 0 {
            logger.warning("NOTIFY_SOCKET cannot be told", metadata: ["reason": "\(SystemError.text(code))"])
        }
    }
}
