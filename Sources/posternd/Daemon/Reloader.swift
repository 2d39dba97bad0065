import Logging
import ServiceLifecycle
import UnixSignals

/// Takes a new configuration on SIGHUP: all that can be taken while running, or, where anything is wrong, nothing.
struct Reloader: Service {
    let hangups: UnixSignalsSequence
    let initial: Configuration
    let readConfiguration: @Sendable () throws(Failure) -> Configuration
    /// Puts a configuration that was checked to use.
    let use: @Sendable (Configuration) throws(Failure) -> Void
    let readiness: Readiness
    let logger: Logger

    func run() async throws {
        var current = initial
        for await _ in hangups.cancelOnGracefulShutdown() {
            readiness.reloading()
            do throws(Failure) {
                let new = try readConfiguration()
                try use(new)
                report(current.changes(to: new), from: current, to: new)
                current = new
            } catch {
                logger.error("the configuration stays as it was", metadata: ["reason": "\(error.description)"])
            }
            readiness.ready()
        }
    }

    private func report(_ keys: [ConfigurationKey], from old: Configuration, to new: Configuration) {
        if keys.isEmpty { logger.notice("the configuration was read again; nothing changed") }
        for key in keys {
            let change: Logger.Metadata = [
                "key": "\(key.rawValue)", "old": "\(old.shown(key))", "new": "\(new.shown(key))",
            ]
            if key.isReloadable {
                logger.notice("the configuration changed", metadata: change)
            } else {
                logger.warning("a change of the configuration waits for the next start", metadata: change)
            }
        }
    }
}
