import CPosix
import Glibc
import Model
import Testing
import Wire

@testable import Server

struct PeerCredentialsTests {
    /// The path of this very program, as the kernel tells it.
    private static func ownProgram() -> String? {
        var bytes = [CChar](repeating: 0, count: 4_096)
        let length = unsafe readlink("/proc/self/exe", &bytes, bytes.count)
        return length > 0 ? String(validating: bytes[..<length].map(UInt8.init(bitPattern:)), as: UTF8.self) : nil
    }

    @Test func `a socket's other end is told by the kernel`() throws {
        var pair: [Int32] = [0, 0]
        #expect(unsafe socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &pair) == 0)
        defer { for descriptor in pair { close(descriptor) } }
        let facts = try PeerCredentials.facts(of: pair[0])
        let own = PeerFacts(uid: geteuid(), gid: getegid(), pid: getpid(), executable: Self.ownProgram())
        #expect(facts == own)
    }

    @Test func `policies see the process at the other end of the connection, and no other`() async throws {
        let program = try #require(Self.ownProgram())
        let facts = [
            ("PeerUid", "\(geteuid())"), ("PeerGid", "\(getegid())"), ("PeerPid", "\(getpid())"),
            ("PeerExecutable", program),
        ]
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            for (key, value) in facts {
                for (told, decision) in [(value, DecisionOutcome.explicitDeny), (value + "0", .allow)] {
                    let policy =
                        #"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","#
                        + #""Condition":{"StringEquals":{"postern:\#(key)":"\#(told)"}}}]}"#
                    let ask = AuthorizeRequest(action: "s3:GetObject", resource: "*", resourcePolicy: policy)
                    try await client.send(.of(ask, call: 1))
                    let answer = try await client.reply().response(AuthorizeResponse.self)
                    #expect(answer.decision == decision, "\(key) \(told)")
                }
            }
        }
    }

    @Test func `what is not a socket has no other end`() {
        #expect(throws: ListenerError.self) { try PeerCredentials.facts(of: STDIN_FILENO + 10_000) }
    }

    @Test func `the program is known by the process's start time too, where there is no pidfd`() {
        #expect(PeerProcess(pid: getpid(), pidfd: -1).executable() == Self.ownProgram())
        #expect(PeerProcess.startTime(of: getpid()) != nil)
    }

    @Test func `a process whose pidfd shows that it has ended has no program, whoever has its number now`() throws {
        // A pidfd becomes readable when its process ends; so does a pipe when something is written to it.
        var ends: [Int32] = [0, 0]
        #expect(unsafe pipe(&ends) == 0)
        defer { for end in ends { close(end) } }
        let process = PeerProcess(pid: getpid(), pidfd: ends[0])
        #expect(process.executable() == Self.ownProgram())
        #expect(unsafe write(ends[1], [1], 1) == 1)
        #expect(process.executable() == nil)
    }

    @Test(arguments: [0, -1, Int32.max]) func `a number that is no process's has no program`(_ pid: Int32) {
        #expect(PeerProcess(pid: pid, pidfd: -1).executable() == nil)
        #expect(PeerProcess.startTime(of: pid) == nil)
    }

    @Test func `a program that was deleted since it was started is not certain`() throws {
        let folder = try TemporaryFolder()
        let copy = "\(folder.path)/sleeper"
        try Self.copyFile("/bin/sleep", to: copy)
        var child = pid_t()
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe [strdup(copy), strdup("60"), nil]
        defer { unsafe free(arguments[0]) }
        defer { unsafe free(arguments[1]) }
        #expect(unsafe posix_spawn(&child, copy, nil, nil, &arguments, nil) == 0)
        defer {
            kill(child, SIGKILL)
            var status: Int32 = 0
            _ = unsafe waitpid(child, &status, 0)
        }
        let process = PeerProcess(pid: child, pidfd: -1)
        #expect(process.executable() == copy)
        #expect(unsafe unlink(copy) == 0)
        #expect(process.executable() == nil)
        // Another program in its place is not the one that runs.
        try Self.copyFile("/bin/true", to: copy)
        #expect(process.executable() == nil)
    }

    private static func copyFile(_ from: String, to: String) throws {
        let (source, target) = unsafe (open(from, O_RDONLY), open(to, O_CREAT | O_WRONLY | O_CLOEXEC, 0o700))
        guard source >= 0, target >= 0 else { throw TestFailure("cannot copy \(from)") }
        defer { close(source) }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while case let count = unsafe read(source, &bytes, bytes.count), count > 0 {
            guard unsafe write(target, bytes, count) == count else { throw TestFailure("cannot write \(to)") }
        }
        close(target)
    }
}

struct ConnectionCountsTests {
    @Test func `connections are bounded by uid and in all, and a place is free again when one ends`() throws {
        let counts = ConnectionCounts(perUIDMax: 2, allMax: 3)
        try counts.enter(uid: 1)
        try counts.enter(uid: 1)
        #expect(throws: Refusal.self) { try counts.enter(uid: 1) }
        try counts.enter(uid: 2)
        #expect(throws: Refusal.self) { try counts.enter(uid: 3) }
        counts.leave(uid: 1)
        try counts.enter(uid: 3)
    }
}
