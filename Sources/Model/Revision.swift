/// The number of a commit to the account's store; it only grows.
///
/// Every write is answered with the revision at which it became durable and visible, and any read may ask
/// for a state that is at least as new as a revision.
public struct Revision: RawRepresentable, Comparable, Hashable, Sendable {
    /// Zero before the first commit.
    public let rawValue: UInt64

    /// The revision of this number.
    public init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    /// The state before anything was written.
    public static let zero = Revision(rawValue: 0)

    /// The revision of the commit after this one.
    public var next: Revision { Revision(rawValue: rawValue + 1) }

    /// Whether the left one is the older.
    public static func < (left: Revision, right: Revision) -> Bool { left.rawValue < right.rawValue }
}
