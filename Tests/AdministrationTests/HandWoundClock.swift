import Model
import Synchronization

/// The clocks of a machine, which only a test moves.
final class HandWoundClock: Sendable {
    private let moments: Mutex<(now: Timestamp, uptime: Duration)>

    init(_ start: Timestamp = Timestamp(seconds: 1_800_000_000)) {
        moments = Mutex((start, .seconds(1_000)))
    }

    var now: Timestamp { moments.withLock { $0.now } }
    var uptime: Duration { moments.withLock { $0.uptime } }

    /// Lets time go by.
    func advance(seconds: Int64) {
        moments.withLock { moments in
            moments.now = moments.now.adding(seconds: seconds)
            moments.uptime += .seconds(seconds)
        }
    }

    /// Sets the time of day, back where it is negative.
    func jump(seconds: Int64) { moments.withLock { $0.now = $0.now.adding(seconds: seconds) } }
}
