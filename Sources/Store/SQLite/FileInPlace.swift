#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A file under the name that it was opened by.
///
/// An open file lives on when somebody deletes it or puts another in its place: what is written to it then is lost
/// when the process ends.
struct FileInPlace: Sendable {
    let path: String
    private let device: dev_t
    private let number: ino_t

    /// - Returns: `nil` where there is no such file.
    init?(path: String) {
        var facts = stat()
        // SAFETY: stat only reads the path and fills the structure, which live during the call.
        guard unsafe stat(path, &facts) == 0 else { return nil }
        self.path = path
        device = facts.st_dev
        number = facts.st_ino
    }

    /// Whether the name still means the same file.
    var isThere: Bool {
        guard let now = FileInPlace(path: path) else { return false }
        return now.device == device && now.number == number
    }
}
