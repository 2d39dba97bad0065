/// A moment, in microseconds since 1970-01-01T00:00:00Z.
///
/// Rooms that decide take the moment as a parameter; only the composition root reads a clock.
public struct Timestamp: Comparable, Hashable, Sendable {
    /// May be negative: before 1970.
    public var microseconds: Int64

    /// A moment, counted in microseconds since 1970.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// - Parameter seconds: Whole seconds since 1970; a value that does not fit is clamped.
    public init(seconds: Int64) {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000)
        self.microseconds = overflow ? (seconds < 0 ? .min : .max) : product
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 {
        let quotient = microseconds / 1_000_000
        return microseconds % 1_000_000 < 0 ? quotient - 1 : quotient
    }

    /// Whether the left moment is the earlier one.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// The moment `seconds` later; earlier where `seconds` is negative.
    ///
    /// Clamped, never wrapped.
    public func adding(seconds: Int64) -> Timestamp {
        let (sum, overflow) = microseconds.addingReportingOverflow(Timestamp(seconds: seconds).microseconds)
        return Timestamp(microseconds: overflow ? (seconds < 0 ? .min : .max) : sum)
    }
}

/// Where a room gets the moment from: the system's clock in the daemon, a hand-wound one in tests.
public typealias Clock = @Sendable () -> Timestamp
