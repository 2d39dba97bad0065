internal import Model

/// When users, access keys and roles were last used, until it is written down.
///
/// In memory, because a write per request would cost more than the request.
struct UseTimes: Sendable {
    private(set) var times: [UniqueID: Timestamp] = [:]
    private let countMax: Int

    /// - Parameter countMax: A use of one more is forgotten: far more than a minute brings, and what one commit holds.
    init(countMax: Int = 8_192) {
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
