import Administration
import Model
import Testing

/// The value alone; what the sweep does with it is in `SweepTests` and `SteadyClockTests`.
struct ClockWatchTests {
    private static let start = Timestamp(seconds: 1_800_000_000)
    private static let up = Duration.seconds(77)
    private static let most = ClockWatch.driftSecondsMax

    private func begun() -> ClockWatch { ClockWatch(Self.start, uptime: Self.up) }

    @Test(arguments: [(0, 3_600), (1, 3_599), (3_599, 1), (3_600, 0), (1_000_000, 0)] as [(Int64, Int64)])
    func `a steady clock is relied on after an hour`(_ seconds: Int64, _ left: Int64) {
        var watch = begun()
        let uptime = Self.up + .seconds(seconds)
        #expect(watch.look(Self.start.adding(seconds: seconds), uptime: uptime) == nil)
        #expect(watch.secondsLeft(uptime: uptime) == left)
    }

    @Test func `a part of a second that is left counts as one`() {
        let end = Self.up + .seconds(ClockWatch.trialSeconds)
        #expect(begun().secondsLeft(uptime: end - .nanoseconds(1)) == 1)
        #expect(begun().secondsLeft(uptime: end - .seconds(1) - .nanoseconds(1)) == 2)
        #expect(begun().secondsLeft(uptime: end) == 0)
    }

    @Test(
        arguments: [
            (most, 0, nil), (most, 1, most), (-most, 0, nil), (-most, -1, -most), (31_536_000, 0, 31_536_000),
            (-3_600, 0, -3_600),
        ] as [(Int64, Int64, Int64?)]
    )
    func `more than five minutes away is a jump, forward and back`(
        seconds: Int64,
        microseconds: Int64,
        jump: Int64?
    ) {
        var watch = begun()
        let uptime = Self.up + .seconds(7_200)
        let now = Self.start.adding(seconds: 7_200 + seconds)
        #expect(watch.look(Timestamp(microseconds: now.microseconds + microseconds), uptime: uptime) == jump)
        #expect(watch.secondsLeft(uptime: uptime) == (jump == nil ? 0 : ClockWatch.trialSeconds))
    }

    @Test func `after a jump the hour begins anew, and setting the clock right is a jump too`() {
        var watch = begun()
        #expect(watch.look(Self.start.adding(seconds: 100_000), uptime: Self.up + .seconds(60)) == 99_940)
        #expect(watch.look(Self.start.adding(seconds: 100_600), uptime: Self.up + .seconds(660)) == nil)
        #expect(watch.secondsLeft(uptime: Self.up + .seconds(660)) == 3_000)
        #expect(watch.look(Self.start.adding(seconds: 720), uptime: Self.up + .seconds(720)) == -99_940)
        #expect(watch.secondsLeft(uptime: Self.up + .seconds(720)) == 3_600)
        #expect(watch.look(Self.start.adding(seconds: 4_320), uptime: Self.up + .seconds(4_320)) == nil)
        #expect(watch.secondsLeft(uptime: Self.up + .seconds(4_320)) == 0)
    }

    @Test func `small steps that come to a large one are a jump`() {
        var watch = begun()
        var jumps: [Int64] = []
        // Four minutes too far with each minute that goes by.
        for minute in 1...6 as ClosedRange<Int64> {
            let now = Self.start.adding(seconds: minute * 300)
            if let jump = watch.look(now, uptime: Self.up + .seconds(minute * 60)) { jumps.append(jump) }
        }
        #expect(jumps == [480, 480, 480])
    }

    @Test(arguments: [Int64.min, .max]) func `no time of day brings it down`(_ microseconds: Int64) {
        var watch = begun()
        #expect(watch.look(Timestamp(microseconds: microseconds), uptime: Self.up) != nil)
        #expect(watch.look(Timestamp(microseconds: microseconds), uptime: Self.up) == nil)
        #expect(watch.look(Self.start, uptime: Self.up) != nil)
        #expect(watch.secondsLeft(uptime: .zero) == 3_677)
    }
}
