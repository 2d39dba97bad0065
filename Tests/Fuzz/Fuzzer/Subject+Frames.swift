internal import Model
internal import Wire

extension Subject {
    /// The first byte says where to cut the rest in two: the frames, and a refusal, do not depend on it.
    static func frames(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let stream = bytes.dropFirst()
        let cut = stream.startIndex + min(Int(first), stream.count)
        let whole = frames(in: [stream])
        let parts = frames(in: [stream[..<cut], stream[cut...]])
        precondition(whole.frames == parts.frames, "the frames depend on how the stream is cut")
        precondition(whole.refusal == parts.refusal, "the refusal depends on how the stream is cut")
        precondition(whole.isMidFrame == parts.isMidFrame, "the rest depends on how the stream is cut")

        let again = frames(in: whole.frames.map { encodeFrame($0)[...] })
        precondition(again.refusal == nil && !again.isMidFrame, "a frame that was written cannot be read")
        precondition(again.frames == whole.frames, "a frame changed on its way")
    }

    private static func frames(
        in chunks: [ArraySlice<UInt8>]
    ) -> (frames: [Frame], refusal: WireError?, isMidFrame: Bool) {
        var decoder = FrameDecoder()
        var frames: [Frame] = []
        do throws(WireError) {
            for chunk in chunks {
                decoder.feed(chunk)
                while let frame = try decoder.next() { frames.append(frame) }
            }
            return (frames, nil, decoder.isMidFrame)
        } catch {
            precondition(error.refusal.message.utf8.count < 1_000, "a refusal that is too long")
            return (frames, error, decoder.isMidFrame)
        }
    }
}
