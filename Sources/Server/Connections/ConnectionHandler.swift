import Logging
import Model
import NIOCore
import Wire

/// One connection on the native socket: frames in, replies out, and all that bounds them.
///
/// Lives on its channel's event loop and nowhere else. A call whose answer needs no waiting is answered while it is
/// read; all replies of one read go out in one write. Work goes on in the background only for calls in `calls`, and
/// for `running` also after the client gave them up: a client that cancels cannot have more work done than one that
/// waits.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Asked of a connection when the daemon stops: answer what is in flight, then close.
    struct Drain: Sendable {}

    let peer: PeerFacts
    let loop: LoopState
    let settings: ConnectionSettings
    let logger: Logger
    /// What waits here, as it is counted for the peer's uid.
    var share: WaitingShare
    /// Called once nothing of the connection is left, its background work included.
    private let onEnd: () -> Void

    var context: ChannelHandlerContext?
    var frames = FrameDecoder()
    /// Calls that are not answered yet, by their numbers.
    var calls: [UInt32: CallInFlight] = [:]
    /// Calls whose work has not ended, answered or not.
    var running = 0
    /// The bytes that are held for those.
    var heldBytes = 0
    /// Replies that were not written yet.
    var outgoing = ByteBuffer()
    /// All bytes that were ever written, sent or not.
    var writtenBytes = 0
    /// At most so many bytes were written and not sent.
    var unsentBytesMax = 0
    private var isTaking = false
    private var isTakingScheduled = false
    private var isGoingOnScheduled = false
    /// The channel wants to read, and is kept from it.
    var isReadHeld = false
    /// The client sends no more; it still reads.
    var isInputClosed = false
    var isDraining = false
    /// No frame is taken any more; what was written is on its way.
    var isClosing = false
    private var hasEnded = false
    var clocks = ConnectionClocks()

    init(
        peer: PeerFacts,
        loop: LoopState,
        settings: ConnectionSettings,
        waiting: WaitingBytes,
        logger: Logger,
        onEnd: @escaping () -> Void
    ) {
        self.peer = peer
        self.loop = loop
        self.settings = settings
        share = WaitingShare(of: waiting, uid: peer.uid)
        self.logger = logger
        self.onEnd = onEnd
    }

    // MARK: What the channel tells

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        clocks.lastActivity = context.eventLoop.now
        startIdleClock()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isClosing else { return }
        clocks.lastActivity = context.eventLoop.now
        frames.feed(unwrapInboundIn(data).readableBytesView)
        takeFrames()
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        flush()
        closeIfFinished()
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { goOn() } else { startStallClock() }
    }

    func read(context: ChannelHandlerContext) {
        if mayRead { context.read() } else { isReadHeld = true }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case ChannelEvent.inputClosed:
            isInputClosed = true
            closeIfFinished()
        case is Drain:
            isDraining = true
            closeIfFinished()
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // The peer is gone: its reads will not come, so that nothing is left to be told.
        logger.debug("connection failed", metadata: ["uid": "\(peer.uid)", "pid": "\(peer.pid)", "error": "\(error)"])
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        isClosing = true
        clocks.cancelAll()
        giveUpCalls()
        outgoing = ByteBuffer()
        (frames, unsentBytesMax) = (FrameDecoder(), 0)
        countFewer()
        endIfDone()
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        isClosing = true
        clocks.cancelAll()
        giveUpCalls()
        endIfDone()
    }

    // MARK: Frames

    /// Whether no more frames are taken for now: the client must first read its replies, or its calls must end.
    var isPaused: Bool {
        !(context?.channel.isWritable ?? false) || heldBytes >= settings.heldBytesMax
    }

    /// Whether more may come in: only when what is here has been taken, so that nothing piles up.
    private var mayRead: Bool { !isPaused && !isTakingScheduled && !isClosing }

    /// Takes the frames that have arrived whole.
    private func takeFrames() {
        guard !isTaking, !isTakingScheduled else { return }
        isTaking = true
        takeWholeFrames()
        frames.dropTaken()
        isTaking = false
        // Only what is left waits. A frame is refused as soon as its length is here, and not when its bytes are.
        if !isClosing { countOrFail() }
    }

    private func takeWholeFrames() {
        let end = NIODeadline.now() + settings.framesTurn
        var untimed = 0
        while !isClosing, !isPaused {
            do throws(WireError) {
                guard let frame = try frames.next() else { break }
                clocks.frameBegan = nil
                take(frame)
                untimed += frame.weight
            } catch {
                return fail(error.refusal)
            }
            if outgoing.readableBytes >= settings.writePauseBytes { flush() }
            // A clock is read for every few frames: a single short call costs none.
            guard untimed >= Self.weightPerClock else { continue }
            untimed = 0
            if NIODeadline.now() >= end { return takeFramesLater() }
        }
        watchHalfFrame()
    }

    /// What frames weigh, together, that are taken between two looks at the clock.
    private static let weightPerClock = 16

    /// Lets other connections have their turn; see `BatchQueue` for why a task that is due at once would not.
    private func takeFramesLater() {
        isTakingScheduled = true
        context?.eventLoop.assumeIsolated().scheduleTask(in: BatchQueue.pause) { [self] in
            isTakingScheduled = false
            goOn()
        }
    }

    private func take(_ frame: Frame) {
        switch frame {
        case .call(let call): take(call)
        case .cancel(let number): cancel(number)
        case .item(let number, _):
            let refusal = Refusal.invalidInput(
                "call \(number) takes no stream of messages; its request stands in the call"
            )
            if let call = calls[number] { abandon(call, refusal) } else { reply(number, .failure(refusal)) }
        case .reply(let reply):
            fail(.invalidInput("call \(reply.call) has a reply from the client; only the daemon replies"))
        }
    }

    /// Does what has become possible: after a call has ended, after the client has read.
    func goOn() {
        if !isClosing, !isPaused { takeFrames() }
        flush()
        closeIfFinished()
        guard isReadHeld, mayRead else { return }
        isReadHeld = false
        context?.read()
    }

    /// Goes on once the loop has done what is due: calls that end together share a write.
    func goOnSoon() {
        guard !isGoingOnScheduled, let context else { return }
        isGoingOnScheduled = true
        context.eventLoop.assumeIsolated().execute { [self] in
            isGoingOnScheduled = false
            goOn()
        }
    }

    // MARK: The end

    /// Closes once a client that sends no more, or a daemon that stops, has nothing left to wait for.
    func closeIfFinished() {
        guard isInputClosed || isDraining, calls.isEmpty, !isClosing else { return }
        if !isDraining {
            // Frames that have arrived are still to be taken.
            guard !isPaused, !isTaking, !isTakingScheduled else { return }
            guard !frames.isMidFrame else { return fail(.invalidInput("the connection ended inside a frame")) }
        }
        closeGracefully()
    }

    /// Tells the client why nothing it sends will be understood any more, and closes.
    func fail(_ refusal: Refusal) {
        logger.info(
            "connection refused",
            metadata: ["uid": "\(peer.uid)", "pid": "\(peer.pid)", "reason": "\(refusal.message)"]
        )
        giveUpCalls()
        reply(0, .failure(refusal))
        closeGracefully()
    }

    /// Ends the connection's count when neither it nor work for it is left.
    func endIfDone() {
        guard !hasEnded, running == 0, context?.channel.isActive != true else { return }
        hasEnded = true
        (frames, unsentBytesMax) = (FrameDecoder(), 0)
        countFewer()
        onEnd()
    }
}

extension Frame {
    /// What taking the frame may cost, in short calls: one with a policy of its own takes as long as many.
    fileprivate var weight: Int {
        if case .call(let call) = self { 1 + call.message.count / 1_024 } else { 1 }
    }
}
