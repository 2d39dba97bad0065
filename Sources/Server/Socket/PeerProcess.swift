internal import CPosix

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The process that made a connection.
struct PeerProcess {
    let pid: Int32
    /// -1 where the kernel has none.
    let pidfd: Int32

    /// The path of the program that the process runs, or `nil` where that is not certain.
    ///
    /// A pid may be another process's by now, so it counts only where the same process was there before and
    /// after. The path is the one that the daemon sees: a program of another mount namespace, or one that was
    /// deleted or replaced since, has none.
    func executable() -> String? {
        guard pid > 0, let before = life() else { return nil }
        let link = "/proc/\(pid)/exe"
        guard let path = Self.target(of: link), path.hasPrefix("/"), unsafe postern_is_same_file(link, path),
            life() == before
        else { return nil }
        return path
    }

    /// What stays the same while it is the same process: that its pidfd shows it alive, or else the moment it started.
    private func life() -> UInt64? {
        if pidfd >= 0 { return postern_pidfd_is_alive(pidfd) ? 0 : nil }
        return Self.startTime(of: pid)
    }

    /// In clock ticks since the machine started: field 22 of `/proc/PID/stat` (proc(5)).
    static func startTime(of pid: Int32) -> UInt64? {
        guard let text = contents(of: "/proc/\(pid)/stat"),
            // The second field is the program's name in brackets, and may itself hold blanks and brackets.
            let bracket = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: bracket)...].split(separator: " ")
        // What follows the name is field 3.
        guard fields.count > 19 else { return nil }
        return UInt64(fields[19])
    }

    private static func target(of link: String) -> String? {
        var bytes = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let length = unsafe readlink(link, &bytes, bytes.count)
        guard length > 0, length < bytes.count else { return nil }
        return String(validating: bytes[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private static func contents(of path: String) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 4_096)
        let count = bytes.count
        // SAFETY: the buffer is `count` bytes, which is what read is told.
        let length = unsafe bytes.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, count) }
        guard length > 0 else { return nil }
        return String(validating: bytes[..<length], as: UTF8.self)
    }
}
