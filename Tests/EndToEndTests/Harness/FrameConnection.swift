import Foundation
import Glibc
import Synchronization
import Wire

/// A connection that shows each frame as it comes: for tests in which the order matters.
final class FrameConnection: Sendable {
    private let descriptor: Int32
    private let decoder = Mutex(FrameDecoder())
    private static let secondsMax = 60

    struct Ended: Error {}

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw NotifySocket.SocketError(what: "socket", code: errno) }
        // A daemon that does not answer ends the test instead of holding it.
        var limit = timeval(tv_sec: Self.secondsMax, tv_usec: 0)
        // SAFETY: the value lives until the call returns, and its size is given.
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let code = unsafe NotifySocket.withAddress(of: path) { address, size in
            unsafe connect(descriptor, address, size)
        }
        guard code == 0 else { throw NotifySocket.SocketError(what: "connect", code: errno) }
    }

    deinit { close(descriptor) }

    /// Sends frames in one piece.
    func send(_ frames: [Frame]) throws {
        let bytes = frames.flatMap(encodeFrame)
        // SAFETY: the bytes live until the call returns.
        let count = unsafe bytes.withUnsafeBytes {
            unsafe Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count == bytes.count else { throw NotifySocket.SocketError(what: "send", code: errno) }
    }

    /// The next frame; its thread is one of its own, because reading blocks.
    func next() async throws -> Frame {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [self] in continuation.resume(with: Result { try read() }) }
        }
    }

    private func read() throws -> Frame {
        while true {
            if let frame = try decoder.withLock({ try $0.next() }) { return frame }
            var buffer = [UInt8](repeating: 0, count: 4_096)
            // SAFETY: the buffer's own bytes, and no more than there are.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(descriptor, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { throw Ended() }
            decoder.withLock { $0.feed(buffer[..<count]) }
        }
    }
}
