internal import CPosix
import Model

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Where the native socket stands, and the rules for taking the place.
///
/// The socket is 0660 in a folder that only its owner can write to: whoever may pass the folder and write to
/// the socket may connect, and nobody else can put a socket of their own in its place.
package struct SocketPath: Hashable, Sendable {
    package let path: String
    private let folder: String

    package init(parsing path: String) throws(ListenerError) {
        let bytes = path.utf8.count
        guard bytes <= Limits.socketPathBytesMax else { throw .pathTooLong(path, bytes: bytes) }
        guard path.hasPrefix("/"), !path.hasSuffix("/"), !path.utf8.contains(0), let slash = path.lastIndex(of: "/")
        else { throw .pathNotAbsolute(path) }
        self.path = path
        self.folder = slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Takes the place: makes the folder if only it is missing, clears a stale socket away, and listens.
    package func listen() throws(ListenerError) -> ListeningSocket {
        try makeFolder()
        try checkFolder()
        // Two daemons that both found the same stale socket would each remove the other's: the lock lets one at
        // a time look and act. Only the owner can open the file, so that nobody else can hold it.
        let lock = unsafe open("\(path).lock", O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard lock >= 0 else { throw .system("`\(path).lock` cannot be opened", code: errno) }
        defer {
            // Closing alone would leave the lock to a child that was just forked.
            flock(lock, LOCK_UN)
            close(lock)
        }
        guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { throw .busy(path) }
        try clearStaleSocket()
        let descriptor = unsafe postern_listen_unix(path, Int32(Limits.connectionsWaiting))
        guard descriptor >= 0 else { throw .system("`\(path)` cannot be made", code: -descriptor) }
        return ListeningSocket(descriptor: descriptor, file: FileStatus(of: path).map { (path, $0.identity) })
    }

    private func makeFolder() throws(ListenerError) {
        guard unsafe mkdir(folder, 0o750) == 0 else {
            let code = errno
            if code == EEXIST { return }
            throw code == ENOENT ? .folderMissing(folder) : .system("the folder `\(folder)` cannot be made", code: code)
        }
        // The umask may have taken the group's right to pass.
        guard unsafe chmod(folder, 0o750) == 0 else {
            throw .system("the mode of the folder `\(folder)` cannot be set", code: errno)
        }
    }

    private func checkFolder() throws(ListenerError) {
        guard let status = FileStatus(of: folder, followingLinks: true) else {
            throw .system("the folder `\(folder)` cannot be looked at", code: errno)
        }
        guard status.type == S_IFDIR else { throw .system("`\(folder)`", code: ENOTDIR) }
        guard status.permissions & 0o022 == 0 else {
            throw .folderWritableByOthers(folder, mode: status.permissions)
        }
        guard status.owner == 0 || status.owner == geteuid() else {
            throw .folderOfAnotherUser(folder, owner: status.owner)
        }
    }

    /// Removes a socket that nobody listens on; whatever else is there stays, and is an error.
    private func clearStaleSocket() throws(ListenerError) {
        guard let status = FileStatus(of: path) else { return }
        guard status.type == S_IFSOCK else { throw .notASocket(path) }
        let probe = unsafe postern_connect_unix(path)
        switch probe {
        case 0...:
            close(probe)
            throw .answers(path)
        case -EAGAIN:
            throw .answers(path)
        case -ECONNREFUSED:
            guard unsafe unlink(path) == 0 || errno == ENOENT else {
                throw .system("the stale socket `\(path)` cannot be removed", code: errno)
            }
        case -ENOENT:
            return
        default:
            throw .system("`\(path)` cannot be tried", code: -probe)
        }
    }
}
