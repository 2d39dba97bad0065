import Model
import Support
import Testing
import Wire

@Suite struct FrameDecoderTests {
    struct Stream: Sendable, CustomTestStringConvertible {
        let name: String
        let chunks: [[UInt8]]
        let frames: [Frame]
        let error: WireError?
        let isMidFrame: Bool

        init(
            _ name: String,
            _ chunks: [[UInt8]],
            _ frames: [Frame],
            _ error: WireError? = nil,
            isMidFrame: Bool = false
        ) {
            (self.name, self.chunks, self.frames) = (name, chunks, frames)
            (self.error, self.isMidFrame) = (error, isMidFrame)
        }

        var testDescription: String { name }
    }

    private static let cancel: [UInt8] = [0, 0, 0, 4, 0x08, 7, 0x2a, 0]
    private static let cancelled = Frame.cancel(call: 7)
    /// The limit that the tables' decoders have.
    private static let bytesMax = 16

    /// A frame with an item, whose body has so many bytes.
    private static func item(bodyBytes: Int) -> (bytes: [UInt8], frame: Frame) {
        let frame = Frame.item(call: 1, message: .init(repeating: 9, count: bodyBytes - 6))
        return (encodeFrame(frame), frame)
    }

    private static let largest = item(bodyBytes: bytesMax)

    @Test(arguments: [
        Stream("nothing", [], []),
        Stream("nothing, in a chunk", [[]], []),
        Stream("one frame", [cancel], [cancelled]),
        Stream("three in one chunk", [cancel + cancel + cancel], [cancelled, cancelled, cancelled]),
        Stream("split inside the length", [[0, 0], [0, 4, 0x08, 7, 0x2a, 0]], [cancelled]),
        Stream("split after the length", [[0, 0, 0, 4], [0x08, 7, 0x2a, 0]], [cancelled]),
        Stream("split inside the body", [[0, 0, 0, 4, 0x08], [7, 0x2a, 0]], [cancelled]),
        Stream("byte by byte", cancel.map { [$0] }, [cancelled]),
        Stream("one and a half", [cancel + [0, 0, 0, 4, 0x08]], [cancelled], isMidFrame: true),
        Stream("half a length", [[0, 0]], [], isMidFrame: true),
        Stream("a length and no body", [[0, 0, 0, 4]], [], isMidFrame: true),
        Stream("all but a byte", [Array(cancel.dropLast())], [], isMidFrame: true),
        Stream("as long as may be", [largest.bytes], [largest.frame]),
        Stream(
            "a byte longer, no body",
            [[0, 0, 0, 17]],
            [],
            .frameTooLong(bytes: 17, bytesMax: bytesMax)
        ),
        Stream("a byte longer", [item(bodyBytes: 17).bytes], [], .frameTooLong(bytes: 17, bytesMax: bytesMax)),
        Stream(
            "4 GiB, no body",
            [[0xff, 0xff, 0xff, 0xff]],
            [],
            .frameTooLong(bytes: 0xffff_ffff, bytesMax: bytesMax)
        ),
        Stream("length 0", [[0, 0, 0, 0]], [], .emptyFrame),
        Stream("length 0 after a frame", [cancel + [0, 0, 0, 0] + cancel], [cancelled], .emptyFrame),
        Stream("a length that is less than the body", [[0, 0, 0, 3, 0x08, 7, 0x2a, 0]], [], .malformed("cancel")),
        Stream("a frame of no kind", [[0, 0, 0, 2, 0x08, 7]], [], .malformed("Frame")),
    ]) func `cuts a stream into frames`(_ stream: Stream) {
        var decoder = FrameDecoder(bytesMax: Self.bytesMax)
        var frames: [Frame] = []
        var error: WireError?
        for chunk in stream.chunks {
            decoder.feed(chunk)
            do throws(WireError) {
                while let frame = try decoder.next() { frames.append(frame) }
            } catch let thrown {
                error = thrown
            }
        }
        #expect(frames == stream.frames)
        #expect(error == stream.error)
        #expect(decoder.isMidFrame == stream.isMidFrame)
    }

    @Test func `a decoder that has refused goes on refusing`() {
        var decoder = FrameDecoder()
        decoder.feed([0, 0, 0, 0])
        for _ in 0..<3 {
            #expect(throws: WireError.emptyFrame) { try decoder.next() }
            decoder.feed(Self.cancel)
        }
        #expect(!decoder.isMidFrame)
    }

    @Test func `a frame is known for as long as it will be once its length is here`() throws {
        var decoder = FrameDecoder()
        func claimed(after bytes: [UInt8]) throws -> Int {
            decoder.feed(bytes)
            while try decoder.next() != nil {}
            return decoder.claimedBytes
        }
        #expect(decoder.claimedBytes == 0)
        #expect(try claimed(after: [0, 0, 4]) == 3)
        #expect(try claimed(after: [0]) == 1_028)
        #expect(try claimed(after: [8]) == 1_028)
        decoder = FrameDecoder()
        #expect(try claimed(after: Self.cancel + [0, 0, 4, 0]) == 1_028)
        #expect(try claimed(after: [8]) == 1_028)
        decoder = FrameDecoder()
        #expect(try claimed(after: Array(Self.cancel.dropLast())) == Self.cancel.count)
        #expect(try claimed(after: Self.cancel.suffix(1)) == 0)
        decoder.feed([0, 0, 0, 0])
        #expect(throws: WireError.emptyFrame) { try decoder.next() }
        #expect(decoder.claimedBytes == 0)
    }

    @Test(arguments: Seed.forThisRun(count: 50)) func `how a stream is split does not matter`(_ seed: Seed) throws {
        var random = SeededGenerator(seed)
        let frames = (0..<UInt32(20)).map { call in
            let size = [0, 1, 100, 130, 20_000].randomElement(using: &random) ?? 0
            return Frame.call(
                CallFrame(
                    call: call,
                    method: RPC.authorize.rawValue,
                    token: "t",
                    message: .init(repeating: 3, count: size)
                )
            )
        }
        var rest = frames.flatMap(encodeFrame)[...]
        var decoder = FrameDecoder()
        var decoded: [Frame] = []
        while !rest.isEmpty {
            let count = min([1, 3, 50, 4_096, 65_536].randomElement(using: &random) ?? 1, rest.count)
            if Bool.random(using: &random) {
                decoder.feed(rest.prefix(count))
            } else {
                unsafe Array(rest.prefix(count)).withUnsafeBytes { bytes in unsafe decoder.feed(bytes) }
            }
            rest = rest.dropFirst(count)
            while let frame = try decoder.next() { decoded.append(frame) }
            if Bool.random(using: &random) { decoder.dropTaken() }
        }
        #expect(decoded == frames)
        #expect(!decoder.isMidFrame)
    }

    @Test func `one frame in thousands of pieces, and thousands of frames in one piece`() throws {
        let large = Frame.item(call: 1, message: .init(repeating: 1, count: 4_000_000))
        var decoder = FrameDecoder()
        let bytes = encodeFrame(large)
        for start in stride(from: 0, to: bytes.count, by: 500) {
            decoder.feed(bytes[start..<min(start + 500, bytes.count)])
            if start + 500 < bytes.count { #expect(try decoder.next() == nil) }
        }
        #expect(try decoder.next() == large)
        decoder.feed((0..<50_000).flatMap { _ in Self.cancel } + [0])
        var count = 0
        while let frame = try decoder.next(), frame == Self.cancelled { count += 1 }
        #expect(count == 50_000)
        #expect(decoder.isMidFrame)
    }
}
