import Foundation
import Glibc
import Synchronization
import Wire

/// The other end of a client's connection, which answers as a test says; it takes one connection.
final class ScriptedDaemon: Sendable {
    /// What is done after a frame has come.
    enum Step: Sendable {
        case wait
        case send([UInt8])
        case sendAndHangUp([UInt8])
        case hangUp

        /// Replies to calls, in this order.
        static func replies(_ replies: [ReplyFrame]) -> Step {
            .send(replies.flatMap { encodeFrame(.reply($0)) })
        }
    }

    let path: String
    private let listener: Int32
    private let seen = Mutex<[Frame]>([])

    /// Listens; the script is given all the frames that have come, each time one has.
    init(path: String, _ script: @escaping @Sendable ([Frame]) -> Step) throws {
        self.path = path
        listener = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | O_CLOEXEC, 0)
        let code = unsafe NotifySocket.withAddress(of: path) { address, size in
            unsafe bind(listener, address, size)
        }
        guard code == 0, listen(listener, 1) == 0 else {
            throw NotifySocket.SocketError(what: "listen", code: errno)
        }
        Thread.detachNewThread { [self] in serve(script) }
    }

    deinit { close(listener) }

    var frames: [Frame] { seen.withLock { $0 } }

    private func serve(_ script: ([Frame]) -> Step) {
        let connection = accept(listener, nil, nil)
        defer { close(connection) }
        var decoder = FrameDecoder()
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            // SAFETY: the buffer's own bytes, and no more than there are.
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe recv(connection, $0.baseAddress, $0.count, 0) }
            guard count > 0 else { return }
            decoder.feed(buffer[..<count])
            while let frame = try? decoder.next() {
                let frames = seen.withLock { seen in
                    seen.append(frame)
                    return seen
                }
                switch script(frames) {
                case .wait: break
                case .hangUp: return
                case .send(let bytes):
                    // SAFETY: the bytes live until the call returns.
                    unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                case .sendAndHangUp(let bytes):
                    // SAFETY: as above.
                    unsafe send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
                    return
                }
            }
        }
    }
}
