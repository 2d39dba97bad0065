#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Why there is no listening socket.
package enum ListenerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Longer than `Limits.socketPathBytesMax`; the number is its bytes.
    case pathTooLong(String, bytes: Int)
    case pathNotAbsolute(String)
    case folderMissing(String)
    /// Users other than its owner may write to the folder: they could put a socket of their own there.
    case folderWritableByOthers(String, mode: UInt32)
    case folderOfAnotherUser(String, owner: UInt32)
    case notASocket(String)
    /// Somebody listens there already.
    case answers(String)
    /// Another daemon is taking the same path at this moment.
    case busy(String)
    /// systemd handed over something that is not one listening Unix socket.
    case activation(String)
    /// A system call failed.
    case system(String, code: Int32)

    package var description: String {
        switch self {
        case .pathTooLong(let path, let bytes):
            "the socket's path `\(path)` has \(bytes) bytes; the kernel takes at most 107"
        case .pathNotAbsolute(let path):
            "the socket's path `\(path)` must begin with `/` and end with a file name"
        case .folderMissing(let folder):
            "the folder above `\(folder)` is not there; make it, or choose another path for the socket"
        case .folderWritableByOthers(let folder, let mode):
            "others may write to the socket's folder `\(folder)` (mode 0\(String(mode, radix: 8))); it should be 0750"
        case .folderOfAnotherUser(let folder, let owner):
            "the socket's folder `\(folder)` belongs to uid \(owner); it should be the daemon's own or root's"
        case .notASocket(let path):
            "`\(path)` is there and is not a socket; move it away, or choose another path for the socket"
        case .answers(let path):
            "somebody listens on `\(path)` already; stop that daemon, or choose another path for the socket"
        case .busy(let path):
            "another daemon is starting on `\(path)`"
        case .activation(let reason):
            "the socket that systemd handed over cannot be used: \(reason)"
        case .system(let what, let code):
            "\(what): \(Self.reason(code))"
        }
    }

    private static func reason(_ code: Int32) -> String {
        // SAFETY: strerror gives a C string, never null, which is copied at once.
        unsafe String(cString: strerror(code)).lowercased()
    }
}
