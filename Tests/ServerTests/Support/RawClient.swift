import Model
import NIOCore
import NIOPosix

import Wire

/// A client of the native socket that sends what bytes it likes, and tells all that comes back.
final class RawClient: Sendable {
    enum Event: Sendable {
        case reply(ReplyFrame)
        /// The daemon closed the connection.
        case closed
    }

    private let channel: any Channel
    private let events: AsyncStream<Event>

    private init(_ channel: any Channel, _ events: AsyncStream<Event>) {
        self.channel = channel
        self.events = events
    }

    /// Connects; where it `readsNothing`, its socket fills up.
    static func connect(to path: String, readsNothing: Bool = false) async throws -> RawClient {
        let (events, tell) = AsyncStream.makeStream(of: Event.self)
        // All clients on one loop: what one of them gets before another is told before it, too.
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton.next())
            .channelOption(.autoRead, value: !readsNothing)
            .channelOption(.allowRemoteHalfClosure, value: false)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(Reader(tell))
                }
            }
            .connect(unixDomainSocketPath: path).get()
        return RawClient(channel, events)
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    func send(_ frames: Frame...) async throws { try await send(frames.flatMap(encodeFrame)) }

    /// Sends without waiting until the daemon takes it.
    func sendAnyway(_ bytes: [UInt8]) { channel.writeAndFlush(ByteBuffer(bytes: bytes), promise: nil) }

    /// Says that nothing more is sent; goes on reading.
    func endOutput() async throws { try await channel.close(mode: .output).get() }

    func close() async throws { try await channel.close().get() }

    /// What came back next; `nil` after `closed`.
    func next() async -> Event? {
        for await event in events { return event }
        return nil
    }

    /// The next reply, which must be one.
    func reply() async throws -> ReplyFrame {
        guard case .reply(let reply)? = await next() else { throw TestFailure("closed instead of a reply") }
        return reply
    }

    /// So many replies, by their calls' numbers.
    func replies(_ count: Int) async throws -> [UInt32: ReplyFrame] {
        var replies: [UInt32: ReplyFrame] = [:]
        for _ in 0..<count {
            let reply = try await reply()
            guard replies.updateValue(reply, forKey: reply.call) == nil else {
                throw TestFailure("two for \(reply.call)")
            }
        }
        return replies
    }

    /// Waits until the daemon has closed the connection.
    func repliesBeforeTheEnd() async -> Int {
        var count = 0
        while case .reply? = await next() { count += 1 }
        return count
    }

    func isClosedNext() async -> Bool {
        if case .closed? = await next() { true } else { false }
    }

    private final class Reader: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer

        private let tell: AsyncStream<Event>.Continuation
        private var frames = FrameDecoder()

        init(_ tell: AsyncStream<Event>.Continuation) {
            self.tell = tell
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            frames.feed(unwrapInboundIn(data).readableBytesView)
            while let frame = try? frames.next() {
                if case .reply(let reply) = frame { tell.yield(.reply(reply)) }
            }
        }

        func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

        func channelInactive(context: ChannelHandlerContext) {
            tell.yield(.closed)
            tell.finish()
        }
    }
}
