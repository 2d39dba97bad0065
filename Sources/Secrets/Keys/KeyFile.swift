internal import Glibc

/// An open master key file, closed when it goes out of scope.
struct KeyFile: ~Copyable {
    private let descriptor: Int32
    private let path: String

    /// Takes an open file over, and with it the duty to close it.
    init(descriptor: Int32, path: String) {
        self.descriptor = descriptor
        self.path = path
    }

    deinit { _ = close(descriptor) }

    static func open(path: String) throws(SecretsError) -> KeyFile {
        // O_NONBLOCK: a FIFO in the file's place must not hold the start up.
        // SAFETY: the path is a NUL-terminated copy that lives until the call returns.
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            switch errno {
            case ENOENT: throw .keyFile(path: path, .missing)
            case ELOOP: throw .keyFile(path: path, .symbolicLink)
            default: throw .keyFile(path: path, .system(call: "open", code: errno))
            }
        }
        return KeyFile(descriptor: descriptor, path: path)
    }

    /// Refuses what is no regular file, belongs to a stranger, or lets others in.
    func check(access: KeyFileAccess) throws(SecretsError) {
        var facts = stat()
        // SAFETY: `facts` is a local value that fstat fills before it returns.
        guard unsafe fstat(descriptor, &facts) == 0 else { throw failure("fstat") }
        guard facts.st_mode & S_IFMT == S_IFREG else { throw .keyFile(path: path, .notRegularFile) }
        let wanted = geteuid()
        guard facts.st_uid == wanted || facts.st_uid == 0 else {
            throw .keyFile(path: path, .owner(uid: facts.st_uid, wanted: wanted))
        }
        let mode = facts.st_mode & 0o7777
        guard access.allows(mode: mode) else { throw .keyFile(path: path, .mode(mode, access: access)) }
    }

    /// The file's bytes, at most `bytesMax` of them, read straight into locked memory.
    func read(bytesMax: Int) throws(SecretsError) -> SecretBytes {
        var filled = 0
        let buffer = try SecretBytes(count: bytesMax) { output throws(SecretsError) in
            filled = unsafe try output.withUnsafeMutableBytes { (output) throws(SecretsError) -> Int in
                var count = 0
                while count < output.count, let start = output.baseAddress {
                    // SAFETY: `output` has room for `output.count - count` bytes from there on.
                    let outcome = unsafe Glibc.read(descriptor, start + count, output.count - count)
                    if outcome < 0 && errno == EINTR { continue }
                    guard outcome >= 0 else { throw failure("read") }
                    if outcome == 0 { break }
                    count += outcome
                }
                return count
            }
        }
        return try SecretBytes(count: filled) { output in
            buffer.withBytes { source in
                for index in 0..<filled { output[index] = source[index] }
            }
        }
    }

    /// Makes the file, which must not be there, with `content` on the disk when this returns; or leaves none.
    static func create(path: String, content: borrowing SecretBytes) throws(SecretsError) {
        // SAFETY: the path is a NUL-terminated copy that lives until the call returns.
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw .keyFile(path: path, errno == EEXIST ? .alreadyThere : .system(call: "open", code: errno))
        }
        let file = KeyFile(descriptor: descriptor, path: path)
        do {
            try file.write(content)
            try syncFolder(of: path)
        } catch {
            // SAFETY: as above. The file is ours: O_EXCL made it.
            _ = unsafe unlink(path)
            throw error
        }
    }

    private func write(_ content: borrowing SecretBytes) throws(SecretsError) {
        // The umask may have taken bits away; the mode says 0600 all the same.
        guard fchmod(descriptor, 0o600) == 0 else { throw failure("fchmod") }
        var written = 0
        while written < content.count {
            let outcome = unsafe content.withPointer { start in
                // SAFETY: `start` holds `content.count` bytes, of which `written` are done.
                unsafe Glibc.write(descriptor, start + written, content.count - written)
            }
            if outcome < 0 && errno == EINTR { continue }
            guard outcome >= 0 else { throw failure("write") }
            written += outcome
        }
        guard fsync(descriptor) == 0 else { throw failure("fsync") }
    }

    /// Makes the file's name durable, not only its content.
    private static func syncFolder(of path: String) throws(SecretsError) {
        let folder: String
        if let slash = path.lastIndex(of: "/") {
            folder = slash == path.startIndex ? "/" : String(path[..<slash])
        } else {
            folder = "."
        }
        // SAFETY: the path is a NUL-terminated copy that lives until the call returns.
        let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_CLOEXEC | O_DIRECTORY)
        guard descriptor >= 0 else { throw .keyFile(path: path, .system(call: "open of its folder", code: errno)) }
        let file = KeyFile(descriptor: descriptor, path: path)
        guard fsync(file.descriptor) == 0 else { throw file.failure("fsync of its folder") }
    }

    private func failure(_ call: String) -> SecretsError {
        .keyFile(path: path, .system(call: call, code: errno))
    }
}
