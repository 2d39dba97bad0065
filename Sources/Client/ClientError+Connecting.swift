internal import Glibc
internal import NIOCore

extension ClientError {
    /// Why a connection was not made.
    init(connecting path: String, failed error: any Error) {
        guard let system = error as? IOError else {
            self = .unreachable(path: path, reason: "no connection came about in time")
            return
        }
        switch system.errnoCode {
        case ENOENT, ENOTDIR: self = .noSocket(path: path)
        case ECONNREFUSED: self = .nobodyListens(path: path)
        case EACCES, EPERM: self = .permissionDenied(path: path)
        case let code: self = .unreachable(path: path, reason: Self.text(of: code))
        }
    }

    /// Whether the connection was not made because too many wait to be accepted (connect(2), EAGAIN on Unix sockets).
    static func isQueueFull(_ error: any Error) -> Bool {
        (error as? IOError)?.errnoCode == EAGAIN
    }

    private static func text(of code: Int32) -> String {
        // SAFETY: strerror gives a text that ends with NUL and stays valid while it is copied here.
        unsafe String(cString: strerror(code))
    }
}
