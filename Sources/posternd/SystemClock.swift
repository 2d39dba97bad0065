import CPosix
import Glibc
import Model

/// The one place that reads the time of day.
enum SystemClock {
    static let clock: Clock = { now() }

    static func now() -> Timestamp {
        var moment = timespec()
        // SAFETY: a local value that the call fills.
        unsafe clock_gettime(CLOCK_REALTIME, &moment)
        return Timestamp(microseconds: Int64(moment.tv_sec) * 1_000_000 + Int64(moment.tv_nsec) / 1_000)
    }
}
