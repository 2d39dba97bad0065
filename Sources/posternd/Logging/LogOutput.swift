import Glibc
import Synchronization

/// Standard error as the log sees it: a line is written whole and at once, or dropped.
///
/// Who logs may be an event loop, and a peer can have it log at will: a reader of the log that has stopped reading must
/// not stop the daemon. What is dropped is counted, and told when there is room again.
final class LogOutput: Sendable {
    static let standardError = LogOutput(STDERR_FILENO)

    /// A pipe that says that it takes more takes this much in one piece (pipe(7), PIPE_BUF).
    private static let lineBytesMax = 4_096

    private let descriptor: Int32
    private let dropped = Mutex(0)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    /// Writes a line, which ends with a line break; `toldFirst` makes the line that tells how many were dropped.
    func write(_ line: String, toldFirst: (Int) -> String) {
        // Held while writing: another line in between could take the room that was found.
        dropped.withLock { dropped in
            if dropped > 0, takesMore {
                put(toldFirst(dropped))
                dropped = 0
            }
            guard dropped == 0, takesMore else {
                dropped += 1
                return
            }
            put(line)
        }
    }

    private var takesMore: Bool {
        var wanted = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // SAFETY: one structure of our own.
        return unsafe poll(&wanted, 1, 0) == 1
    }

    /// A log that cannot be written stops nobody.
    private func put(_ line: String) {
        var bytes = Array(line.utf8)
        if bytes.count > Self.lineBytesMax {
            bytes.removeLast(bytes.count - Self.lineBytesMax)
            bytes[bytes.count - 1] = 0x0A
        }
        // SAFETY: the bytes live until the call returns.
        _ = unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
    }
}
