import Directory
import Logging
import Model
import NIOCore
import Wire

extension ConnectionHandler {
    /// Puts a reply with those that go out at the next flush.
    func reply(_ number: UInt32, _ outcome: Result<Answer, Refusal>) {
        guard let context, context.channel.isActive else { return }
        let frame: ReplyFrame
        switch outcome {
        case .success(let answer): frame = fitting(number, answer)
        case .failure(let refusal): frame = .refusal(call: number, refusal, revision: loop.current.revision)
        }
        guard frame.message.count > Self.copiedBytesMax else {
            outgoing.writeBytes(encodeFrame(.reply(frame)))
            return
        }
        let (head, tail) = encodeFrame(around: frame)
        outgoing.reserveCapacity(minimumWritableBytes: head.count + frame.message.count + tail.count)
        outgoing.writeBytes(head)
        outgoing.writeBytes(frame.message)
        outgoing.writeBytes(tail)
    }

    /// A longer message is not copied into a frame of its own first.
    private static let copiedBytesMax = 4 * 1_024

    /// A reply that the client takes: frames have their limit in both directions.
    private func fitting(_ number: UInt32, _ answer: Answer) -> ReplyFrame {
        guard answer.message.count <= Limits.frameBytesMax - Self.replyHeadBytes else {
            let refusal = Refusal.limitExceeded(
                "the answer is \(answer.message.count) bytes, more than a frame takes; ask for fewer items at a time"
            )
            return .refusal(call: number, refusal, revision: answer.revision)
        }
        // Only what reads is answered at such length: nothing was done that the client would not hear of.
        if answer.message.count > Self.plainAnswerBytesMax,
            let refusal = refusal(toAdd: outgoing.readableBytes + answer.message.count)
        {
            return .refusal(call: number, refusal, revision: answer.revision)
        }
        return .success(call: number, message: answer.message, revision: answer.revision)
    }

    /// What a reply's frame has besides its message, at most.
    private static let replyHeadBytes = 64
    /// A longer answer is not given where there is no room for what waits; the connection goes on.
    private static let plainAnswerBytesMax = 256 * 1_024
    /// An empty buffer of more bytes than this is given back.
    private static let outgoingKeptBytes = 64 * 1_024

    /// Writes what is to go out, in one system call where the socket takes it.
    func flush() {
        guard let context, outgoing.readableBytes > 0, context.channel.isActive else { return }
        writtenBytes += outgoing.readableBytes
        unsentBytesMax += outgoing.readableBytes
        if unsentBytesMax < Limits.waitingBytesStep {
            context.writeAndFlush(wrapOutboundOut(outgoing), promise: nil)
            if outgoing.capacity > Self.outgoingKeptBytes { outgoing = ByteBuffer() } else { outgoing.clear() }
        } else {
            // INVARIANT: where unsent bytes may be counted, the last write tells when they have gone; the connection
            // may have nothing else to do, and they would stay counted.
            let sent = context.eventLoop.makePromise(of: Void.self)
            sent.futureResult.assumeIsolated().whenComplete { [self] _ in countUnsent() }
            context.writeAndFlush(wrapOutboundOut(outgoing), promise: sent)
            outgoing = ByteBuffer()
            unsentBytesMax = unsentBytes
        }
        clocks.lastActivity = context.eventLoop.now
        cutIfOverfull()
    }

    /// Bytes that were written and that the socket has not taken.
    var unsentBytes: Int {
        guard let options = context?.channel.syncOptions else { return 0 }
        return (try? options.getOption(.bufferedWritableBytes)) ?? 0
    }

    private func cutIfOverfull() {
        guard let context, context.channel.isActive else { return }
        if !context.channel.isWritable, unsentBytes > settings.writeCutBytes {
            return cut("it does not read: \(unsentBytes) bytes wait for it")
        }
        if unsentBytesMax >= Limits.waitingBytesStep, let refusal = refusal(toAdd: 0) {
            cut("it does not read: \(refusal.message)")
        }
    }

    /// Closes at once; what was not sent is lost.
    func cut(_ reason: String) {
        logger.info("connection cut", metadata: ["uid": "\(peer.uid)", "pid": "\(peer.pid)", "reason": "\(reason)"])
        isClosing = true
        outgoing = ByteBuffer()
        context?.close(promise: nil)
    }

    /// Closes after what is to go out has gone; the stall clock sees to a client that does not read it.
    func closeGracefully() {
        guard !isClosing, let context else { return }
        isClosing = true
        startStallClock()
        // What has arrived is not looked at any more, however long the client takes to read.
        frames = FrameDecoder()
        writtenBytes += outgoing.readableBytes
        unsentBytesMax += outgoing.readableBytes
        let last = context.eventLoop.makePromise(of: Void.self)
        last.futureResult.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        context.writeAndFlush(wrapOutboundOut(outgoing), promise: last)
        outgoing = ByteBuffer()
        countUnsent()
    }
}
