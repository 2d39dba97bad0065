import Foundation
import Glibc

/// A program that a test started: killed with the test process, and with this object.
final class ChildProcess: Sendable {
    struct SpawnError: Error {
        let program: String
        let code: Int32
    }

    /// Where a child's descriptors 0 to 3 come from.
    struct Files: Sendable {
        var input = "/dev/null"
        var output: String
        /// `nil` for where the output goes.
        var errors: String?
        /// Becomes descriptor 3.
        var third: Int32?
        /// The path of a terminal, which takes the place of all of them but the third and is the child's own.
        var terminal: String?
    }

    private let life: ProcessLife
    var pid: pid_t { life.pid }

    private init(_ life: ProcessLife) {
        self.life = life
    }

    deinit { life.send(SIGKILL) }

    /// Starts a program: its absolute path, then its arguments.
    ///
    /// The environment joins this process's own, without what that has of Postern's; `whenEnded` is called on a thread
    /// of its own.
    static func start(
        _ words: [String],
        environment: [String: String] = [:],
        files: Files,
        whenEnded: @escaping @Sendable () -> Void = {}
    ) async throws -> ChildProcess {
        let variables = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("POSTERN_") }
            .merging(environment) { $1 }.map { "\($0.key)=\($0.value)" }
        // setpriv (util-linux) has the kernel kill the child with its parent, and becomes the program itself.
        let line = ["/usr/bin/setpriv", "--pdeathsig", "KILL", "--"] + words
        let (code, pid) = await SpawningThread.shared.perform { spawn(line, variables, files) }
        guard code == 0 else { throw SpawnError(program: words[0], code: code) }
        let life = ProcessLife(pid: pid)
        Thread.detachNewThread {
            life.reap()
            whenEnded()
        }
        return ChildProcess(life)
    }

    func send(_ signal: Int32) { life.send(signal) }

    func ending() async -> ProcessLife.Ending { await life.ending() }

    private static func spawn(_ words: [String], _ variables: [String], _ files: Files) -> (errno: Int32, pid: pid_t) {
        var pid: pid_t = 0
        var actions = unsafe posix_spawn_file_actions_t()
        var arguments: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
        var environment: [UnsafeMutablePointer<CChar>?] = unsafe variables.map { unsafe strdup($0) } + [nil]
        // SAFETY: the actions are made before and freed after their use; the lists hold C strings of our own, end with
        // a null, and are freed when the child has its copies.
        defer { unsafe (arguments + environment).forEach { unsafe free($0) } }
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        if let third = files.third { unsafe posix_spawn_file_actions_adddup2(&actions, third, 3) }
        var attributes = posix_spawnattr_t()
        unsafe posix_spawnattr_init(&attributes)
        defer { unsafe posix_spawnattr_destroy(&attributes) }
        if let terminal = files.terminal {
            // The leader of a new session owns the first terminal that it opens (POSIX_SPAWN_SETSID, spawn.h).
            unsafe posix_spawnattr_setflags(&attributes, 0x80)
            for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] {
                unsafe posix_spawn_file_actions_addopen(&actions, descriptor, terminal, O_RDWR, 0)
            }
        } else {
            unsafe open(files, in: &actions)
        }
        let code = unsafe posix_spawn(&pid, words[0], &actions, &attributes, &arguments, &environment)
        return (code, pid)
    }

    private static func open(_ files: Files, in actions: inout posix_spawn_file_actions_t) {
        let append = O_WRONLY | O_CREAT | O_APPEND
        // SAFETY: the actions were made by the caller, and copy the paths.
        unsafe posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, files.input, O_RDONLY, 0)
        unsafe posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, files.output, append, 0o600)
        if let errors = files.errors {
            unsafe posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, errors, append, 0o600)
        } else {
            unsafe posix_spawn_file_actions_adddup2(&actions, STDOUT_FILENO, STDERR_FILENO)
        }
    }
}
