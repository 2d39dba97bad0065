import Glibc

/// A Unix socket that listens, as systemd would hand it over.
final class ListeningTestSocket: Sendable {
    let path: String
    let descriptor: Int32

    init(path: String, backlog: Int32 = 16) throws {
        self.path = path
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw NotifySocket.SocketError(what: "socket", code: errno) }
        let code = unsafe NotifySocket.withAddress(of: path) { address, size in
            unsafe bind(descriptor, address, size)
        }
        guard code == 0, listen(descriptor, backlog) == 0 else {
            throw NotifySocket.SocketError(what: "bind", code: errno)
        }
    }

    deinit { close(descriptor) }
}
