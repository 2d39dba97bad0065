internal import Model

/// The bytes of a frame with its length in front, as they go onto the socket.
package func encodeFrame(_ frame: Frame) -> [UInt8] {
    switch frame {
    case .call(let call): encodeFrame(2, call: call.call, call)
    case .reply(let reply): encodeFrame(3, call: reply.call, reply)
    case .item(let call, let message): encodeFrame(4, call: call, ItemBody(message: message))
    case .cancel(let call): encodeFrame(5, call: call, CancelBody())
    }
}

/// What stands before and after a reply's message in the bytes that `encodeFrame` makes of it, so that a long message is
/// written from where it is.
package func encodeFrame(around reply: ReplyFrame) -> (head: [UInt8], tail: [UInt8]) {
    guard !reply.message.isEmpty else { return (encodeFrame(.reply(reply)), []) }
    let bodySize = reply.size
    var size = FieldSizes()
    size.number(1, UInt64(reply.call))
    size.message(3, size: bodySize)
    var head = FieldWriter(frameOf: size.count + bodySize, reserving: 64)
    head.number(1, UInt64(reply.call))
    head.message(3, size: bodySize)
    reply.putHead(into: &head)
    head.message(ReplyFrame.messageNumber, size: reply.message.count)
    var tail = FieldWriter(reserving: 16)
    reply.putTail(into: &tail)
    return (head.bytes, tail.bytes)
}

@inline(__always)
private func encodeFrame(_ number: UInt8, call: UInt32, _ body: some FrameBody) -> [UInt8] {
    let bodySize = body.size
    var size = FieldSizes()
    size.number(1, UInt64(call))
    size.message(number, size: bodySize)
    var writer = FieldWriter(frameOf: size.count + bodySize)
    writer.number(1, UInt64(call))
    writer.message(number, size: bodySize)
    body.put(into: &writer)
    return writer.bytes
}

/// The fields of a message of a frame, put into a counter first and a writer then.
private protocol FrameBody {
    func put(into fields: inout some FieldSink)
}

extension FrameBody {
    fileprivate var size: Int {
        var sizes = FieldSizes()
        put(into: &sizes)
        return sizes.count
    }
}

extension CallFrame: FrameBody {
    fileprivate func put(into fields: inout some FieldSink) {
        fields.text(1, method)
        fields.number(2, UInt64(timeoutMilliseconds))
        fields.text(3, token)
        for pair in metadata {
            fields.message(4, size: pair.size)
            pair.put(into: &fields)
        }
        fields.bytes(5, message)
        fields.number(6, atLeastRevision.rawValue)
    }
}

extension MetadataPair: FrameBody {
    fileprivate func put(into fields: inout some FieldSink) {
        fields.text(1, key)
        fields.text(2, value)
    }
}

extension ReplyFrame: FrameBody {
    fileprivate static let messageNumber: UInt8 = 3

    fileprivate func put(into fields: inout some FieldSink) {
        putHead(into: &fields)
        fields.bytes(Self.messageNumber, message)
        putTail(into: &fields)
    }

    fileprivate func putHead(into fields: inout some FieldSink) {
        fields.number(1, UInt64(status))
        if let error {
            fields.message(2, size: error.size)
            error.put(into: &fields)
        }
    }

    fileprivate func putTail(into fields: inout some FieldSink) {
        fields.number(4, revision.rawValue)
    }
}

extension ReplyFrame.Fault: FrameBody {
    fileprivate func put(into fields: inout some FieldSink) {
        fields.text(1, code)
        // What is told may quote a NUL out of a policy; a reader would refuse the whole frame for it.
        fields.text(2, message.utf8.contains(0) ? String(message.map { $0 == "\0" ? "\u{fffd}" : $0 }) : message)
    }
}

private struct ItemBody: FrameBody {
    let message: [UInt8]

    func put(into fields: inout some FieldSink) {
        fields.bytes(1, message)
    }
}

private struct CancelBody: FrameBody {
    func put(into fields: inout some FieldSink) {}
}
