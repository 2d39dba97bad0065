import Administration
import CPosix
import Glibc
import Model

/// The one place that reads the machine's clocks.
enum SystemClock {
    static let clock: Clock = { now() }

    static func now() -> Timestamp {
        var moment = timespec()
        // SAFETY: a local value that the call fills.
        unsafe clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(microseconds: Int64(moment.tv_sec) * 1_000_000 + Int64(moment.tv_nsec) / 1_000)
    }

    /// Not CLOCK_MONOTONIC, which stands still while the machine sleeps, so that the time of day would seem to jump.
    static let uptime: Uptime = {
        var moment = timespec()
        // SAFETY: a local value that the call fills.
        unsafe clock_gettime(CLOCK_BOOTTIME, &moment)
        return .seconds(moment.tv_sec) + .nanoseconds(moment.tv_nsec)
    }
}
