import Directory
import Model
import Testing

@testable import Authentication

@Suite struct ThrottleTests {
    private static func fail(_ world: World, _ name: String, times: Int, uid: UInt32 = 1_000) async -> [String?] {
        var codes: [String?] = []
        for _ in 0..<times {
            codes.append(await refusal { () throws(Refusal) in try await world.signIn(name, "wrong", uid: uid) }?.code)
        }
        return codes
    }

    @Test(
        arguments: [
            (0, 0), (1, 0), (3, 0), (4, 1), (5, 2), (6, 4), (13, 512), (14, 900), (40, 900), (.max, 900),
        ] as [(UInt32, Int64)]
    )
    func `the wait doubles after the free failures, up to the longest`(failures: UInt32, seconds: Int64) {
        #expect(ThrottleSettings().waitSeconds(failures: failures, free: 3) == seconds)
    }

    @Test(arguments: ["alice", "nobody"])
    func `a known and an unknown name are slowed down alike, and not hashed while they wait`(_ name: String)
        async throws
    {
        let world = try await World()
        try await world.addUser("alice")
        let codes = await Self.fail(world, name, times: 6)
        #expect(codes == Array(repeating: "InvalidClientTokenId", count: 4) + ["Throttling", "Throttling"])
        #expect(world.log.taken().count == 4)
        let refused = await refusal { () throws(Refusal) in try await world.signIn(name) }
        #expect(refused?.status == .resourceExhausted)
        #expect(refused?.message == "too many failures; try again in 1 s")
        world.clock.advance(seconds: 1)
        #expect(await Self.fail(world, name, times: 2) == ["InvalidClientTokenId", "Throttling"])
        world.clock.advance(seconds: 1)
        #expect(await Self.fail(world, name, times: 1) == ["Throttling"])
        world.clock.advance(seconds: 1)
        #expect(await Self.fail(world, name, times: 1) == ["InvalidClientTokenId"])
    }

    @Test func `the right password is let in after the wait and wipes the count out`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        _ = await Self.fail(world, "alice", times: 4)
        #expect(world.directory.current.throttle(subject: "user/\(alice.id)/1000")?.failures == 4)
        world.clock.advance(seconds: 1)
        _ = try await world.session("alice")
        #expect(world.directory.current.throttle(subject: "user/\(alice.id)/1000") == nil)
        #expect(await Self.fail(world, "alice", times: 4) == Array(repeating: "InvalidClientTokenId", count: 4))
    }

    @Test func `one peer's failures never make another peer wait`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        let codes = await Self.fail(world, "alice", times: 10, uid: 1_001)
        #expect(codes.last == "Throttling")
        #expect(try await world.signIn("alice", uid: 1_000).session != nil)
        #expect(
            await refusal { () throws(Refusal) in try await world.signIn("alice", uid: 1_001) }?.code == "Throttling"
        )
    }

    @Test func `failures are counted against the record, whatever was typed`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        for name in ["alice", "ALICE", "Alice", "aLICE"] { _ = await Self.fail(world, name, times: 1) }
        #expect(await Self.fail(world, "alicE", times: 1) == ["Throttling"])
    }

    @Test func `a peer that fails on many names waits as a whole`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        for number in 0...20 { _ = await Self.fail(world, "name-\(number)", times: 1) }
        #expect(await refusal { () throws(Refusal) in try await world.signIn("alice") }?.code == "Throttling")
        #expect(try await world.signIn("alice", uid: 1_001).session != nil)
        world.clock.advance(seconds: 1)
        #expect(try await world.signIn("alice").session != nil)
    }

    @Test func `a back-off outlasts a restart`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        for name in ["alice", "nobody"] { _ = await Self.fail(world, name, times: 4) }
        let later = try await world.reopened()
        for name in ["alice", "nobody"] {
            #expect(await refusal { () throws(Refusal) in try await later.signIn(name) }?.code == "Throttling")
        }
        #expect(try await later.signIn("alice", uid: 1_001).session != nil)
        later.clock.advance(seconds: 1)
        #expect(await Self.fail(later, "alice", times: 2) == ["InvalidClientTokenId", "Throttling"])
        later.clock.advance(seconds: 1)
        #expect(await Self.fail(later, "alice", times: 1) == ["Throttling"])
        later.clock.advance(seconds: 1)
        #expect(try await later.signIn("alice").session != nil)
    }

    @Test func `only steps of the back-off are written`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        let before = world.directory.current.revision
        _ = await Self.fail(world, "alice", times: 3)
        #expect(world.directory.current.revision == before)
        _ = await Self.fail(world, "alice", times: 30)
        #expect(world.directory.current.revision == before.next)
    }

    @Test func `guesses side by side are as many as guesses one after the other`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        let codes = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<32 {
                group.addTask { await refusal { () throws(Refusal) in try await world.signIn("alice", "wrong") }?.code }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(codes.count { $0 == "InvalidClientTokenId" } == 4)
        #expect(codes.count { $0 == "Throttling" } == 28)
        #expect(world.log.taken().count == 4)
    }

    @Test func `an attempt that was not looked at does not count`() async throws {
        let snapshot = try await World().directory.current
        var throttle = LoginThrottle(settings: ThrottleSettings())
        let subject = ThrottleSubject.signIns(uid: 7)
        let now = World.start
        for _ in 0..<100 {
            try throttle.claim(subject, at: now, in: snapshot)
            throttle.release(subject)
        }
        for _ in 0..<21 { try throttle.claim(subject, at: now, in: snapshot) }
        #expect(throws: Refusal.self) { try throttle.claim(subject, at: now, in: snapshot) }
        throttle.release(subject)
        try throttle.claim(subject, at: now, in: snapshot)
    }

    @Test func `a clock that is set back makes no wait longer than its step`() async throws {
        let snapshot = try await World().directory.current
        var throttle = LoginThrottle(settings: ThrottleSettings())
        let subject = ThrottleSubject.signIns(uid: 7)
        for _ in 0..<21 { throttle.fail(subject, at: World.start, in: snapshot) }
        let earlier = World.start.adding(seconds: -3_600)
        #expect(throws: Refusal.throttling("too many failures; try again in 1 s")) {
            try throttle.admit(subject, at: earlier, in: snapshot)
        }
        try throttle.admit(subject, at: earlier.adding(seconds: 1), in: snapshot)
    }

    @Test func `failures of yesterday are forgotten`() async throws {
        let snapshot = try await World().directory.current
        var throttle = LoginThrottle(settings: ThrottleSettings())
        let subject = ThrottleSubject.signIns(uid: 7)
        for _ in 0..<21 { throttle.fail(subject, at: World.start, in: snapshot) }
        throttle.fail(subject, at: World.start.adding(seconds: 24 * 3_600 - 1), in: snapshot)
        let blocked = World.start.adding(seconds: 24 * 3_600)
        #expect(throws: Refusal.self) { try throttle.admit(subject, at: blocked, in: snapshot) }
        throttle.fail(subject, at: World.start.adding(seconds: 3 * 24 * 3_600), in: snapshot)
        try throttle.admit(subject, at: World.start.adding(seconds: 3 * 24 * 3_600), in: snapshot)
    }

    @Test func `memory for failures is bounded, and the oldest go first`() async throws {
        let snapshot = try await World().directory.current
        var throttle = LoginThrottle(settings: ThrottleSettings(), countsMax: 8)
        for uid in 0..<100 {
            for _ in 0..<21 {
                throttle.fail(.signIns(uid: UInt32(uid)), at: World.start.adding(seconds: Int64(uid)), in: snapshot)
            }
        }
        let now = World.start.adding(seconds: 99)
        #expect(throttle.record(of: .signIns(uid: 99), at: now)?.failures == 21)
        #expect(throttle.record(of: .signIns(uid: 0), at: World.start) == nil)
    }

    @Test func `records of unknown names are bounded in the store`() async throws {
        let world = try await World()
        let records = (0..<ThrottleSettings.unknownNamesStoredMax).map { number in
            var record = ThrottleRecord()
            record.subject = "name/\(number)/1000"
            record.lastFailure = World.start.adding(seconds: -Int64(number))
            return record
        }
        _ = try await world.directory.write { (transaction: inout Transaction) throws(Refusal) in
            for record in records { transaction.put(record) }
        }
        _ = await Self.fail(world, "nobody", times: 4)
        let snapshot = world.directory.current
        #expect(snapshot.throttleCount == ThrottleSettings.unknownNamesStoredMax)
        #expect(snapshot.throttle(subject: records[0].subject) != nil)
        #expect(snapshot.throttle(subject: records[records.count - 1].subject) == nil)
    }

    @Test func `no record holds what was typed`() async throws {
        let world = try await World()
        _ = await Self.fail(world, "MySecretPassword1", times: 4)
        let subjects = world.directory.current.throttles.map(\.subject)
        #expect(subjects.count == 1)
        #expect(subjects.allSatisfy { !$0.asciiLowercased.contains("mysecretpassword1") })
    }
}
