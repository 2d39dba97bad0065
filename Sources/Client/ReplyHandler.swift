internal import Model
internal import NIOCore
internal import Wire

/// Cuts what comes from the daemon into frames and hands the replies to the calls that wait for them.
final class ReplyHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let calls: PendingCalls
    private var decoder = FrameDecoder()

    init(calls: PendingCalls) {
        self.calls = calls
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        decoder.feed(buffer.readableBytesView)
        do {
            while let frame = try decoder.next() { try take(frame, context) }
        } catch {
            end(ClientError.protocolViolation(reason: error.refusal.message), context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        calls.send(on: context.channel)
    }

    func channelInactive(context: ChannelHandlerContext) {
        calls.end(.disconnected)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(ClientError.disconnected, context)
    }

    private func take(_ frame: Frame, _ context: ChannelHandlerContext) throws(WireError) {
        switch frame {
        case .reply(let reply):
            // Call 0 is the connection itself: why it was not let in, or why nothing more of it is taken.
            guard reply.call == 0, let refusal = reply.refusal else { return calls.finish(reply) }
            end(refusal, context)
        case .item:
            break  // No RPC of today streams; a later daemon may send what this client has not asked for.
        case .call, .cancel:
            end(
                ClientError.protocolViolation(reason: "the other end sent a frame that only clients send"),
                context
            )
        }
    }

    private func end(_ error: any Error, _ context: ChannelHandlerContext) {
        calls.end(because: error)
        context.close(promise: nil)
    }
}

extension PendingCalls {
    /// Sends what waits to be sent, with one flush; only on the channel's event loop.
    func send(on channel: any Channel) {
        let frames = emptyOutbox()
        guard !frames.isEmpty else { return }
        for frame in frames { channel.write(ByteBuffer(bytes: encodeFrame(frame)), promise: nil) }
        channel.flush()
    }
}
