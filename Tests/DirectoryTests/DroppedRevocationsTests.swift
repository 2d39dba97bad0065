import Model
import Support
import Testing

@testable import Directory

@Suite struct DroppedRevocationsTests {
    private static func time(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

    /// A session whose revocation was dropped, and its neighbours in time.
    @Test(
        arguments: [
            (end: 99, began: 0, isHidden: true), (end: 100, began: 0, isHidden: true),
            (end: 101, began: 0, isHidden: false),
            (end: 99, began: 1, isHidden: false), (end: 100, began: 1, isHidden: false),
        ] as [(end: Int64, began: UInt64, isHidden: Bool)]
    )
    func `a drop may hide what ends no later and began before it`(end: Int64, began: UInt64, isHidden: Bool) {
        var dropped = DroppedRevocations()
        #expect(!dropped.mayHide(sessionUntil: Self.time(end), begunUnder: began))
        dropped.drop(until: Self.time(100))
        #expect(dropped.count == 1)
        #expect(dropped.mayHide(sessionUntil: Self.time(end), begunUnder: began) == isHidden)
    }

    // A single mark, which the earlier drop holds up for a year, would not tell the second drop's sessions.
    @Test func `a drop that ends earlier than one before it hides what began between the two`() {
        var dropped = DroppedRevocations()
        dropped.drop(until: Self.time(1_000_000))
        dropped.drop(until: Self.time(100))
        #expect(dropped.mayHide(sessionUntil: Self.time(100), begunUnder: 1))
        #expect(!dropped.mayHide(sessionUntil: Self.time(101), begunUnder: 1))
        #expect(!dropped.mayHide(sessionUntil: Self.time(100), begunUnder: 2))
        #expect(dropped.mayHide(sessionUntil: Self.time(1_000_000), begunUnder: 0))
    }

    @Test(arguments: Seed.forThisRun(count: 200))
    func `nothing that a list of all drops hides is ever let through, and nothing more is hidden by a few`(
        _ seed: Seed
    ) {
        var generator = SeededGenerator(seed)
        var dropped = DroppedRevocations()
        var all: [Int64] = []
        // Few distinct ends make few steps, which are kept exactly; many make some that are merged.
        let ends = Bool.random(using: &generator) ? Int64(0)...6 : 0...1_000
        for _ in 0..<60 {
            let end = Int64.random(in: ends, using: &generator)
            dropped.drop(until: Self.time(end))
            all.append(end)
            let session = Int64.random(in: ends, using: &generator)
            let began = Int.random(in: 0...all.count, using: &generator)
            let isHidden = all[began...].contains { session <= $0 }
            let mayHide = dropped.mayHide(sessionUntil: Self.time(session), begunUnder: UInt64(began))
            #expect(mayHide || !isHidden)
            if ends.upperBound == 6 { #expect(mayHide == isHidden) }
            // What begins now is never touched by what was dropped before.
            #expect(!dropped.mayHide(sessionUntil: Self.time(session), begunUnder: dropped.count))
        }
    }

    @Test func `however many drops there are, the account's record stays small`() throws {
        var account = try #require(Fixtures.account)
        for end in stride(from: 10_000, to: 0, by: -1) as StrideTo<Int64> {
            account.droppedRevocations.drop(until: Self.time(end))
        }
        #expect(account.encoded().count < 300)
        #expect(account.droppedRevocations.mayHide(sessionUntil: Self.time(10_000), begunUnder: 0))
        #expect(account.droppedRevocations.mayHide(sessionUntil: Self.time(1), begunUnder: 9_999))
        #expect(!account.droppedRevocations.mayHide(sessionUntil: Self.time(1), begunUnder: 10_000))
    }
}
