import Model
import Synchronization

/// A clock that only a test moves.
final class HandWoundClock: Sendable {
    private let moment: Mutex<Timestamp>

    init(_ start: Timestamp = Timestamp(seconds: 1_800_000_000)) {
        moment = Mutex(start)
    }

    var now: Timestamp {
        get { moment.withLock { $0 } }
        set { moment.withLock { $0 = newValue } }
    }

    func advance(seconds: Int64) { now = now.adding(seconds: seconds) }
}
