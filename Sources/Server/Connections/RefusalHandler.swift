import Model
import NIOCore
import Wire

/// A connection that is not let in: it is told why, and closed.
final class RefusalHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let refusal: Refusal

    init(_ refusal: Refusal) {
        self.refusal = refusal
    }

    func channelActive(context: ChannelHandlerContext) {
        let frame = ByteBuffer(bytes: encodeFrame(.reply(.refusal(call: 0, refusal))))
        // The empty socket buffer takes it at once; whether the client reads it is its own affair.
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        context.close(promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}
