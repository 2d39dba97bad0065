import CPosix
import Glibc
import Testing

@testable import Server

struct SocketPathTests {
    @Test func `a path of 107 bytes is taken, and one of 108 is refused with its length`() throws {
        let longest = "/tmp/" + String(repeating: "x", count: 102)
        #expect(try SocketPath(parsing: longest).path.utf8.count == 107)
        #expect(throws: ListenerError.pathTooLong(longest + "x", bytes: 108)) { try SocketPath(parsing: longest + "x") }
    }

    @Test(arguments: ["", "s", "./s", "/tmp/", "/tmp/a\0b"])
    func `a path that is not absolute, or names no file, is refused`(_ path: String) {
        #expect(throws: ListenerError.pathNotAbsolute(path)) { try SocketPath(parsing: path) }
    }

    @Test func `the socket is 0660, in a folder that is made 0750`() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/run/s"
        let socket = try SocketPath(parsing: path).listen()
        defer { close(socket.descriptor) }
        let file = try #require(FileStatus(of: path))
        #expect(file.type == S_IFSOCK && file.permissions == 0o660)
        #expect(FileStatus(of: "\(folder.path)/run")?.permissions == 0o750)
        let client = unsafe postern_connect_unix(path)
        #expect(client >= 0)
        close(client)
    }

    @Test func `only the last folder is made`() throws {
        let folder = try TemporaryFolder()
        let missing = "\(folder.path)/a/b"
        #expect(throws: ListenerError.folderMissing(missing)) { try SocketPath(parsing: "\(missing)/s").listen() }
    }

    @Test(
        arguments: [(0o750, true), (0o755, true), (0o770, false), (0o752, false), (0o1777, false)] as [(mode_t, Bool)]
    )
    func `a folder that others can write is refused`(_ mode: mode_t, _ isFine: Bool) throws {
        let folder = try TemporaryFolder()
        #expect(unsafe chmod(folder.path, mode) == 0)
        let path = try SocketPath(parsing: "\(folder.path)/s")
        if isFine {
            close(try path.listen().descriptor)
        } else {
            #expect(throws: ListenerError.folderWritableByOthers(folder.path, mode: UInt32(mode))) { try path.listen() }
        }
    }

    @Test(.enabled(if: geteuid() == 0)) func `a folder of another user is refused`() throws {
        let folder = try TemporaryFolder()
        #expect(unsafe chown(folder.path, 4_242, 0) == 0)
        #expect(throws: ListenerError.folderOfAnotherUser(folder.path, owner: 4_242)) {
            try SocketPath(parsing: "\(folder.path)/s").listen()
        }
    }

    @Test func `a socket that answers is refused, and a stale one is replaced`() throws {
        let folder = try TemporaryFolder()
        let path = try SocketPath(parsing: "\(folder.path)/s")
        let first = try path.listen()
        #expect(throws: ListenerError.answers(path.path)) { try path.listen() }
        close(first.descriptor)
        let second = try path.listen()
        defer { close(second.descriptor) }
        let client = unsafe postern_connect_unix(path.path)
        #expect(client >= 0)
        close(client)
    }

    @Test func `a socket with a full queue answers too`() throws {
        let folder = try TemporaryFolder()
        let path = try SocketPath(parsing: "\(folder.path)/s")
        let listener = unsafe postern_listen_unix(path.path, 0)
        defer { close(listener) }
        var clients: [Int32] = []
        defer { for client in clients { close(client) } }
        while case let client = unsafe postern_connect_unix(path.path), client >= 0 { clients.append(client) }
        #expect(throws: ListenerError.answers(path.path)) { try path.listen() }
    }

    @Test(arguments: ["file", "folder", "link"]) func `what is not a socket stays`(_ kind: String) throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        switch kind {
        case "file": close(unsafe open(path, O_CREAT | O_WRONLY, 0o600))
        case "folder": #expect(unsafe mkdir(path, 0o700) == 0)
        default: #expect(unsafe symlink("/tmp/elsewhere", path) == 0)
        }
        #expect(throws: ListenerError.notASocket(path)) { try SocketPath(parsing: path).listen() }
        #expect(FileStatus(of: path) != nil)
    }

    @Test func `the file is removed at the end, unless it is another daemon's by then`() throws {
        let folder = try TemporaryFolder()
        let path = try SocketPath(parsing: "\(folder.path)/s")
        let mine = try path.listen()
        // Somebody cleans up, and another daemon starts.
        #expect(unsafe unlink(path.path) == 0)
        let others = try path.listen()
        defer { for socket in [mine, others] { close(socket.descriptor) } }
        mine.removeFile()
        #expect(FileStatus(of: path.path) != nil)
        others.removeFile()
        #expect(FileStatus(of: path.path) == nil)
    }

    @Test func `while one daemon takes the place, another is refused`() throws {
        let folder = try TemporaryFolder()
        let path = try SocketPath(parsing: "\(folder.path)/s")
        let lock = unsafe open("\(path.path).lock", O_CREAT | O_RDWR, 0o600)
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        #expect(throws: ListenerError.busy(path.path)) { try path.listen() }
        close(lock)
        close(try path.listen().descriptor)
    }
}

struct ActivationTests {
    private static func variables(pid: Int32 = getpid(), count: String = "1") -> (String) -> String? {
        { ["LISTEN_PID": "\(pid)", "LISTEN_FDS": count][$0] }
    }

    @Test func `a listening socket that was handed over is taken, and its file stays at the end`() throws {
        let folder = try TemporaryFolder()
        let path = "\(folder.path)/s"
        let descriptor = unsafe postern_listen_unix(path, 8)
        defer { close(descriptor) }
        let socket = try ListeningSocket.activated(variable: Self.variables(), first: descriptor)
        #expect(socket?.descriptor == descriptor)
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        socket?.removeFile()
        #expect(FileStatus(of: path) != nil)
    }

    @Test func `without the variables, or with another process's, nothing was handed over`() throws {
        #expect(try ListeningSocket.activated(variable: { _ in nil }) == nil)
        #expect(try ListeningSocket.activated(variable: Self.variables(pid: getpid() + 1)) == nil)
    }

    @Test func `two sockets, a socket that does not listen, and a file are refused`() throws {
        var pair: [Int32] = [0, 0]
        #expect(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        let file = unsafe open("/dev/null", O_RDONLY)
        let udp = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { for descriptor in pair + [file, udp] { close(descriptor) } }
        #expect(throws: ListenerError.self) { try ListeningSocket.activated(variable: Self.variables(count: "2")) }
        for descriptor in [pair[0], file, udp] {
            #expect(throws: ListenerError.self) {
                try ListeningSocket.activated(variable: Self.variables(), first: descriptor)
            }
        }
    }
}
