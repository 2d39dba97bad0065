#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// What stat(2) tells about a path.
struct FileStatus {
    /// Which file it is, whatever its name.
    struct Identity: Hashable, Sendable {
        let device: UInt64
        let inode: UInt64
    }

    let identity: Identity
    /// What kind of file it is, such as `S_IFSOCK`.
    let type: mode_t
    /// The mode without the type.
    let permissions: UInt32
    let owner: UInt32

    /// - Returns: `nil` where there is nothing at the path, or it cannot be looked at; `errno` tells.
    init?(of path: String, followingLinks: Bool = false) {
        var status = stat()
        guard unsafe (followingLinks ? stat(path, &status) : lstat(path, &status)) == 0 else { return nil }
        identity = Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        type = status.st_mode & S_IFMT
        permissions = UInt32(status.st_mode & ~S_IFMT)
        owner = status.st_uid
    }
}
