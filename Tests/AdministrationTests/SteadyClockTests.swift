import Administration
import Directory
import Model
import Testing

/// What the sweep does by a clock that jumps.
struct SteadyClockTests {
    private static let year: Int64 = 31_536_000

    /// An account with a key that is off in an hour and gone in two, and a session and a failure that will be past.
    private func made() async throws -> (Fixture, old: UniqueID) {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        let old = try await fixture.accessKey("alice").accessKeyID
        let request = RotateAccessKeyRequest(
            userName: "alice",
            overlapSeconds: 3_600,
            deleteAfterSeconds: UInt32Value(value: 3_600)
        )
        _ = try await fixture.administrator.rotateAccessKey(request, by: fixture.root)
        let now = fixture.clock.now
        _ = try await fixture.directory.write { transaction in
            var revocation = RevocationRecord()
            revocation.sessionID = "s"
            revocation.expiration = now.adding(seconds: 43_200)
            transaction.put(revocation)
            var throttle = ThrottleRecord()
            throttle.subject = "user/x/1"
            throttle.lastFailure = now
            transaction.put(throttle)
        }
        return (fixture, try #require(UniqueID(old)))
    }

    @Test func `an hour of a clock that is a year ahead loses nothing`() async throws {
        let (fixture, old) = try await made()
        #expect(try await fixture.administrator.sweep() == nil)
        let (revision, before) = (fixture.snapshot.revision, fixture.clock.now)
        fixture.clock.jump(seconds: Self.year)
        let held = try #require(try await fixture.administrator.sweep())
        #expect(held.jumpSeconds == Self.year && held.dueKeys == 1 && held.dueRecords == 2)
        #expect(held.until == before.adding(seconds: Self.year + 3_600))
        // The wake-up is the end of the hour, not what has long been due.
        #expect(await fixture.administrator.nextSweep() == held.until)
        #expect(fixture.snapshot.accessKey(id: old)?.works(at: fixture.clock.now) == false)
        fixture.clock.advance(seconds: 3_599)
        let again = try #require(try await fixture.administrator.sweep())
        #expect(again.jumpSeconds == nil && again.until == held.until && again.dueKeys == 1)
        #expect(fixture.snapshot.revision == revision)

        // Right again: the old key has a second of its overlap left.
        fixture.clock.jump(seconds: -Self.year)
        #expect(try await fixture.administrator.sweep()?.jumpSeconds == -Self.year)
        #expect(fixture.snapshot.accessKey(id: old)?.works(at: fixture.clock.now) == true)
        #expect(fixture.snapshot.revision == revision)
    }

    @Test func `a clock that stays where it jumped to is taken for right after an hour`() async throws {
        let (fixture, old) = try await made()
        fixture.clock.jump(seconds: Self.year)
        #expect(try await fixture.administrator.sweep() != nil)
        fixture.clock.advance(seconds: 3_600)
        #expect(try await fixture.administrator.sweep() == nil)
        #expect(fixture.snapshot.accessKey(id: old) == nil)
        #expect(fixture.snapshot.revocationCount == 0 && fixture.snapshot.throttleCount == 0)
        #expect(await fixture.administrator.nextSweep() == nil)
    }

    // The look is the sweep's own: nothing that came between two sweeps is missed.
    @Test func `the first sweep after a jump is held, however long the clock was steady before`() async throws {
        let (fixture, old) = try await made()
        fixture.clock.advance(seconds: 3_000)
        #expect(try await fixture.administrator.sweep() == nil)
        fixture.clock.jump(seconds: 7_200)
        #expect(try await fixture.administrator.sweep()?.dueKeys == 1)
        #expect(fixture.snapshot.accessKey(id: old)?.isActive == true)
    }

    @Test func `a clock that is set right by a few minutes holds nothing back`() async throws {
        let (fixture, old) = try await made()
        fixture.clock.jump(seconds: -ClockWatch.driftSecondsMax)
        fixture.clock.advance(seconds: 7_200 + ClockWatch.driftSecondsMax)
        #expect(try await fixture.administrator.sweep() == nil)
        #expect(fixture.snapshot.accessKey(id: old) == nil)
    }

    @Test func `a machine that slept has a clock that did not jump`() async throws {
        let (fixture, old) = try await made()
        fixture.clock.advance(seconds: 30 * 86_400)
        #expect(try await fixture.administrator.sweep() == nil)
        #expect(fixture.snapshot.accessKey(id: old) == nil)
    }
}
