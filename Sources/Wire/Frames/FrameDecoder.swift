internal import Model

/// Cuts what arrives on a connection into frames: a 4-byte big-endian length, then one `postern.v1.Frame`.
///
/// A value and no socket. Copies each byte once on arrival, and moves what is left of a frame at most once for each
/// time that it has doubled. Once it has thrown, it throws the same again: nothing after that can be believed.
package struct FrameDecoder: Sendable {
    private static let lengthBytes = 4
    /// An empty decoder gives back what more memory it has than this.
    private static let keptMax = 64 * 1024

    private let bytesMax: Int
    private var buffer: [UInt8] = []
    /// Where in the buffer the next frame begins.
    private var start = 0
    /// How long the frame is that has begun, with its length; 0 until that is here.
    private var begunBytes = 0
    private var failure: WireError?

    /// A decoder that refuses frames of more bytes than this, their length not counted.
    package init(bytesMax: Int = Limits.frameBytesMax) {
        self.bytesMax = bytesMax
    }

    /// Whether a frame has begun that is not whole yet.
    package var isMidFrame: Bool { buffer.count > start }

    /// The bytes that are still to be taken, and those that will be before the frame that has begun is whole.
    package var claimedBytes: Int { max(buffer.count - start, begunBytes) }

    /// Takes what has arrived.
    package mutating func feed(_ bytes: some Collection<UInt8>) {
        guard failure == nil else { return }
        makeRoom()
        let isTaken: Void? = bytes.withContiguousStorageIfAvailable { unsafe buffer.append(contentsOf: $0) }
        if isTaken == nil { buffer.append(contentsOf: bytes) }
    }

    /// Takes what has arrived.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer) {
        guard failure == nil else { return }
        makeRoom()
        unsafe buffer.append(contentsOf: bytes)
    }

    /// The next frame; `nil` until more has arrived.
    package mutating func next() throws(WireError) -> Frame? {
        if let failure { throw failure }
        do throws(WireError) {
            guard let length = try bodyLength() else { return nil }
            let body = start + Self.lengthBytes
            guard buffer.count - body >= length else {
                begunBytes = Self.lengthBytes + length
                return nil
            }
            begunBytes = 0
            let frame = try FrameReader.read(buffer.span, body..<body + length)
            start = body + length
            if start == buffer.count { empty() }
            return frame
        } catch {
            failure = error
            (buffer, start, begunBytes) = ([], 0, 0)
            throw error
        }
    }

    /// How long the next frame is, as soon as its length is here.
    private func bodyLength() throws(WireError) -> Int? {
        guard buffer.count - start >= Self.lengthBytes else { return nil }
        var length = 0
        for byte in buffer[start..<start + Self.lengthBytes] { length = length << 8 | Int(byte) }
        guard length > 0 else { throw .emptyFrame }
        guard length <= bytesMax else { throw .frameTooLong(bytes: length, bytesMax: bytesMax) }
        return length
    }

    /// Drops what has been read, where that is at least as much as what would have to be moved.
    private mutating func makeRoom() {
        guard start > 0, start >= buffer.count - start else { return }
        buffer.removeSubrange(..<start)
        start = 0
    }

    /// Gives back the memory of what has been read, where it is much; to be called when no more is taken for now.
    ///
    /// Else a byte that follows a long frame would keep all of it.
    package mutating func dropTaken() {
        guard start > 0, buffer.count > Self.keptMax else { return }
        buffer = Array(buffer[start...])
        start = 0
    }

    private mutating func empty() {
        start = 0
        if buffer.capacity > Self.keptMax { buffer = [] } else { buffer.removeAll(keepingCapacity: true) }
    }
}
