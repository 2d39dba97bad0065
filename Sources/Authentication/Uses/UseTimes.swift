internal import Model

/// The last use of each of a bounded number of passwords, access keys and roles.
struct UseTimes: Sendable {
    private(set) var times: [UniqueID: Timestamp] = [:]
    private let countMax: Int

    /// - Parameter countMax: A use of one more is forgotten; another minute's may find room.
    init(countMax: Int = Limits.usesMax) {
        self.countMax = countMax
    }

    mutating func record(_ id: UniqueID, at moment: Timestamp) {
        if let known = times[id] {
            times[id] = max(known, moment)
        } else if times.count < countMax {
            times[id] = moment
        }
    }

    mutating func takeAll() -> [UniqueID: Timestamp] {
        defer { times = [:] }
        return times
    }
}
