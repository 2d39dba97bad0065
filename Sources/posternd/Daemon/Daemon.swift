import Administration
import Authentication
import Authorization
import Directory
import Glibc
import Logging
import Model
import Secrets
import Server
import ServiceLifecycle
import UnixSignals

/// Puts the rooms together, and runs them until it is told to stop.
struct Daemon: Sendable {
    /// Read at the start, and again on SIGHUP.
    let readConfiguration: @Sendable () throws(Failure) -> Configuration

    func run() async throws {
        let configuration = try readConfiguration()
        let level = LogLevel(configuration.logLevel)
        let isForJournal = Environment.value("JOURNAL_STREAM") != nil
        let logger = Logger(label: "posternd") { _ in LineLog(level: level, isForJournal: isForJournal) }
        OpenFiles.allow(logger: logger)
        let place = try Self.place(configuration)
        // Before the account is opened, which may take a while: a hangup would end the process.
        let hangups = await UnixSignalsSequence(trapping: .sighup)

        let source = MasterKeySource(configuration, environment: Environment.value)
        let account = try await OpenAccount.open(configuration, masterKey: source)
        await account.adjustQuotas(configuration.quotas, logger: logger)
        let rooms = try Self.rooms(account, configuration)
        await bindTrustPolicies(rooms.administrator, logger: logger)
        let readiness = Readiness(logger: logger)

        let keeper = StateKeeper(directory: account.directory, authenticator: rooms.authenticator, logger: logger)
        let maintenance = Maintenance(
            administrator: rooms.administrator,
            authenticator: rooms.authenticator,
            clock: SystemClock.clock,
            logger: logger
        )
        let reloader = Reloader(
            hangups: hangups,
            initial: configuration,
            readConfiguration: readConfiguration,
            use: { new throws(Failure) in
                rooms.dispatcher.reload(peers: try new.peerMap())
                level.current = new.logLevel
            },
            readiness: readiness,
            logger: logger
        )
        let gate = Gate(
            listener: NativeListener(
                configuration: ListenerConfiguration(place: place, threads: configuration.eventLoops),
                dispatcher: rooms.dispatcher,
                logger: logger
            ),
            directory: account.directory,
            place: place,
            readiness: readiness,
            logger: logger
        )
        try await Self.serve([keeper, maintenance, reloader, gate], logger: logger)
    }

    /// A disk that takes no writes does not keep the daemon from serving.
    private func bindTrustPolicies(_ administrator: Administrator, logger: Logger) async {
        do throws(Refusal) {
            let count = try await administrator.bindTrustPolicies()
            guard count > 0 else { return }
            logger.notice(
                "trust policies of an earlier version are bound to the users and roles that they name",
                metadata: ["roles": "\(count)"]
            )
        } catch {
            logger.warning(
                "trust policies of an earlier version go by names until the next start",
                metadata: ["reason": "\(error.message)"]
            )
        }
    }

    /// Services end in the order opposite to their start: first the gate closes, and the state last.
    private static func serve(_ services: [any Service], logger: Logger) async throws {
        // The group's own lines are about its mechanics.
        var quiet = logger
        quiet.handler = SwiftLogNoOpLogHandler()
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    .init(
                        service: $0,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    )
                },
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: quiet
            )
        )
        try await group.run()
    }

    /// The socket that systemd handed over, else the one that is configured.
    private static func place(_ configuration: Configuration) throws(Failure) -> ListenerConfiguration.Place {
        do throws(ListenerError) {
            if let socket = try ListeningSocket.activated() { return .socket(socket) }
            return .path(try SocketPath(parsing: WorkingFolder.absolute(configuration.socket)))
        } catch {
            throw Failure(error.description)
        }
    }

    private struct Rooms: Sendable {
        let authenticator: Authenticator
        let administrator: Administrator
        let dispatcher: Dispatcher
    }

    private static func rooms(_ account: OpenAccount, _ configuration: Configuration) throws(Failure) -> Rooms {
        let clock = SystemClock.clock
        let passwords = PasswordPool(
            threads: configuration.passwordThreads ?? PasswordPool.threadsOfThisMachine,
            parameters: configuration.passwordParameters
        )
        var settings = AuthenticationSettings()
        settings.passwordPolicy = configuration.passwordPolicy
        let authenticator = Authenticator(
            directory: account.directory,
            keys: account.keys,
            passwords: passwords,
            settings: settings,
            clock: clock
        )
        let administrator = Administrator(
            directory: account.directory,
            keys: account.keys,
            passwords: passwords,
            passwordPolicy: configuration.passwordPolicy,
            clock: clock,
            uptime: SystemClock.uptime
        )
        let dispatcher = Dispatcher(
            directory: account.directory,
            authenticator: authenticator,
            authorizer: Authorizer(),
            administrator: administrator,
            resolver: CallerResolver(
                keys: account.keys,
                peers: try configuration.peerMap(),
                uses: authenticator.uses
            ),
            clock: clock
        )
        return Rooms(authenticator: authenticator, administrator: administrator, dispatcher: dispatcher)
    }
}

extension Configuration {
    /// Who local processes are.
    func peerMap() throws(Failure) -> PeerMap {
        do {
            return try PeerMap(parsing: peers, rootPeers: rootPeers, ownUID: geteuid())
        } catch {
            throw Failure("`peers`: \(error.description)")
        }
    }
}
