import Client
import Foundation
import Glibc

/// An account in a folder of its own, and the daemons that a test starts on it.
final class TestAccount: Sendable {
    static let id = "123456789012"

    let folder: TemporaryFolder
    var data: String { folder.file("data") }
    var socket: String { folder.file("run/postern.sock") }

    struct StartError: Error, CustomStringConvertible {
        let description: String
    }

    /// What a program said and how it ended.
    struct Outcome: Sendable {
        let ending: ProcessLife.Ending
        let output: String
        let errors: String
    }

    init() throws {
        folder = try TemporaryFolder()
        try configure("")
    }

    /// A folder with an account in it.
    static func made(_ options: String...) async throws -> TestAccount {
        let account = try TestAccount()
        let outcome = try await account.initialize(options)
        guard outcome.ending == .exit(0) else { throw StartError(description: "init: \(outcome.errors)") }
        return account
    }

    /// Writes the configuration of the next start or reload: members of the JSON object, before those that make tests
    /// fast.
    func configure(_ more: String) throws {
        let fast = [
            #""eventLoops": 2"#, #""passwordThreads": 1"#, #""passwordMemoryKibibytes": 8"#, #""passwordPasses": 1"#,
            #""logLevel": "debug""#,
        ]
        let rest = fast.filter { member in !more.contains(member.prefix { $0 != ":" }) }
        let members = (more.isEmpty ? [] : [more]) + rest
        _ = try folder.write("{ \(members.joined(separator: ", ")) }", to: "posternd.json")
    }

    func initialize(_ options: [String] = ["--account-id", TestAccount.id]) async throws -> Outcome {
        let all = options.contains("--account-id") ? options : options + ["--account-id", Self.id]
        return try await run([Programs.daemon, "init", "--data", data, "--config", folder.file("posternd.json")] + all)
    }

    /// Runs a program until it ends.
    func run(_ words: [String], environment: [String: String] = [:], input: String = "/dev/null") async throws
        -> Outcome
    {
        let number = UInt64.random(in: .min ... .max)
        let (output, errors) = ("out-\(number)", "err-\(number)")
        let files = ChildProcess.Files(input: input, output: folder.file(output), errors: folder.file(errors))
        let ending = try await ChildProcess.start(words, environment: environment, files: files).ending()
        return Outcome(ending: ending, output: folder.text(of: output), errors: folder.text(of: errors))
    }

    /// Runs the command line on this account's socket.
    func postern(_ words: String...) async throws -> Outcome { try await postern(words) }

    func postern(_ words: [String], environment: [String: String] = [:]) async throws -> Outcome {
        try await run([Programs.commandLine] + words, environment: self.environment.merging(environment) { $1 })
    }

    /// What the command line finds in its environment.
    var environment: [String: String] {
        var variables = ["POSTERN_SOCKET": socket, "HOME": folder.path, "XDG_STATE_HOME": folder.file("state")]
        // What a program holds when it leaves in the middle of things, as `exit` does, is no leak.
        if let options = ProcessInfo.processInfo.environment["ASAN_OPTIONS"] {
            variables["ASAN_OPTIONS"] = options + ":detect_leaks=0"
        }
        return variables
    }

    /// Runs the command line on a terminal, in front of which somebody answers its questions.
    func posternOnTerminal(
        _ words: [String],
        environment: [String: String] = [:],
        typing answers: [PseudoTerminal.Answer] = []
    ) async throws -> Outcome {
        let variables = self.environment.merging(["TERM": "xterm", "NO_COLOR": ""]) { $1 }.merging(environment) { $1 }
        let terminal = try PseudoTerminal()
        let files = ChildProcess.Files(output: "", terminal: terminal.path)
        let process = try await ChildProcess.start([Programs.commandLine] + words, environment: variables, files: files)
        let shown = try await terminal.read(answering: answers)
        return Outcome(ending: await process.ending(), output: shown, errors: "")
    }

    /// Starts a daemon and waits until it is ready.
    func start(words: [String]? = nil, environment: [String: String] = [:]) async throws -> TestDaemon {
        let daemon = try await launch(words: words, environment: environment)
        guard try await daemon.states.wait(for: "READY=1", NotifySocket.ended) == "READY=1" else {
            throw StartError(description: daemon.log)
        }
        return daemon
    }

    /// Starts a daemon, which need not get ready.
    func launch(
        words: [String]? = nil,
        environment: [String: String] = [:],
        third: Int32? = nil,
        log: String? = nil
    ) async throws -> TestDaemon {
        let number = UInt32.random(in: .min ... .max)
        let states = try NotifySocket(path: folder.file("n-\(number)"))
        let log = log ?? folder.file("log-\(number)")
        let line = words ?? [Programs.daemon, "run"] + options
        let process = try await ChildProcess.start(
            line,
            environment: environment.merging(["NOTIFY_SOCKET": states.path]) { $1 },
            files: ChildProcess.Files(output: log, third: third)
        ) { NotifySocket.send(NotifySocket.ended, to: states.path) }
        return TestDaemon(account: self, process: process, states: states, logFile: log)
    }

    var options: [String] {
        ["--data", data, "--socket", socket, "--config", folder.file("posternd.json")]
    }
}
