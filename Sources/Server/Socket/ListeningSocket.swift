internal import CPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A Unix socket that listens: one that was made here, or one that systemd handed over.
package struct ListeningSocket: Sendable {
    /// The first descriptor that systemd hands over (sd_listen_fds(3)).
    private static let firstActivated: Int32 = 3

    /// Belongs to whoever accepts on it.
    let descriptor: Int32
    /// The file that was made for it; none where systemd made it, which keeps it for the next start.
    private let path: String?
    private let identity: FileStatus.Identity?

    init(descriptor: Int32, file: (path: String, identity: FileStatus.Identity)?) {
        self.descriptor = descriptor
        self.path = file?.path
        self.identity = file?.identity
    }

    /// The socket that systemd hands over, if it does.
    ///
    /// - Parameters:
    ///   - variable: Looks an environment variable up.
    ///   - process: The process that the hand-over must be meant for.
    ///   - first: Where the descriptors begin.
    /// - Returns: `nil` where nothing was handed over to this process.
    /// - Throws: Where something was that cannot be used.
    package static func activated(
        variable: (String) -> String? = environmentVariable,
        process: Int32 = getpid(),
        first: Int32? = nil
    ) throws(ListenerError) -> ListeningSocket? {
        guard let meant = variable("LISTEN_PID"), let count = variable("LISTEN_FDS") else { return nil }
        // Another process's variables, inherited: sd_listen_fds(3) passes them over.
        guard Int32(meant) == process else { return nil }
        guard Int(count) == 1 else { throw .activation("it is \(count) sockets; there must be one `ListenStream=`") }
        let descriptor = first ?? firstActivated
        guard postern_is_unix_listener(descriptor) else {
            throw .activation("descriptor \(descriptor) is not a listening Unix stream socket")
        }
        return ListeningSocket(descriptor: descriptor, file: nil)
    }

    package static func environmentVariable(_ name: String) -> String? {
        // SAFETY: getenv gives null or a C string, which is copied at once; nothing here sets variables.
        guard let value = unsafe getenv(name) else { return nil }
        return unsafe String(validatingCString: value)
    }

    /// Removes the socket's file if it is still the one that was made; another daemon's is left alone.
    ///
    /// To be called before the descriptor is closed: afterwards, another file may get the same inode.
    func removeFile() {
        guard let path, let identity, FileStatus(of: path)?.identity == identity else { return }
        _ = unsafe unlink(path)
    }
}
