import Foundation
import Glibc

/// A terminal without a screen, on which a program runs and somebody types.
final class PseudoTerminal: Sendable {
    /// What is typed when a text is shown.
    struct Answer: Sendable {
        let after: String
        let typed: String
    }

    /// The program's end.
    let path: String
    private let master: Int32
    /// A program that waits for what nobody types ends the test instead of holding it.
    private static let millisecondsMax: Int32 = 60_000

    struct Silent: Error, CustomStringConvertible {
        let description: String
    }

    init() throws {
        // The calls that have names for this are not in the Glibc module: see pty(7) and ioctl_tty(2).
        let (lock, number): (UInt, UInt) = (0x4004_5431, 0x8004_5430)
        var (isLocked, name): (Int32, Int32) = (0, 0)
        // SAFETY: the paths and the values live until the calls return, and are of the size that each wants.
        master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard master >= 0, unsafe ioctl(master, lock, &isLocked) == 0, unsafe ioctl(master, number, &name) == 0 else {
            throw NotifySocket.SocketError(what: "/dev/ptmx", code: errno)
        }
        path = "/dev/pts/\(name)"
    }

    deinit { close(master) }

    /// Everything that is shown until the program, which has been started, has closed the terminal; lines end with LF.
    func read(answering answers: [Answer]) async throws -> String {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [self] in
                continuation.resume(with: Result { try readAll(answers) })
            }
        }
    }

    private func readAll(_ answers: [Answer]) throws -> String {
        var answers = answers[...]
        var shown: [UInt8] = []
        var seen = 0
        var buffer = [UInt8](repeating: 0, count: 4_096)
        while true {
            var wanted = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
            // SAFETY: one structure of our own, and the buffer's own bytes.
            guard unsafe poll(&wanted, 1, Self.millisecondsMax) > 0 else {
                throw Silent(description: "nothing more came after: \(String(decoding: shown, as: UTF8.self))")
            }
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(master, $0.baseAddress, $0.count) }
            // EIO: the last one that had the other end open has closed it.
            guard count > 0 else { break }
            shown += buffer[..<count]
            while let next = answers.first, let range = Data(shown[seen...]).range(of: Data(next.after.utf8)) {
                seen += range.upperBound
                answers.removeFirst()
                let bytes = Array((next.typed + "\n").utf8)
                // SAFETY: the bytes live until the call returns.
                _ = unsafe bytes.withUnsafeBytes { unsafe write(master, $0.baseAddress, $0.count) }
            }
        }
        guard answers.isEmpty else {
            throw Silent(description: "nobody was asked: \(String(decoding: shown, as: UTF8.self))")
        }
        return String(decoding: shown, as: UTF8.self).replacingOccurrences(of: "\r\n", with: "\n")
    }
}
