internal import Glibc
package import Model

/// Makes and matches password hashes on a few threads of its own, at low priority.
///
/// An Argon2id hash keeps a core busy for tens of milliseconds: on the threads that decide requests, a login storm
/// would be felt by everybody. What waits is bounded, and one lane (a peer's uid) never has more than half of the
/// queue nor two turns in a row while another waits. The threads end after the pool's last owner lets go, or with
/// `stop()`.
package final class PasswordPool: Sendable {
    /// One piece of work, told to an observer as it begins.
    package enum Work: Hashable, Sendable {
        case hash
        case verify
    }

    /// What a new hash costs.
    package let parameters: PasswordHash.Parameters
    let workers: PasswordPoolWorkers
    private let observe: (@Sendable (Work) -> Void)?

    /// Half of the processors, at least one.
    package static var threadsOfThisMachine: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)) / 2) }

    /// - Parameters:
    ///   - threads: At least one is started.
    ///   - queueMax: How many may wait; one more is refused.
    ///   - parameters: What a new hash costs.
    ///   - observe: Called on the worker's thread before each piece of work: for counting.
    package init(
        threads: Int = PasswordPool.threadsOfThisMachine,
        queueMax: Int = Limits.passwordQueueMax,
        parameters: PasswordHash.Parameters,
        observe: (@Sendable (Work) -> Void)? = nil
    ) {
        self.parameters = parameters
        self.observe = observe
        self.workers = PasswordPoolWorkers(queueMax: queueMax, parameters: parameters)
        workers.start(threads: threads)
    }

    deinit { workers.close() }

    /// Hashes a new password.
    ///
    /// - Throws: `Throttling` where too many wait, `ServiceUnavailable` where the machine has no memory or the pool
    ///   was stopped.
    package func hash(_ password: String, lane: UInt32 = .max) async throws(Refusal) -> PasswordHash {
        let (parameters, observe) = (parameters, observe)
        return try await run(lane: lane) {
            observe?(.hash)
            var bytes = Array(password.utf8)
            defer { Sodium.wipe(&bytes) }
            do throws(SecretsError) {
                return .success(try PasswordHash.make(password: bytes, parameters: parameters))
            } catch {
                return .failure(refusal(for: error))
            }
        }
    }

    /// Whether a password is the one that was hashed.
    ///
    /// - Parameters:
    ///   - password: As it was typed.
    ///   - hash: `nil` for an unknown user: then a decoy of today's cost is matched in vain.
    ///   - lane: Whose turn it takes: the peer's uid.
    /// - Returns: `false` for an unknown user, whatever was typed.
    /// - Throws: As `hash` does.
    package func verify(
        _ password: String,
        against hash: PasswordHash?,
        lane: UInt32 = .max
    ) async throws(Refusal) -> Bool {
        let (workers, observe) = (workers, observe)
        return try await run(lane: lane) {
            observe?(.verify)
            var bytes = Array(password.utf8)
            defer { Sodium.wipe(&bytes) }
            do throws(SecretsError) {
                guard let hash else {
                    _ = try workers.decoy().matches(password: bytes)
                    return .success(false)
                }
                return .success(hash.matches(password: bytes))
            } catch {
                return .failure(refusal(for: error))
            }
        }
    }

    /// Refuses new work, does what waits, and returns when the threads have ended.
    package func stop() async {
        workers.close()
        await withCheckedContinuation { continuation in
            workers.whenEnded { continuation.resume() }
        }
    }

    /// Work whose task is cancelled before its turn comes is not done.
    private func run<Value: Sendable>(
        lane: UInt32,
        _ work: @escaping @Sendable () -> Result<Value, Refusal>
    ) async throws(Refusal) -> Value {
        let id = workers.nextID()
        let workers = workers
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Value, Refusal>, Never>) in
                let job = PasswordPoolJob(
                    id: id,
                    lane: lane,
                    run: { continuation.resume(returning: work()) },
                    refuse: { continuation.resume(returning: .failure($0)) }
                )
                workers.enqueue(job)
            }
        } onCancel: {
            workers.cancel(id)
        }
        return try outcome.get()
    }
}

private func refusal(for error: SecretsError) -> Refusal {
    switch error {
    case .passwordLength: .validation("\(error)")
    case .memoryUnavailable, .libraryUnavailable: .unavailable("\(error)")
    default: .internalFailure("\(error)")
    }
}
