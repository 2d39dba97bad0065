import Logging
import Model
import NIOCore
import NIOEmbedded
import Wire

@testable import Server

/// A connection by itself, whose time is wound by hand; of the root user, where the test does not say.
///
/// Not Sendable, so that a test gets all its waiting done before.
final class Bench {
    let channel: EmbeddedChannel
    let handler: ConnectionHandler
    var hasEnded = false

    init(
        _ account: TestAccount,
        uid: UInt32 = TestAccount.rootUID,
        waiting: WaitingBytes = WaitingBytes(),
        batchItemsMax: Int = Limits.batchItemsPerLoop,
        _ configure: (inout ConnectionSettings) -> Void = { _ in }
    ) throws {
        channel = EmbeddedChannel()
        // Slices of one item each, so that a batch takes as many turns as it has items.
        let batches = BatchQueue(eventLoop: channel.embeddedEventLoop, slice: .zero, itemsMax: batchItemsMax)
        var settings = ConnectionSettings()
        configure(&settings)
        var end: () -> Void = {}
        handler = ConnectionHandler(
            peer: PeerFacts(uid: uid, gid: 0, pid: 1),
            loop: LoopState(account.dispatcher, batches: batches),
            settings: settings,
            waiting: waiting,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            onEnd: { end() }
        )
        end = { [weak self] in self?.hasEnded = true }
        try channel.pipeline.syncOperations.addHandler(handler)
        channel.connect(to: try SocketAddress(unixDomainSocketPath: "/s"), promise: nil)
    }

    /// A channel and its pipeline keep each other until it is closed.
    deinit { _ = try? channel.finish(acceptAlreadyClosed: true) }

    func receive(_ bytes: [UInt8]) throws { try channel.writeInbound(ByteBuffer(bytes: bytes)) }

    func pass(_ time: TimeAmount) { channel.embeddedEventLoop.advanceTime(by: time) }

    func setWritable(_ isWritable: Bool) {
        channel.isWritable = isWritable
        channel.pipeline.fireChannelWritabilityChanged()
    }

    /// The replies of one write; `nil` where there was none.
    func written() throws -> [ReplyFrame]? {
        guard let buffer = try channel.readOutbound(as: ByteBuffer.self) else { return nil }
        var frames = FrameDecoder()
        frames.feed(buffer.readableBytesView)
        var replies: [ReplyFrame] = []
        while let frame = try frames.next() {
            if case .reply(let reply) = frame { replies.append(reply) }
        }
        return replies
    }
}
