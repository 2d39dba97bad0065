import Administration
import Authentication
import Logging
import Model
import ServiceLifecycle

/// Does what is due by itself: rotations that end, revocations that expire, last-used times.
///
/// Nothing waits for it to be right: a key past its date is refused by the date, whether it was swept or not.
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
            try await administrator.sweep()
            try await authenticator.flushLastUsed()
        } catch {
            // Tried again within a minute; nothing is lost.
            logger.warning("maintenance has to wait", metadata: ["reason": "\(error.message)"])
        }
    }

    private func secondsUntilNext() async -> Int64 {
        guard let next = await administrator.nextSweep() else { return Self.secondsMax }
        let (seconds, overflow) = next.seconds.subtractingReportingOverflow(clock().seconds)
        return overflow ? Self.secondsMax : min(max(seconds, Self.secondsMin), Self.secondsMax)
    }
}
