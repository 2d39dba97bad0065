internal import FoundationEssentials

/// Moments as they are shown: ISO 8601 in UTC, to the second.
enum Moment {
    /// Of seconds since 1970.
    static func text(_ seconds: Int64) -> String {
        // Years 1 to 9999; outside of them there is no agreed way to write a date.
        guard (-62_135_596_800...253_402_300_799).contains(seconds) else { return "\(seconds)" }
        return Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
    }
}
