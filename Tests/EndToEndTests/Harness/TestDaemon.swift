import Client
import Foundation
import Glibc

/// A running `posternd`.
final class TestDaemon: Sendable {
    let account: TestAccount
    let process: ChildProcess
    let states: NotifySocket
    private let logFile: String

    init(account: TestAccount, process: ChildProcess, states: NotifySocket, logFile: String) {
        self.account = account
        self.process = process
        self.states = states
        self.logFile = logFile
    }

    var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    /// A connection, which acts as the account's root user: the daemon runs under this process's uid.
    func client() async throws -> PosternClient { try await PosternClient.connect(path: account.socket) }

    /// Asks it to stop, and waits until it has.
    func stop() async -> ProcessLife.Ending {
        process.send(SIGTERM)
        return await process.ending()
    }

    /// Kills it, and waits until it is gone.
    func kill() async {
        process.send(SIGKILL)
        _ = await process.ending()
    }

    /// Has it read its configuration again, and waits until it did.
    func reload() async throws {
        process.send(SIGHUP)
        _ = try await states.wait(for: "RELOADING=1")
        _ = try await states.wait(for: "READY=1")
    }
}
