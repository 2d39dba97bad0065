internal import Model

/// Reads one `postern.v1.Frame`.
///
/// By hand, so that the message in a call is copied once. As protobuf has it: of a field that comes twice the last
/// counts, of the kinds of frame the last that comes, a kind that comes twice in a row is merged, and what is not known
/// is passed over.
enum FrameReader {
    /// The numbers of `Frame`'s fields.
    private enum Number {
        static let call: UInt32 = 1
        static let request: UInt32 = 2
        static let reply: UInt32 = 3
        static let item: UInt32 = 4
        static let cancel: UInt32 = 5
    }

    /// The frame whose body is that part of the bytes.
    static func read(_ bytes: borrowing Span<UInt8>, _ part: Range<Int>) throws(WireError) -> Frame {
        var call: UInt32 = 0
        var kind: Frame?
        var fields = FieldReader(part, "Frame")
        while let field = try fields.next(in: bytes) {
            switch field.number {
            case Number.call: call = try fields.number32(field, "call", in: bytes)
            case Number.request:
                var frame = CallFrame(call: 0, method: "")
                if case .call(let earlier) = kind { frame = earlier }
                try read(&frame, bytes, try fields.part(field, "request", in: bytes))
                kind = .call(frame)
            case Number.reply:
                var frame = ReplyFrame(call: 0)
                if case .reply(let earlier) = kind { frame = earlier }
                try read(&frame, bytes, try fields.part(field, "reply", in: bytes))
                kind = .reply(frame)
            case Number.item:
                var message: [UInt8] = []
                if case .item(_, let earlier) = kind { message = earlier }
                try readItem(&message, bytes, try fields.part(field, "item", in: bytes))
                kind = .item(call: 0, message: message)
            case Number.cancel:
                try readCancel(bytes, try fields.part(field, "cancel", in: bytes))
                kind = .cancel(call: 0)
            default: try fields.skip(field, in: bytes)
            }
        }
        return try numbered(kind, call)
    }

    /// Gives a frame the number of its call, which stands beside it on the wire.
    private static func numbered(_ kind: Frame?, _ call: UInt32) throws(WireError) -> Frame {
        switch kind {
        case .call(var frame):
            frame.call = call
            return .call(frame)
        case .reply(var frame):
            frame.call = call
            return .reply(frame)
        case .item(_, let message): return .item(call: call, message: message)
        case .cancel: return .cancel(call: call)
        case nil: throw .malformed("Frame")
        }
    }

    private static func read(
        _ frame: inout CallFrame,
        _ bytes: borrowing Span<UInt8>,
        _ part: Range<Int>
    ) throws(WireError) {
        var fields = FieldReader(part, "request")
        while let field = try fields.next(in: bytes) {
            switch field.number {
            case 1: frame.method = try fields.text(field, "request.method", in: bytes)
            case 2: frame.timeoutMilliseconds = try fields.number32(field, "request.timeout_ms", in: bytes)
            case 3: frame.token = try fields.text(field, "request.token", in: bytes)
            case 4:
                guard frame.metadata.count < MetadataPair.countMax else {
                    throw .tooMany(field: "request.metadata", max: MetadataPair.countMax)
                }
                frame.metadata.append(try readPair(bytes, try fields.part(field, "request.metadata", in: bytes)))
            case 5: frame.message = try fields.bytes(field, "request.message", in: bytes)
            case 6:
                let revision = try fields.number(field, "request.at_least_revision", in: bytes)
                frame.atLeastRevision = Revision(rawValue: revision)
            default: try fields.skip(field, in: bytes)
            }
        }
    }

    private static func readPair(
        _ bytes: borrowing Span<UInt8>,
        _ part: Range<Int>
    ) throws(WireError) -> MetadataPair {
        var pair = MetadataPair(key: "", value: "")
        var fields = FieldReader(part, "request.metadata")
        while let field = try fields.next(in: bytes) {
            switch field.number {
            case 1: pair.key = try fields.text(field, "request.metadata.key", in: bytes)
            case 2: pair.value = try fields.text(field, "request.metadata.value", in: bytes)
            default: try fields.skip(field, in: bytes)
            }
        }
        guard pair.key.utf8.count <= MetadataPair.keyBytesMax else {
            throw .tooLong(field: "request.metadata.key", bytesMax: MetadataPair.keyBytesMax)
        }
        guard pair.value.utf8.count <= MetadataPair.valueBytesMax else {
            throw .tooLong(field: "request.metadata.value", bytesMax: MetadataPair.valueBytesMax)
        }
        return pair
    }

    private static func read(
        _ frame: inout ReplyFrame,
        _ bytes: borrowing Span<UInt8>,
        _ part: Range<Int>
    ) throws(WireError) {
        var fields = FieldReader(part, "reply")
        while let field = try fields.next(in: bytes) {
            switch field.number {
            case 1: frame.status = try fields.number32(field, "reply.status", in: bytes)
            case 2:
                var fault = frame.error ?? ReplyFrame.Fault()
                try read(&fault, bytes, try fields.part(field, "reply.error", in: bytes))
                frame.error = fault
            case 3: frame.message = try fields.bytes(field, "reply.message", in: bytes)
            case 4: frame.revision = Revision(rawValue: try fields.number(field, "reply.revision", in: bytes))
            default: try fields.skip(field, in: bytes)
            }
        }
    }

    private static func read(
        _ fault: inout ReplyFrame.Fault,
        _ bytes: borrowing Span<UInt8>,
        _ part: Range<Int>
    ) throws(WireError) {
        var fields = FieldReader(part, "reply.error")
        while let field = try fields.next(in: bytes) {
            switch field.number {
            case 1: fault.code = try fields.text(field, "reply.error.code", in: bytes)
            case 2: fault.message = try fields.text(field, "reply.error.message", in: bytes)
            default: try fields.skip(field, in: bytes)
            }
        }
    }

    private static func readItem(
        _ message: inout [UInt8],
        _ bytes: borrowing Span<UInt8>,
        _ part: Range<Int>
    ) throws(WireError) {
        var fields = FieldReader(part, "item")
        while let field = try fields.next(in: bytes) {
            switch field.number {
            case 1: message = try fields.bytes(field, "item.message", in: bytes)
            default: try fields.skip(field, in: bytes)
            }
        }
    }

    private static func readCancel(_ bytes: borrowing Span<UInt8>, _ part: Range<Int>) throws(WireError) {
        var fields = FieldReader(part, "cancel")
        while let field = try fields.next(in: bytes) { try fields.skip(field, in: bytes) }
    }
}
