internal import FoundationEssentials
internal import Glibc
internal import Model

/// The sessions of this person with one daemon, kept between runs.
///
/// A stack: signing in replaces it, assuming a role puts one on top, signing out takes the top one off. The file is
/// 0600 in a folder 0700, and is refused where it belongs to somebody else or others can read it.
struct SessionCache {
    private struct Contents: Codable {
        let socket: String
        let sessions: [CachedSession]
    }

    /// The most sessions that may stand on each other.
    private static let depthMax = 16
    private static let bytesMax = 1_024 * 1_024

    private let socket: String
    /// `nil` where the environment names no place for it.
    private let folder: String?
    private let file: String

    init(socket: String) {
        let environment = ProcessInfo.processInfo.environment
        let state = environment["XDG_STATE_HOME"] ?? ""
        let home = environment["HOME"] ?? ""
        let base = state.hasPrefix("/") ? state : home.hasPrefix("/") ? "\(home)/.local/state" : nil
        // The key is the absolute path: `./postern.sock` of two folders are two daemons.
        let path = URL(filePath: socket).standardizedFileURL.path
        self.socket = path
        folder = base.map { "\($0)/postern" }
        file = "\(folder ?? "")/session-\(Self.name(of: path)).json"
    }

    /// From the bottom to the top; none where nobody has signed in.
    func sessions() throws(Complaint) -> [CachedSession] {
        guard folder != nil else { return [] }
        let descriptor = SystemCalls.open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return [] }
            throw Complaint("the session in `\(file)` cannot be read", next: SystemCalls.reason(errno))
        }
        defer { close(descriptor) }
        var facts = stat()
        // SAFETY: fstat fills the structure, which lives during the call.
        guard unsafe fstat(descriptor, &facts) == 0, facts.st_mode & S_IFMT == S_IFREG, facts.st_uid == geteuid(),
            facts.st_mode & 0o077 == 0
        else {
            throw Complaint("`\(file)` is not this user's alone", next: "delete it and run `postern sign-in NAME`")
        }
        guard let bytes = Descriptor.readAll(descriptor, bytesMax: Self.bytesMax),
            let contents = try? JSONDecoder().decode(Contents.self, from: Data(bytes))
        else { throw Complaint("`\(file)` is damaged", next: "delete it and run `postern sign-in NAME`") }
        return contents.socket == socket ? contents.sessions : []
    }

    /// Puts a session on top.
    func push(_ session: CachedSession) throws(Complaint) {
        let below = try sessions()
        guard below.count < Self.depthMax else {
            throw Complaint("\(below.count) sessions stand on each other", next: "run `postern sign-out`")
        }
        try replace(with: below + [session])
    }

    /// Keeps these sessions and no others.
    func replace(with sessions: [CachedSession]) throws(Complaint) {
        guard !sessions.isEmpty else {
            guard SystemCalls.unlink(file) || errno == ENOENT || errno == ENOTDIR else {
                throw Complaint("`\(file)` cannot be deleted", next: SystemCalls.reason(errno))
            }
            return
        }
        guard let folder else {
            throw Complaint(
                "HOME is not set: there is no place to keep the session",
                next: "set it, or give --print-token"
            )
        }
        do {
            try make(folder)
            let data = try JSONEncoder().encode(Contents(socket: socket, sessions: sessions))
            try write([UInt8](data), in: folder)
        } catch let complaint as Complaint {
            throw complaint
        } catch {
            throw Complaint("the session cannot be kept in `\(file)`", next: "give --print-token to keep it yourself")
        }
    }

    private func make(_ folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        guard SystemCalls.chmod(folder, 0o700) else {
            throw Complaint("the folder `\(folder)` cannot be made private", next: SystemCalls.reason(errno))
        }
    }

    /// A new file takes the place of the old one whole, and is 0600 from its first byte.
    private func write(_ bytes: [UInt8], in folder: String) throws(Complaint) {
        let fresh = "\(file).\(getpid())"
        let descriptor = SystemCalls.open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, mode: 0o600)
        guard descriptor >= 0 else {
            throw Complaint("the session cannot be kept in `\(folder)`", next: SystemCalls.reason(errno))
        }
        guard Descriptor.write(String(decoding: bytes, as: UTF8.self), to: descriptor), fsync(descriptor) == 0,
            close(descriptor) == 0, SystemCalls.rename(fresh, to: file)
        else {
            let code = errno
            _ = SystemCalls.unlink(fresh)
            throw Complaint("the session cannot be kept in `\(file)`", next: SystemCalls.reason(code))
        }
    }

    /// FNV-1a over the path: a name of fixed length; the file itself says whose it is.
    private static func name(of path: String) -> String {
        let hash = path.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
