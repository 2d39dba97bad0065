import Model
import Synchronization

/// How many connections there are, in all and by uid; shared by all loops.
final class ConnectionCounts: Sendable {
    private let perUIDMax: Int
    private let allMax: Int
    private let counts = Mutex<[UInt32: Int]>([:])

    init(perUIDMax: Int = Limits.connectionsPerUID, allMax: Int = Limits.connectionsInAll) {
        self.perUIDMax = perUIDMax
        self.allMax = allMax
    }

    /// Counts a connection in, to be counted out with `leave`, or says why there is no room.
    func enter(uid: UInt32) throws(Refusal) {
        let refusal: Refusal? = counts.withLock { counts in
            // At most `allMax` uids, so that adding them up is short; and only when a connection is made.
            guard counts.values.reduce(0, +) < allMax else {
                return .limitExceeded("the daemon has its \(allMax) connections; close some, or try again later")
            }
            guard counts[uid, default: 0] < perUIDMax else {
                return .limitExceeded("uid \(uid) has its \(perUIDMax) connections; close some, or put calls on one")
            }
            counts[uid, default: 0] += 1
            return nil
        }
        if let refusal { throw refusal }
    }

    func leave(uid: UInt32) {
        counts.withLock { counts in
            guard let count = counts[uid] else { return }
            counts[uid] = count > 1 ? count - 1 : nil
        }
    }
}
