import CPosix
import Glibc

/// What a process that holds secrets does before it reads the first one.
enum ProcessHardening {
    /// New files are the owner's alone; no core dumps, and nobody of the same user may trace.
    static func apply() {
        umask(0o077)
        // A log that goes to a pipe which nobody reads any more must not end the daemon.
        _ = signal(SIGPIPE, SIG_IGN)
        // A kernel that refuses leaves the process as open as any other, which is no reason not to serve.
        _ = postern_forbid_core_dumps()
    }
}
