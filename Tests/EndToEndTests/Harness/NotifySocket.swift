import Foundation
import Glibc

/// The datagram socket on which a daemon tells its state, as systemd would listen (sd_notify(3)).
final class NotifySocket: Sendable {
    let path: String
    private let descriptor: Int32

    /// What `whenEnded` sends, so that a test that waits for a daemon hears of its end too.
    static let ended = "ENDED"
    /// Nothing that a test waits for takes this long; a daemon that hangs ends the test instead of holding it.
    private static let secondsMax = 60

    struct SocketError: Error {
        let what: String
        let code: Int32
    }

    init(path: String) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        guard descriptor >= 0 else { throw SocketError(what: "socket", code: errno) }
        let code = unsafe Self.withAddress(of: path) { address, size in unsafe bind(descriptor, address, size) }
        guard code == 0 else { throw SocketError(what: "bind", code: errno) }
        var limit = timeval(tv_sec: Self.secondsMax, tv_usec: 0)
        // SAFETY: the value lives until the call returns, and its size is given.
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// The next state that is told, with its lines.
    func next() async throws -> [String] {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { [self] in
                var buffer = [UInt8](repeating: 0, count: 4_096)
                // SAFETY: the buffer's own bytes, and no more than there are.
                let count = unsafe buffer.withUnsafeMutableBytes {
                    unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
                }
                guard count >= 0 else {
                    continuation.resume(throwing: SocketError(what: "recv", code: errno))
                    return
                }
                let text = String(decoding: buffer[..<count], as: UTF8.self)
                continuation.resume(returning: text.split(separator: "\n").map(String.init))
            }
        }
    }

    /// Passes over what is told until one of the lines is among it.
    ///
    /// - Returns: The line that was found.
    func wait(for lines: String...) async throws -> String {
        while true {
            let told = try await next()
            if let found = lines.first(where: told.contains) { return found }
        }
    }

    /// Tells a state oneself.
    static func send(_ text: String, to path: String) {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        _ = unsafe withAddress(of: path) { address, size in
            // SAFETY: the bytes and the address live until the call returns.
            unsafe sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), address, size)
        }
    }

    static func withAddress<Value>(
        of path: String,
        _ body: (UnsafePointer<sockaddr>, socklen_t) -> Value
    ) -> Value {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        // SAFETY: the path is cut to what fits; the address is lent for the call, and its size is given.
        unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8.prefix(107)) }
        return unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                unsafe body(pointer, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
