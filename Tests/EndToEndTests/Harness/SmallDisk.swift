import Foundation
import Glibc

/// A small disk at an account's data folder, in a mount namespace of its own: only what is started in it sees the disk.
///
/// It is gone when the holder of the namespace is, which is killed with this object and with the test process.
final class SmallDisk: Sendable {
    enum Kind: String, Sendable {
        /// Of 8 MiB, in memory.
        case memory = "mount -t tmpfs -o size=8m,mode=0700 none \"$data\""
        /// Of 16 KiB, in memory: less than a new account takes.
        case tiny = "mount -t tmpfs -o size=16k,mode=0700 none \"$data\""
        /// A file system on a block device, which the kernel makes read-only when the device fails.
        case device = """
            truncate -s 16M "$image" && mkfs.ext4 -q -m 0 "$image"
            mount -o loop,errors=remount-ro "$image" "$data" && rmdir "$data/lost+found" && chmod 700 "$data"
            """
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private let account: TestAccount
    private let holder: ChildProcess

    /// Whether this process may mount such a disk.
    static func isPossible(_ kind: Kind) async -> Bool {
        guard geteuid() == 0, let account = try? TestAccount() else { return false }
        return (try? await SmallDisk(at: account, kind)) != nil
    }

    init(at account: TestAccount, _ kind: Kind) async throws {
        self.account = account
        let ready = account.folder.file("ready")
        let script = """
            data=$1; image=$2
            mount_it() { set -e; mkdir -p -m 700 "$data"; \(kind.rawValue); }
            ( mount_it ) && said=ready || said=failed
            echo "$said" >"$3"; exec sleep infinity
            """
        let made = try await account.run(["/usr/bin/mkfifo", ready])
        // Open at both ends before the holder starts, so that nobody who opens it waits.
        let pipe = unsafe open(ready, O_RDWR | O_CLOEXEC)
        guard pipe >= 0 else { throw Failure(description: made.errors) }
        defer { close(pipe) }
        holder = try await ChildProcess.start(
            [
                "/usr/bin/unshare", "--mount", "--propagation", "private", "/bin/sh", "-c", script, "sh", account.data,
                account.folder.file("image"), ready,
            ],
            files: ChildProcess.Files(output: account.folder.file("holder.log"))
        ) {
            let end = unsafe open(ready, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
            // SAFETY: one byte of the text's own.
            if end >= 0 { _ = unsafe write(end, "\n", 1) }
            close(end)
        }
        let said = await Self.line(from: pipe)
        guard said == "ready" else { throw Failure(description: account.folder.text(of: "holder.log")) }
    }

    /// Reading waits for whoever writes, on a thread that may wait.
    private static func line(from pipe: Int32) async -> String {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread {
                var buffer = [UInt8](repeating: 0, count: 16)
                // SAFETY: the buffer's own bytes, and no more than there are.
                let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(pipe, $0.baseAddress, $0.count) }
                continuation.resume(returning: String(decoding: buffer[..<max(0, count - 1)], as: UTF8.self))
            }
        }
    }

    /// The words that run a program where the disk is.
    func words(_ words: [String]) -> [String] {
        ["/usr/bin/nsenter", "--mount=/proc/\(holder.pid)/ns/mnt", "--"] + words
    }

    func initialize() async throws -> TestAccount.Outcome {
        let config = account.folder.file("posternd.json")
        let options = ["--data", account.data, "--config", config, "--account-id", TestAccount.id]
        return try await account.run(words([Programs.daemon, "init"] + options))
    }

    func start() async throws -> TestDaemon {
        try await account.start(words: words([Programs.daemon, "run"] + account.options))
    }

    /// Starts a daemon, which need not get ready.
    func launch() async throws -> TestDaemon {
        try await account.launch(words: words([Programs.daemon, "run"] + account.options))
    }

    /// Runs a line of shell where the disk is, with `$data` for its folder.
    func shell(_ line: String) async throws {
        let script = "data=$1; image=$2; \(line)"
        let arguments = ["sh", account.data, account.folder.file("image")]
        let outcome = try await account.run(words(["/bin/sh", "-c", script] + arguments))
        guard outcome.ending == .exit(0) else { throw Failure(description: outcome.errors) }
    }

    /// Writes until the disk takes not one byte more.
    func fill() async throws {
        try await shell(
            """
            for size in 65536 4096 1; do
                dd if=/dev/zero bs=$size oflag=append conv=notrunc of="$data/filler" 2>/dev/null || true
            done
            ! echo x >>"$data/filler"
            """
        )
    }

    func free() async throws { try await shell("rm \"$data/filler\"") }
}
