import Logging
import Synchronization

/// The one level of all loggers of this process, which a reload may change.
final class LogLevel: Sendable {
    private let place: Atomic<Int>

    init(_ level: Logger.Level) {
        place = Atomic(Self.place(of: level))
    }

    var current: Logger.Level {
        get { Logger.Level.allCases[place.load(ordering: .relaxed)] }
        set { place.store(Self.place(of: newValue), ordering: .relaxed) }
    }

    private static func place(of level: Logger.Level) -> Int { Logger.Level.allCases.firstIndex(of: level) ?? 0 }
}
