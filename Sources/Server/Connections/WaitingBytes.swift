import Model
import Synchronization

/// How many bytes wait in the daemon for its clients, in all and by uid; shared by all loops.
final class WaitingBytes: Sendable {
    private struct Counts {
        var all = 0
        var byUID: [UInt32: Int] = [:]
    }

    private let perUIDMax: Int
    private let allMax: Int
    private let counts = Mutex(Counts())

    init(perUIDMax: Int = Limits.waitingBytesPerUID, allMax: Int = Limits.waitingBytesInAll) {
        self.perUIDMax = perUIDMax
        self.allMax = allMax
    }

    /// Counts more bytes in, all or none of them; to be counted out with `remove`.
    func add(_ bytes: Int, uid: UInt32) throws(Refusal) {
        let refusal: Refusal? = counts.withLock { counts in
            let own = counts.byUID[uid, default: 0]
            guard own + bytes <= perUIDMax else {
                return .throttling(
                    "uid \(uid) has \(own) bytes of frames, calls and replies waiting here and this is \(bytes) more, "
                        + "\(perUIDMax) are allowed; wait for replies and read them, then try again"
                )
            }
            guard counts.all + bytes <= allMax else {
                return .throttling(
                    "the daemon has \(counts.all) bytes of frames, calls and replies waiting and this is \(bytes) more, "
                        + "\(allMax) are allowed; try again later"
                )
            }
            counts.all += bytes
            counts.byUID[uid] = own + bytes
            return nil
        }
        if let refusal { throw refusal }
    }

    func remove(_ bytes: Int, uid: UInt32) {
        counts.withLock { counts in
            guard let own = counts.byUID[uid] else { return }
            counts.all -= bytes
            counts.byUID[uid] = own > bytes ? own - bytes : nil
        }
    }

    /// What waits now, of one uid.
    func count(uid: UInt32) -> Int { counts.withLock { $0.byUID[uid, default: 0] } }
    /// What waits now, of all.
    var count: Int { counts.withLock { $0.all } }
}
