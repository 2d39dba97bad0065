internal import CPosix
package import Authentication
package import Logging
import Model
import NIOCore
import NIOPosix
import Synchronization

/// Takes connections on the native socket.
///
/// `start` takes the socket and returns when connections are taken; `drain` ends that, once. The event loops are the
/// listener's own.
package final class NativeListener: Sendable {
    private struct State {
        var group: MultiThreadedEventLoopGroup?
        var channel: (any Channel)?
        var socket: ListeningSocket?
    }

    private let configuration: ListenerConfiguration
    private let dispatcher: Dispatcher
    private let logger: Logger
    private let counts: ConnectionCounts
    private let waiting: WaitingBytes
    private let registry = ConnectionRegistry()
    private let state = Mutex(State())

    package init(configuration: ListenerConfiguration, dispatcher: Dispatcher, logger: Logger) {
        self.configuration = configuration
        self.dispatcher = dispatcher
        self.logger = logger
        counts = ConnectionCounts(
            perUIDMax: configuration.connectionsPerUID,
            allMax: configuration.connectionsInAll
        )
        waiting = WaitingBytes(
            perUIDMax: configuration.waitingBytesPerUID,
            allMax: configuration.waitingBytesInAll
        )
    }

    /// Takes the socket, and connections on it.
    package func start() async throws {
        let socket =
            switch configuration.place {
            case .path(let path): try path.listen()
            case .socket(let socket): socket
            }
        let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.threads)
        do {
            let loops = try await makeLoops(of: group)
            let channel = try await bootstrap(group, loops).withBoundSocket(socket.descriptor).get()
            state.withLock { $0 = State(group: group, channel: channel, socket: socket) }
        } catch {
            socket.removeFile()
            try? await group.shutdownGracefully()
            throw error
        }
    }

    /// Knows peers by another map from now on, also on connections that are there already.
    package func reload(peers: PeerMap) {
        dispatcher.reload(peers: peers)
    }

    private typealias Loops = [ObjectIdentifier: NIOLoopBound<LoopState>]

    /// One state for each loop, made on it.
    private func makeLoops(of group: MultiThreadedEventLoopGroup) async throws -> Loops {
        var loops: Loops = [:]
        let dispatcher = dispatcher
        for eventLoop in group.makeIterator() {
            loops[ObjectIdentifier(eventLoop)] = try await eventLoop.submit {
                NIOLoopBound(LoopState(dispatcher, eventLoop: eventLoop), eventLoop: eventLoop)
            }.get()
        }
        return loops
    }

    private func bootstrap(_ group: MultiThreadedEventLoopGroup, _ loops: Loops) -> ServerBootstrap {
        let settings = configuration.connection
        return ServerBootstrap(group: group)
            // A client that has sent its last call may say so, and still gets its answers.
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(
                .writeBufferWaterMark,
                value: .init(low: max(1, settings.writePauseBytes / 2), high: max(1, settings.writePauseBytes))
            )
            .childChannelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(minimum: 1_024, initial: 4_096, maximum: 128 * 1_024)
            )
            .childChannelInitializer { [self] channel in
                channel.eventLoop.makeCompletedFuture { try admit(channel, loops) }
            }
    }

    // MARK: Connections

    /// Lets a connection in, or tells it why not.
    private func admit(_ channel: any Channel, _ loops: Loops) throws {
        guard let loop = loops[ObjectIdentifier(channel.eventLoop)]?.value else { throw ChannelError.ioOnClosedChannel }
        let pipeline = channel.pipeline.syncOperations
        let peer = try pipeline.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) { socket in
            try PeerCredentials.facts(of: socket)
        }
        guard let peer else { throw ChannelError.operationUnsupported }
        do throws(Refusal) {
            try counts.enter(uid: peer.uid)
        } catch {
            return try refuse(channel, peer, error)
        }
        guard registry.add(channel) else {
            counts.leave(uid: peer.uid)
            return try refuse(channel, peer, .unavailable("the daemon is stopping; try again when it is back"))
        }
        let (counts, registry) = (counts, registry)
        let handler = ConnectionHandler(
            peer: peer,
            loop: loop,
            settings: configuration.connection,
            waiting: waiting,
            logger: logger,
            onEnd: {
                counts.leave(uid: peer.uid)
                registry.remove(channel)
            }
        )
        try pipeline.addHandler(handler)
    }

    private func refuse(_ channel: any Channel, _ peer: PeerFacts, _ refusal: Refusal) throws {
        logger.info(
            "connection refused",
            metadata: ["uid": "\(peer.uid)", "pid": "\(peer.pid)", "reason": "\(refusal.message)"]
        )
        try channel.pipeline.syncOperations.addHandler(RefusalHandler(refusal))
    }

    // MARK: The end

    /// Takes no more connections and no more calls, waits for the calls in flight, and closes.
    package func drain() async {
        dispatcher.beginDraining()
        let (group, channel, socket) = state.withLock { state in
            defer { state = State() }
            return (state.group, state.channel, state.socket)
        }
        guard let group, let channel else { return }
        // While the socket is open its file's number is nobody else's, so that the file is known for certain.
        socket?.removeFile()
        try? await channel.close().get()
        for channel in registry.close() {
            channel.pipeline.fireUserInboundEventTriggered(ConnectionHandler.Drain())
        }
        await waitForConnections(configuration.drain)
        for channel in registry.channels { channel.close(promise: nil) }
        // Their work was told to stop; what does not heed that has a moment more.
        await waitForConnections(Self.graceAfterDrain)
        // A loop that is gone could not take the end of work that is still going on; then the process's end ends both.
        guard registry.isEmpty else { return }
        try? await group.shutdownGracefully()
    }

    private static let graceAfterDrain = Duration.seconds(1)

    private func waitForConnections(_ time: Duration) async {
        let registry = registry
        await withTaskGroup { tasks in
            tasks.addTask { await registry.waitUntilEmpty() }
            tasks.addTask { try? await Task.sleep(for: time) }
            await tasks.next()
            tasks.cancelAll()
        }
    }
}
