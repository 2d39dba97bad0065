import Model
import Synchronization

/// The clocks of a machine, which only a test moves.
final class HandWoundClock: Sendable {
    static let start = Timestamp(seconds: 1_800_000_000)
    private let moments = Mutex((now: HandWoundClock.start, uptime: Duration.zero))

    var now: Timestamp { moments.withLock { $0.now } }
    var uptime: Duration { moments.withLock { $0.uptime } }

    /// Sets the time of day so many seconds after its start; before it where they are negative.
    func set(_ seconds: Int64) { moments.withLock { $0.now = Self.start.adding(seconds: seconds) } }

    /// Lets time go by.
    func advance(seconds: Int64) {
        moments.withLock { moments in
            moments.now = moments.now.adding(seconds: seconds)
            moments.uptime += .seconds(seconds)
        }
    }
}
