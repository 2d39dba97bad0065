import Administration
import Authentication
import Logging
import Model
import ServiceLifecycle

/// Does what is due by itself: rotations that end, revocations that expire, last-used times.
///
/// Nothing waits for it to be right: a key past its date is refused by the date, whether it was swept or not. So it can
/// wait itself where the clock has only just been set or the daemon only just been started.
struct Maintenance: Service {
    let administrator: Administrator
    let authenticator: Authenticator
    let clock: Clock
    let logger: Logger

    private static let secondsMin: Int64 = 1
    private static let secondsMax: Int64 = 60

    func run() async throws {
        while !Task.isShuttingDownGracefully, !Task.isCancelled {
            await work()
            let seconds = await secondsUntilNext()
            // Cut short by the shutdown, which the loop's condition sees.
            try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(seconds)) }
        }
    }

    private func work() async {
        do throws(Refusal) {
            if let held = try await administrator.sweep() { report(held) }
            try await authenticator.flushLastUsed()
        } catch {
            // Tried again within a minute; nothing is lost.
            logger.warning("maintenance has to wait", metadata: ["reason": "\(error.message)"])
        }
    }

    private func report(_ held: HeldSweep) {
        let facts: Logger.Metadata = [
            "until": "\(LineLog.text(held.until))", "keys": "\(held.dueKeys)", "records": "\(held.dueRecords)",
        ]
        guard let jump = held.jumpSeconds else {
            logger.debug("what is due by date waits until the clock has been steady for an hour", metadata: facts)
            return
        }
        let moved: Logger.Metadata = [
            "jump": "\(jump > 0 ? "+" : "")\(jump)s", "now": "\(LineLog.text(clock()))",
        ]
        logger.warning(
            """
            the clock jumped: nothing is deleted by date until it has been steady for an hour; if it is wrong now, set it \
            right before then
            """,
            metadata: facts.merging(moved) { $1 }
        )
    }

    private func secondsUntilNext() async -> Int64 {
        guard let next = await administrator.nextSweep() else { return Self.secondsMax }
        let (seconds, overflow) = next.seconds.subtractingReportingOverflow(clock().seconds)
        return overflow ? Self.secondsMax : min(max(seconds, Self.secondsMin), Self.secondsMax)
    }
}
