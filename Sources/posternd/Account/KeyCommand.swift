// SAFETY: what Glibc has that is not Sendable is `environ`, which nothing in this process changes.
@unsafe @preconcurrency import Glibc

/// The program that prints the master key, running, with nothing on its standard input.
struct KeyCommand {
    /// Where its output is read; whoever reads it closes it.
    let output: Int32
    private let program: String
    private let process: pid_t

    /// How long the program may take to print the first byte.
    private static let secondsMax: Int32 = 30

    init(_ words: [String]) throws(Failure) {
        program = words.first ?? ""
        var ends: [Int32] = [-1, -1]
        // SAFETY: the array has room for the two descriptors.
        guard unsafe pipe(&ends) == 0 else { throw Failure("a pipe cannot be made: \(SystemError.last)") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let (outcome, process) = Self.start(words, output: ends[1])
        // The child has its own; this one open would keep the end of the output from showing.
        close(ends[1])
        guard outcome == 0 else {
            close(ends[0])
            throw Failure("master key command `\(program)` cannot be started: \(SystemError.text(outcome))")
        }
        self.process = process
        output = ends[0]
        var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
        // SAFETY: one local value, and the count says one.
        guard unsafe poll(&waiting, 1, Self.secondsMax * 1_000) != 0 else {
            close(output)
            kill(process, SIGKILL)
            _ = Self.end(of: process)
            throw Failure("master key command `\(program)` printed nothing for \(Self.secondsMax) seconds")
        }
    }

    /// Waits for its end, which must be a good one.
    func wait() throws(Failure) {
        let status = Self.end(of: process)
        guard status == 0 else {
            // wait(2): the exit code is in the second byte, a signal in the lowest seven bits.
            let signal = status & 0x7F
            let how = signal == 0 ? "exit code \(status >> 8 & 0xFF)" : "signal \(signal)"
            throw Failure("master key command `\(program)` failed with \(how)")
        }
    }

    private static func start(_ words: [String], output: Int32) -> (errno: Int32, process: pid_t) {
        var process: pid_t = 0
        var actions = unsafe posix_spawn_file_actions_t()
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
        // SAFETY: the actions are made before and freed after their use; the arguments are C strings of our own, ended
        // by a null, and freed when the child has its copies.
        defer { unsafe arguments.forEach { unsafe free($0) } }
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO)
        let outcome = unsafe posix_spawn(&process, words[0], &actions, nil, &arguments, environ)
        return (outcome, process)
    }

    private static func end(of process: pid_t) -> Int32 {
        var status: Int32 = 0
        // SAFETY: a local value that lives until the call returns.
        while unsafe waitpid(process, &status, 0) < 0, errno == EINTR {}
        return status
    }
}
