package import Model

/// How long the machine has been up: a clock that nobody sets, and that goes on while the machine sleeps.
package typealias Uptime = @Sendable () -> Duration

/// Tells whether the time of day may be relied on for what cannot be taken back.
///
/// It may once it has kept pace with the uptime for an hour: since the watch began, or since it last jumped. So a clock
/// that is set to another year by mistake has an hour in which setting it right loses nothing.
package struct ClockWatch: Hashable, Sendable {
    /// How long the clock must have been steady.
    package static let trialSeconds: Int64 = 3_600
    /// Moving away by more than this from where it stood is a jump; what keeps clocks right moves them by far less.
    package static let driftSecondsMax: Int64 = 300

    /// The time of day that was when the machine's uptime began, as both clocks say it.
    private let origin: Duration
    private let trialEnd: Duration

    /// Begins the hour.
    package init(_ now: Timestamp, uptime: Duration) {
        origin = .microseconds(now.microseconds) - uptime
        trialEnd = uptime + .seconds(Self.trialSeconds)
    }

    /// Holds the clocks against each other; after a jump the hour begins anew.
    ///
    /// What is compared with is the beginning of the hour and not the last look: a clock that is moved in small steps
    /// has jumped too when they come to more than `driftSecondsMax`.
    ///
    /// - Returns: How far the clock has moved, in seconds, back where it is negative; `nil` where it kept pace.
    package mutating func look(_ now: Timestamp, uptime: Duration) -> Int64? {
        let drift = .microseconds(now.microseconds) - uptime - origin
        let most = Duration.seconds(Self.driftSecondsMax)
        guard drift > most || drift < .zero - most else { return nil }
        self = ClockWatch(now, uptime: uptime)
        return drift.components.seconds
    }

    /// How long the clock must go on being steady, in whole seconds; 0 once it may be relied on.
    package func secondsLeft(uptime: Duration) -> Int64 {
        let left = trialEnd - uptime
        guard left > .zero else { return 0 }
        return left.components.seconds + (left.components.attoseconds > 0 ? 1 : 0)
    }
}
