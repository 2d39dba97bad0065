import Directory
import Logging
import Model
import Server
import ServiceLifecycle

/// Takes connections, and lets the calls in flight end before it closes.
struct Gate: Service {
    let listener: NativeListener
    let directory: Directory
    let place: ListenerConfiguration.Place
    let readiness: Readiness
    let logger: Logger

    func run() async throws {
        do {
            try await listener.start()
        } catch {
            throw Failure("\(error)")
        }
        let snapshot = directory.current
        logger.notice(
            "ready",
            metadata: [
                "account": "\(snapshot.account.id)", "revision": "\(snapshot.revision.rawValue)",
                "socket": "\(socket)", "users": "\(snapshot.userCount)",
            ]
        )
        readiness.ready()
        try? await gracefulShutdown()
        readiness.stopping()
        logger.notice("stopping; calls in flight are answered")
        await listener.drain()
    }

    private var socket: String {
        switch place {
        case .path(let path): path.path
        case .socket: "handed over by systemd"
        }
    }
}
