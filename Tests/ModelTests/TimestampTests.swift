import Model
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [(0, 0), (999_999, 0), (1_000_000, 1), (-1, -1), (-1_000_000, -1), (-1_000_001, -2)]
            as [(Int64, Int64)]
    )
    func `seconds are rounded down, before 1970 too`(_ microseconds: Int64, _ seconds: Int64) {
        #expect(Timestamp(microseconds: microseconds).seconds == seconds)
    }

    @Test func `what does not fit is clamped`() {
        #expect(Timestamp(seconds: .max).microseconds == .max)
        #expect(Timestamp(seconds: .min).microseconds == .min)
        #expect(Timestamp(microseconds: .max).adding(seconds: 1).microseconds == .max)
        #expect(Timestamp(microseconds: .min).adding(seconds: -1).microseconds == .min)
        #expect(Timestamp(microseconds: 1).adding(seconds: .max).microseconds == .max)
        #expect(Timestamp(microseconds: .min).seconds == Int64.min / 1_000_000 - 1)
    }

    @Test func `moments can be added to and compared`() {
        let noon = Timestamp(seconds: 43_200)
        #expect(noon.adding(seconds: 60) == Timestamp(seconds: 43_260))
        #expect(noon.adding(seconds: -60) < noon && noon < noon.adding(seconds: 1))
    }

    @Test func `revisions grow by one`() {
        #expect(Revision.zero.next == Revision(rawValue: 1))
        #expect(Revision.zero < Revision.zero.next)
    }
}
