import Glibc
import Model
import Synchronization
import Testing

@testable import Secrets

@Suite struct PasswordPoolTests {
    /// Holds a pool's only thread until it is let go.
    final class Gate: Sendable {
        private let isOpen = Mutex(false)
        let begun = Atomic<Int>(0)

        func open() { isOpen.withLock { $0 = true } }

        func pass() {
            begun.add(1, ordering: .relaxed)
            while !isOpen.withLock({ $0 }) { sched_yield() }
        }
    }

    @Test func `matches the password that it hashed and no other`() async throws {
        let pool = PasswordPool(threads: 1, parameters: .forTests)
        let hash = try await pool.hash("correct horse")
        #expect(hash.parameters == .forTests)
        #expect(try await pool.verify("correct horse", against: hash))
        #expect(try await !pool.verify("correct horsf", against: hash))
        #expect(try await !pool.verify("", against: hash))
    }

    @Test func `an unknown user costs one hash of today's cost and matches nothing`() async throws {
        let works = Mutex<[PasswordPool.Work]>([])
        let pool = PasswordPool(threads: 1, parameters: .forTests) { work in works.withLock { $0.append(work) } }
        #expect(try await !pool.verify("correct horse", against: nil))
        let hash = try await pool.hash("correct horse")
        #expect(try await !pool.verify("wrong", against: hash))
        #expect(works.withLock { $0 } == [.verify, .hash, .verify])
    }

    @Test(arguments: ["", String(repeating: "a", count: Limits.passwordBytesMax + 1)])
    func `a password that cannot be hashed is refused`(_ password: String) async {
        let pool = PasswordPool(threads: 1, parameters: .forTests)
        let refusal = await #expect(throws: Refusal.self) { _ = try await pool.hash(password) }
        #expect(refusal?.code == "ValidationError")
    }

    @Test func `what waits is bounded, and one more is refused`() {
        var queue = PasswordPoolQueue(countMax: 4)
        let refusals = (0..<5).map { queue.append(Self.job(id: UInt64($0), lane: UInt32($0))) }
        #expect(refusals.map(\.?.code) == [nil, nil, nil, nil, "Throttling"])
        #expect(refusals.last??.status == .resourceExhausted)
    }

    @Test func `a full pool refuses at once`() async throws {
        let gate = Gate()
        let pool = PasswordPool(threads: 1, queueMax: 1, parameters: .forTests) { _ in gate.pass() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = try? await pool.hash("in work") }
            while gate.begun.load(ordering: .relaxed) == 0 { await Task.yield() }
            let codes = await withTaskGroup(of: String.self) { waiting in
                for _ in 0..<2 {
                    waiting.addTask {
                        do throws(Refusal) {
                            _ = try await pool.hash("waits")
                            return "done"
                        } catch { return error.code }
                    }
                }
                let refused = await waiting.next()
                gate.open()
                return [refused, await waiting.next()]
            }
            #expect(codes == ["Throttling", "done"])
        }
    }

    /// Of the calling thread.
    private static func niceness() -> Int32 { getpriority(Int32(PRIO_PROCESS.rawValue), 0) }

    private static func job(
        id: UInt64,
        lane: UInt32,
        refuse: @escaping @Sendable (Refusal) -> Void = { _ in }
    ) -> PasswordPoolJob {
        PasswordPoolJob(id: id, lane: lane, run: {}, refuse: refuse)
    }

    @Test func `one lane has half of the queue, and another still finds room`() {
        var queue = PasswordPoolQueue(countMax: 4)
        let flood = (0..<3).map { queue.append(Self.job(id: UInt64($0), lane: 7)) }
        #expect(flood.map(\.?.code) == [nil, nil, "Throttling"])
        #expect(queue.append(Self.job(id: 9, lane: 8)) == nil)
    }

    @Test func `no lane has two turns in a row while another waits`() {
        var queue = PasswordPoolQueue(countMax: 16)
        for (id, lane) in [7, 7, 7, 8, 9, 8].enumerated() {
            #expect(queue.append(Self.job(id: UInt64(id), lane: UInt32(lane))) == nil)
        }
        var lanes: [UInt32] = []
        while let job = queue.next() { lanes.append(job.lane) }
        #expect(lanes == [7, 8, 7, 9, 7, 8])
    }

    @Test func `a closed queue hands out what waits and takes in no more`() {
        var queue = PasswordPoolQueue(countMax: 4)
        #expect(queue.append(Self.job(id: 1, lane: 1)) == nil)
        queue.close()
        #expect(queue.append(Self.job(id: 2, lane: 2))?.code == "ServiceUnavailable")
        #expect(queue.next()?.id == 1)
        #expect(queue.next() == nil)
    }

    @Test func `stopping does what waits, then refuses`() async throws {
        let gate = Gate()
        let pool = PasswordPool(threads: 1, parameters: .forTests) { _ in gate.pass() }
        let outcomes = await withTaskGroup(of: Bool.self) { group in
            for lane in 0..<4 {
                group.addTask { (try? await pool.hash("password of \(lane)", lane: UInt32(lane))) != nil }
            }
            while gate.begun.load(ordering: .relaxed) == 0 { await Task.yield() }
            gate.open()
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(outcomes == [true, true, true, true])
        await pool.stop()
        await pool.stop()
        let refusal = await #expect(throws: Refusal.self) { _ = try await pool.hash("too late") }
        #expect(refusal?.status == .unavailable)
    }

    @Test func `work that nobody waits for any more is not done`() async throws {
        let gate = Gate()
        let pool = PasswordPool(threads: 1, parameters: .forTests) { _ in gate.pass() }
        await withTaskGroup(of: Void.self) { group in
            group.addTask { _ = try? await pool.hash("in work") }
            while gate.begun.load(ordering: .relaxed) == 0 { await Task.yield() }
            await withTaskGroup(of: Refusal.Status?.self) { cancelled in
                cancelled.addTask {
                    do throws(Refusal) {
                        _ = try await pool.hash("given up")
                        return nil
                    } catch { return error.status }
                }
                cancelled.cancelAll()
                #expect(await cancelled.next() == .some(.cancelled))
            }
            gate.open()
        }
        #expect(gate.begun.load(ordering: .relaxed) == 1)
    }

    @Test func `the threads give way to the daemon's others`() async throws {
        let own = Self.niceness()
        let niceness = Atomic<Int32>(-100)
        let policy = Atomic<Int32>(-100)
        let pool = PasswordPool(threads: 1, parameters: .forTests) { _ in
            niceness.store(Self.niceness(), ordering: .relaxed)
            policy.store(sched_getscheduler(0), ordering: .relaxed)
        }
        _ = try await pool.hash("correct horse")
        #expect(niceness.load(ordering: .relaxed) == min(19, own + PasswordPoolWorkers.niceness))
        #expect(policy.load(ordering: .relaxed) == PasswordPoolWorkers.batchPolicy)
        #expect(Self.niceness() == own)
        #expect(sched_getscheduler(0) != PasswordPoolWorkers.batchPolicy)
    }

    @Test func `the threads end with the pool's last owner`() async throws {
        weak var workers: PasswordPoolWorkers?
        do {
            let pool = PasswordPool(threads: 2, parameters: .forTests)
            _ = try await pool.hash("correct horse")
            workers = pool.workers
        }
        while workers != nil { await Task.yield() }
        #expect(workers == nil)
    }
}
