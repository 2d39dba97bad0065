import CWire
import Model
import Support
import Testing
import Wire

/// The codec that is written by hand against the C that protoc-c wrote for the same proto.
@Suite struct FrameTests {
    static let full: [Frame] = [
        .call(
            CallFrame(
                call: 4_000_000_000,
                method: "/postern.v1.Authorization/Authorize",
                timeoutMilliseconds: 30_000,
                token: "postern1.é",
                metadata: [MetadataPair(key: "a", value: "b"), MetadataPair(key: "c", value: "")],
                message: [0, 1, 0xff] + .init(repeating: 7, count: 300),
                atLeastRevision: Revision(rawValue: .max)
            )
        ),
        .call(CallFrame(call: 0, method: "")),
        .reply(.success(call: 1, message: [1, 2, 3], revision: Revision(rawValue: 300))),
        .reply(.success(call: 1, message: [], revision: .zero)),
        .reply(.refusal(call: 128, .noSuchEntity("no user `é`"), revision: Revision(rawValue: 1))),
        .item(call: 3, message: [5]),
        .item(call: 3, message: []),
        .cancel(call: 127),
        .cancel(call: 0),
    ]

    private func body(_ frame: Frame) -> [UInt8] { Array(encodeFrame(frame).dropFirst(4)) }

    private func decoded(_ body: [UInt8]) throws(WireError) -> Frame? {
        var decoder = FrameDecoder()
        decoder.feed([24, 16, 8, 0].map { UInt8(truncatingIfNeeded: body.count >> $0) })
        decoder.feed(body)
        return try decoder.next()
    }

    /// What protobuf-c makes of a frame and writes again.
    private func throughC(_ body: [UInt8]) -> [UInt8]? {
        guard let frame = unsafe postern__v1__frame__unpack(nil, body.count, body) else { return nil }
        defer { unsafe postern__v1__frame__free_unpacked(frame, nil) }
        var bytes = unsafe [UInt8](repeating: 0, count: postern__v1__frame__get_packed_size(frame))
        let size = unsafe postern__v1__frame__pack(frame, &bytes)
        #expect(size == bytes.count)
        return bytes
    }

    @Test(arguments: full) func `a frame comes through, and protobuf-c reads and writes the same bytes`(
        _ frame: Frame
    ) throws {
        #expect(try decoded(body(frame)) == frame)
        #expect(throughC(body(frame)) == body(frame))
    }

    @Test(arguments: full) func `a reply around its message is the whole reply`(_ frame: Frame) {
        guard case .reply(let reply) = frame else { return }
        let (head, tail) = encodeFrame(around: reply)
        #expect((reply.message.isEmpty ? head : head + reply.message + tail) == encodeFrame(frame))
        var long = reply
        long.message = .init(repeating: 7, count: 70_000)
        let around = encodeFrame(around: long)
        #expect(around.head + long.message + around.tail == encodeFrame(.reply(long)))
        #expect(around.head.count < 64)
    }

    @Test func `a frame has its length in front`() {
        #expect(encodeFrame(.cancel(call: 7)) == [0, 0, 0, 4, 0x08, 7, 0x2a, 0])
        let long = encodeFrame(.item(call: 0, message: .init(repeating: 0, count: 70_000)))
        #expect(long.prefix(4) == [0, 1, 0x11, 0x78])
        #expect(long.count == 70_008 + 4)
    }

    private static let item = Protobuf.bytes(4, Protobuf.bytes(1, [1]))

    private static func request(_ fields: [UInt8]) -> [UInt8] { Protobuf.bytes(2, fields) }

    private static func metadata(_ key: Int, _ value: Int) -> [UInt8] {
        let (key, value) = ([UInt8](repeating: 0x61, count: key), [UInt8](repeating: 0x61, count: value))
        return request(Protobuf.bytes(4, Protobuf.bytes(1, key) + Protobuf.bytes(2, value)))
    }

    @Test(arguments: [
        Case("an item", item, nil),
        Case("no kind", Protobuf.number(1, 1), .malformed("Frame")),
        Case("a call that is a text", Protobuf.text(1, "1") + item, .wrongWireType(field: "call")),
        Case("a kind that is a number", Protobuf.number(4, 1), .wrongWireType(field: "item")),
        Case("a group", Protobuf.tag(4, 3) + Protobuf.tag(4, 4), .malformed("Frame")),
        Case("what is not known", Protobuf.number(99, 1) + item + Protobuf.text(98, "x"), nil),
        Case("what is not known, cut short", item + [0x9a, 0x06, 5, 0x61], .malformed("Frame")),
        Case("what is not known, inside", Protobuf.bytes(5, Protobuf.number(9, 1)), nil),
        Case("what is not known, inside, cut short", Protobuf.bytes(5, [0x48]), .malformed("cancel")),
        Case("a kind longer than the frame", [0x22, 3, 0x0a, 0], .malformed("item")),
        Case("a field longer than its kind", [0x22, 2, 0x0a, 1], .malformed("item.message")),
        Case("a method with a NUL", request(Protobuf.text(1, "/a\0")), .notText(field: "request.method")),
        Case("a method", request(Protobuf.text(1, "/a")), nil),
        Case("a token that is not UTF-8", request(Protobuf.bytes(3, [0x80])), .notText(field: "request.token")),
        Case("a message that is not UTF-8", request(Protobuf.bytes(5, [0x80, 0])), nil),
        Case("a message that is a number", request(Protobuf.number(5, 1)), .wrongWireType(field: "request.message")),
        Case("metadata", metadata(64, 1_024), nil),
        Case("a key too long", metadata(65, 1), .tooLong(field: "request.metadata.key", bytesMax: 64)),
        Case("a value too long", metadata(1, 1_025), .tooLong(field: "request.metadata.value", bytesMax: 1_024)),
        Case("16 pairs", request(.init([[UInt8]](repeating: [0x22, 0], count: 16).joined())), nil),
        Case(
            "17 pairs",
            request(.init([[UInt8]](repeating: [0x22, 0], count: 17).joined())),
            .tooMany(field: "request.metadata", max: 16)
        ),
    ]) func `what is wrong in a frame is named`(_ c: Case) {
        do throws(WireError) {
            #expect(try decoded(c.bytes) != nil)
            #expect(c.error == nil)
        } catch {
            #expect(error == c.error)
        }
    }

    @Test func `what comes twice is taken as protobuf says`() throws {
        let call = Protobuf.number(1, 1) + Protobuf.number(1, 2)
        #expect(try decoded(call + Protobuf.bytes(5, [])) == .cancel(call: 2))
        // Of two kinds, the last; of one kind in two parts, both together.
        #expect(try decoded(call + Self.item + Protobuf.bytes(5, [])) == .cancel(call: 2))
        let parts = Self.request(Protobuf.text(1, "/a") + Protobuf.text(3, "t")) + Self.request(Protobuf.text(1, "/b"))
        #expect(try decoded(parts) == .call(CallFrame(call: 0, method: "/b", token: "t")))
        let errors = Protobuf.bytes(
            3,
            Protobuf.bytes(2, Protobuf.text(1, "c")) + Protobuf.bytes(2, Protobuf.text(2, "m"))
        )
        #expect(try decoded(errors) == .reply(ReplyFrame(call: 0, error: .init(code: "c", message: "m"))))
    }

    @Test func `a reply tells what a refusal says`() throws {
        let refusal = Refusal.deleteConflict("`alice` still has 2 access keys")
        let reply = ReplyFrame.refusal(call: 1, refusal, revision: Revision(rawValue: 9))
        #expect(reply.refusal == refusal)
        #expect(reply.outcome == .failure(refusal))
        #expect(ReplyFrame.success(call: 1, message: [1], revision: .zero).outcome == .success([1]))
        // A status of a later version is a refusal all the same.
        #expect(ReplyFrame(call: 1, status: 99).refusal?.status == .unknown)
        let quoting = encodeFrame(.reply(.refusal(call: 1, .validation("`a\0b` is no name"))))
        guard case .reply(let taken) = try decoded(Array(quoting.dropFirst(4))) else {
            Issue.record("no reply")
            return
        }
        #expect(taken.refusal == .validation("`a\u{fffd}b` is no name"))
    }

    @Test(arguments: Seed.forThisRun(count: 200))
    func `a frame changed at random is refused or read as protobuf-c does`(
        _ seed: Seed
    ) throws {
        var random = SeededGenerator(seed)
        for frame in Self.full {
            var bytes = body(frame)
            guard !bytes.isEmpty else { continue }
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            do throws(WireError) {
                guard let taken = try decoded(bytes) else { continue }
                // What is taken here, protobuf-c takes too, and it finds the same message in it.
                guard let again = throughC(bytes) else {
                    Issue.record("protobuf-c refuses \(bytes)")
                    continue
                }
                if case .item(let call, let message) = taken {
                    #expect(try decoded(again) == .item(call: call, message: message))
                }
            } catch {
                #expect(error.refusal.status == .invalidArgument)
            }
        }
    }
}
