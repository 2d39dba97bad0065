import Directory
import Model
import Secrets
import Synchronization
import Testing

@testable import Authentication

/// What happens while a sign-in waits for something.
@Suite(.timeLimit(.minutes(1))) struct InterleavingTests {
    /// Holds the pool's thread from one hash on until it is let go.
    final class Gate: Sendable {
        private let isClosed = Mutex(false)
        let isReached = Atomic(false)

        func close() { isClosed.withLock { $0 = true } }
        func open() { isClosed.withLock { $0 = false } }

        func pass() {
            while isClosed.withLock({ $0 }) { isReached.store(true, ordering: .relaxed) }
        }
    }

    @Test func `a code is spent as soon as its commit is under way`() async throws {
        let store = HeldStore()
        let world = try await World(keptIn: store)
        let device = try await world.addDevice("phone", to: world.addUser("alice"))
        let code = device.code(step: OneTimePassword.step(at: world.clock.now))
        let first = try #require(try await world.signIn("alice").challenge)
        let second = try #require(try await world.signIn("alice").challenge)
        store.hold()
        async let answer = world.answer(first, code: code)
        while store.waitingCount == 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
        // The snapshot does not show the spent step yet: only the commit's own look does.
        #expect(
            world.directory.current.mfaDevice(named: "phone")?.lastStep == OneTimePassword.step(at: World.start) - 1
        )
        let refused = await refusal { () throws(Refusal) in try await world.answer(second, code: code) }
        #expect(refused?.code == "InvalidAuthenticationCode")
        store.letGo()
        #expect(try await answer.session != nil)
    }

    @Test func `a device that goes while the new password is hashed excuses none that is short`() async throws {
        let gate = Gate()
        let world = try await World(whileHashing: { gate.pass() })
        let alice = try await world.addUser("alice", resetRequired: true)
        let device = try await world.addDevice("phone", to: alice)
        let first = try #require(try await world.signIn("alice").challenge)
        let code = device.code(step: OneTimePassword.step(at: world.clock.now))
        let second = try #require(try await world.answer(first, code: code).challenge)
        gate.close()
        async let refused = refusal { () throws(Refusal) in try await world.answer(second, newPassword: "walnut78") }
        while !gate.isReached.load(ordering: .relaxed) {
            try Task.checkCancellation()
            await Task.yield()
        }
        defer { gate.open() }
        _ = try await world.directory.write { (transaction: inout Transaction) throws(Refusal) in
            guard var user = transaction.snapshot.user(id: alice.id) else { return }
            if let device = transaction.snapshot.mfaDevice(named: "phone") { transaction.delete(device) }
            user.mfaDevices = []
            transaction.put(user)
        }
        gate.open()
        #expect(await refused?.code == "PasswordPolicyViolation")
        #expect(world.directory.current.login(userID: alice.id)?.resetRequired == true)
    }

    @Test func `a challenge is spent as soon as its commit is under way`() async throws {
        let store = HeldStore()
        let world = try await World(keptIn: store)
        try await world.addUser("alice", resetRequired: true)
        let challenge = try #require(try await world.signIn("alice").challenge)
        store.hold()
        async let answer = world.answer(challenge, newPassword: "another good one")
        while store.waitingCount == 0 {
            try Task.checkCancellation()
            await Task.yield()
        }
        let refused = await refusal { () throws(Refusal) in
            try await world.answer(challenge, newPassword: "a third good one")
        }
        #expect(refused?.code == "InvalidClientTokenId")
        store.letGo()
        #expect(try await answer.session != nil)
        #expect(try await world.signIn("alice", "another good one").session != nil)
    }

    @Test func `what changes while a password is checked ends the sign-in`() async throws {
        let changes: [(World, UserRecord) async throws -> Void] = [
            { try await $0.changeLogin($1) { $0.generation += 1 } },
            { try await $0.changeLogin($1) { $0.createdAt = $0.createdAt.adding(seconds: 1) } },
            { try await $0.delete($1) },
        ]
        for change in changes {
            let gate = Gate()
            let world = try await World(whileHashing: { gate.pass() })
            let alice = try await world.addUser("alice")
            gate.close()
            async let answer = refusal { () throws(Refusal) in try await world.signIn("alice") }
            while !gate.isReached.load(ordering: .relaxed) {
                try Task.checkCancellation()
                await Task.yield()
            }
            try await change(world, alice)
            gate.open()
            #expect(await answer?.code == "InvalidClientTokenId")
        }
    }

    @Test func `a device that is enabled while a password is checked is asked for`() async throws {
        let gate = Gate()
        let world = try await World(whileHashing: { gate.pass() })
        let alice = try await world.addUser("alice")
        gate.close()
        async let answer = world.signIn("alice")
        while !gate.isReached.load(ordering: .relaxed) {
            try Task.checkCancellation()
            await Task.yield()
        }
        _ = try await world.addDevice("phone", to: alice)
        gate.open()
        let response = try await answer
        #expect(response.session == nil)
        #expect(response.challenge?.kinds == [.mfaCode])
    }
}
