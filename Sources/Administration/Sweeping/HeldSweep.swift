package import Model

/// A sweep that did nothing, because the clock has not been steady for long enough.
package struct HeldSweep: Hashable, Sendable {
    /// How far the clock had moved since the last sweep, where that is why; `nil` where the hour goes on.
    package let jumpSeconds: Int64?
    /// When the hour is over, as the clock counts now.
    package let until: Timestamp
    /// Keys that a rotation would have switched off for good or deleted.
    package let dueKeys: Int
    /// Records of sessions and failures that are past.
    package let dueRecords: Int
}
