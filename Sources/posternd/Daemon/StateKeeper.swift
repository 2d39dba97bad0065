import Authentication
import Directory
import Logging
import Model
import ServiceLifecycle

/// Closes the state once nobody uses it any more: last to be shut down, because first in the group.
struct StateKeeper: Service {
    let directory: Directory
    let authenticator: Authenticator
    let logger: Logger

    func run() async throws {
        try? await gracefulShutdown()
        do throws(Refusal) {
            try await authenticator.flushLastUsed()
        } catch {
            logger.warning("last-used times were not stored", metadata: ["reason": "\(error.message)"])
        }
        await directory.close()
        logger.info("stopped", metadata: ["revision": "\(directory.current.revision.rawValue)"])
    }
}
