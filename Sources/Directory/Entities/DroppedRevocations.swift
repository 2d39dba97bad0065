package import Model

/// What is left of revocations whose records were dropped: enough to refuse their sessions without knowing their names.
///
/// A record is dropped when its session is long past its end. Where the clock stood ahead at that moment and was set
/// right later, the session is not past its end at all. So each drop leaves the end of the last session among those
/// that it dropped: a session that ends no later, and that began before the drop, is refused, because nobody can tell
/// any more whether it was ended. While the clock is right, that is nothing but sessions that are past their end.
package struct DroppedRevocations: Hashable, Sendable {
    private struct Drop: Hashable, Sendable {
        var number: UInt64
        var until: Timestamp
    }

    /// How many drops there were: a session keeps the number that it began under.
    package private(set) var count: UInt64 = 0
    /// In order, each with an earlier end than the one before it: those that a later drop covers are left out.
    private var drops: [Drop] = []

    /// One for each time that the clock was far ahead, and one more.
    private static let dropsMax = 8

    package init() {}

    /// Notes that revocations are dropped, of which the last session ends at a moment.
    package mutating func drop(until end: Timestamp) {
        count &+= 1
        while let last = drops.last, last.until <= end { drops.removeLast() }
        drops.append(Drop(number: count, until: end))
        guard drops.count > Self.dropsMax else { return }
        // The last two become one that covers both, and what began between them.
        drops.removeLast()
        drops[drops.count - 1].number = count
    }

    /// Whether a session could be one whose revocation was dropped.
    ///
    /// - Parameters:
    ///   - end: When the session ends by itself.
    ///   - number: The `count` that it began under.
    /// - Returns: `false` where it was certainly not ended by one.
    package func mayHide(sessionUntil end: Timestamp, begunUnder number: UInt64) -> Bool {
        for drop in drops where drop.number > number && end <= drop.until { return true }
        return false
    }

    // MARK: In the account's record

    init(count: UInt64) {
        self.count = count
    }

    mutating func read(_ reader: inout RecordReader) throws(RecordError) {
        var drop = Drop(number: 0, until: Timestamp(microseconds: 0))
        while let field = reader.field() {
            switch field {
            case 1: drop.number = try reader.number()
            case 2: drop.until = try reader.time()
            default: throw .unknownField(field)
            }
        }
        drops.append(drop)
    }

    func write(drops field: UInt8, to writer: inout RecordWriter) {
        for drop in drops {
            writer.nested(field) {
                $0.number(1, drop.number)
                $0.time(2, drop.until)
            }
        }
    }
}
