import Administration
import Directory
import Model
import Testing

struct SweepTests {
    private static let day: Int64 = 86_400

    private func rotate(
        _ fixture: Fixture,
        user: String = "alice",
        overlap: UInt32,
        deleteAfter: UInt32? = nil
    ) async throws -> String {
        try await fixture.user(user)
        let old = try await fixture.accessKey(user).accessKeyID
        let request = RotateAccessKeyRequest(
            userName: user,
            overlapSeconds: overlap,
            deleteAfterSeconds: deleteAfter.map { UInt32Value(value: $0) }
        )
        _ = try await fixture.administrator.rotateAccessKey(request, by: fixture.root)
        return old
    }

    private func record(_ fixture: Fixture, _ key: String) throws -> AccessKeyRecord? {
        fixture.snapshot.accessKey(id: try #require(UniqueID(key)))
    }

    @Test func `switches a key off when it is due, and deletes it later`() async throws {
        let fixture = try await Fixture.make()
        let start = fixture.clock.now
        let old = try await rotate(fixture, overlap: 60, deleteAfter: 40)
        #expect(await fixture.administrator.nextSweep() == start.adding(seconds: 60))
        let revision = fixture.snapshot.revision
        fixture.clock.advance(seconds: 59)
        try await fixture.administrator.sweep()
        #expect(fixture.snapshot.revision == revision)
        fixture.clock.advance(seconds: 1)
        try await fixture.administrator.sweep()
        #expect(try record(fixture, old)?.isActive == false)
        #expect(await fixture.administrator.nextSweep() == start.adding(seconds: 100))
        fixture.clock.advance(seconds: 40)
        try await fixture.administrator.sweep()
        #expect(try record(fixture, old) == nil)
        #expect(fixture.snapshot.user(named: "alice")?.accessKeys.count == 1)
        #expect(await fixture.administrator.nextSweep() == nil)
    }

    @Test func `a key that was switched off stays off when the clock is set back`() async throws {
        let fixture = try await Fixture.make()
        let old = try await rotate(fixture, overlap: 60)
        fixture.clock.advance(seconds: 60)
        try await fixture.administrator.sweep()
        #expect(try record(fixture, old)?.isActive == false)
        fixture.clock.jump(seconds: -3_600)
        try await fixture.administrator.sweep()
        #expect(try record(fixture, old)?.works(at: fixture.clock.now) == false)
        let again = try await fixture.reopened()
        #expect(try record(again, old)?.works(at: again.clock.now) == false)
    }

    @Test func `does what fell due while the daemon was down`() async throws {
        let fixture = try await Fixture.make()
        let gone = try await rotate(fixture, user: "alice", overlap: 60, deleteAfter: 60)
        let off = try await rotate(fixture, user: "bob", overlap: 60)
        fixture.clock.advance(seconds: 30 * Self.day)
        let later = try await fixture.reopened()
        // By date it is done; for good it is done an hour after the start.
        for key in [gone, off] { #expect(try record(later, key)?.works(at: later.clock.now) == false) }
        later.clock.advance(seconds: ClockWatch.trialSeconds - 1)
        let held = try #require(try await later.administrator.sweep())
        #expect(held.jumpSeconds == nil && held.dueKeys == 2 && held.until == later.clock.now.adding(seconds: 1))
        #expect(await later.administrator.nextSweep() == later.clock.now.adding(seconds: 1))
        #expect(try record(later, gone) != nil && record(later, off)?.isActive == true)
        later.clock.advance(seconds: 1)
        #expect(try await later.administrator.sweep() == nil)
        #expect(try record(later, gone) == nil && record(later, off)?.isActive == false)
    }

    @Test func `deletes several keys of one user in one go`() async throws {
        let fixture = try await Fixture.make { $0.accessKeysPerUser = 3 }
        let first = try await rotate(fixture, overlap: 0, deleteAfter: 60)
        let request = RotateAccessKeyRequest(
            userName: "alice",
            overlapSeconds: 0,
            deleteAfterSeconds: UInt32Value(value: 60)
        )
        _ = try await fixture.administrator.rotateAccessKey(request, by: fixture.root)
        fixture.clock.advance(seconds: 60)
        try await fixture.administrator.sweep()
        #expect(try record(fixture, first) == nil && fixture.snapshot.accessKeyCount == 1)
        #expect(fixture.snapshot.user(named: "alice")?.accessKeys.count == 1)
    }

    @Test func `works off more than fits one commit`() async throws {
        let fixture = try await Fixture.make()
        let now = fixture.clock.now
        _ = try await fixture.directory.write { transaction in
            for index in 0..<600 {
                var revocation = RevocationRecord()
                revocation.sessionID = "s\(index)"
                revocation.expiration = now
                transaction.put(revocation)
            }
        }
        fixture.clock.advance(seconds: Self.day)
        let revision = fixture.snapshot.revision
        try await fixture.administrator.sweep()
        #expect(fixture.snapshot.revocationCount == 0)
        #expect(fixture.snapshot.revision.rawValue == revision.rawValue + 3)
    }

    @Test func `drops revocations a day after their sessions ended, and failures when they are forgotten`() async throws
    {
        let fixture = try await Fixture.make()
        let now = fixture.clock.now
        _ = try await fixture.directory.write { transaction in
            var revocation = RevocationRecord()
            revocation.sessionID = "s"
            revocation.expiration = now
            transaction.put(revocation)
            var throttle = ThrottleRecord()
            throttle.subject = "user/x/1"
            throttle.lastFailure = now.adding(seconds: 10)
            throttle.blockedUntil = now.adding(seconds: 20)
            transaction.put(throttle)
        }
        #expect(await fixture.administrator.nextSweep() == now.adding(seconds: Self.day))
        fixture.clock.advance(seconds: Self.day - 1)
        try await fixture.administrator.sweep()
        #expect(fixture.snapshot.revocationCount == 1 && fixture.snapshot.throttleCount == 1)
        fixture.clock.advance(seconds: 1)
        try await fixture.administrator.sweep()
        #expect(fixture.snapshot.revocationCount == 0 && fixture.snapshot.throttleCount == 1)
        // The account knows of what it dropped, for a clock that turns out to have been ahead.
        let dropped = fixture.snapshot.account.droppedRevocations
        #expect(dropped.count == 1 && dropped.mayHide(sessionUntil: now, begunUnder: 0))
        #expect(!dropped.mayHide(sessionUntil: now.adding(seconds: 1), begunUnder: 0))
        fixture.clock.advance(seconds: 10)
        try await fixture.administrator.sweep()
        #expect(fixture.snapshot.throttleCount == 0)
    }
}
