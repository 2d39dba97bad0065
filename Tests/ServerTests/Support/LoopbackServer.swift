import Glibc
import Logging
import Model
import NIOCore
import Server
import Store

/// A native listener on a socket in a temporary folder, with an account behind it.
///
/// The tests' own uid acts as the account's root user.
struct LoopbackServer: Sendable {
    let path: String
    let account: TestAccount
    let listener: NativeListener

    /// Runs a listener for as long as `body` does.
    static func run<Value: Sendable>(
        on store: any Store = MemoryStore(),
        threads: Int = 1,
        clock: HandWoundClock = HandWoundClock(),
        logger: Logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
        _ configure: (inout ListenerConfiguration) -> Void = { _ in },
        _ body: (LoopbackServer) async throws -> Value
    ) async throws -> Value {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        var configuration = ListenerConfiguration(place: .path(try SocketPath(parsing: path)), threads: threads)
        // However slow the machine is, time runs out in those tests only that are about it.
        configuration.connection.halfFrame = .hours(1)
        configuration.connection.stalledWrite = .hours(1)
        configure(&configuration)
        let account = try await TestAccount.make(
            on: store,
            rules: ["uid:\(getuid())=root"],
            clock: { clock.now },
            uptime: { clock.uptime }
        )
        let listener = NativeListener(
            configuration: configuration,
            dispatcher: account.dispatcher,
            logger: logger
        )
        try await listener.start()
        let server = LoopbackServer(path: path, account: account, listener: listener)
        do {
            let value = try await body(server)
            await listener.drain()
            return value
        } catch {
            await listener.drain()
            throw error
        }
    }

    func connect(readsNothing: Bool = false) async throws -> RawClient {
        try await RawClient.connect(to: path, readsNothing: readsNothing)
    }
}
