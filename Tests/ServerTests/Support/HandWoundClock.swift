import Model
import Synchronization

/// A clock that only a test moves.
final class HandWoundClock: Sendable {
    static let start = Timestamp(seconds: 1_800_000_000)
    private let moment = Mutex(HandWoundClock.start)

    var now: Timestamp { moment.withLock { $0 } }

    /// Sets it so many seconds after its start; before it where they are negative.
    func set(_ seconds: Int64) { moment.withLock { $0 = Self.start.adding(seconds: seconds) } }
}
