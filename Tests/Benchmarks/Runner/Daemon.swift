import Client
import Foundation
import Model

/// A `posternd` of the same build, on a folder of its own.
final class Daemon {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let folder: String
    var socket: String { "\(folder)/run/postern.sock" }
    var data: String { "\(folder)/data" }
    private var process: Process?

    init(folder: String) throws {
        self.folder = folder
        try FileManager.default.createDirectory(
            atPath: "\(folder)/run",
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o750]
        )
    }

    deinit { stop() }

    /// Makes an account.
    func initialise() throws {
        let process = try Self.launch(["init", "--data", data])
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "posternd init failed") }
    }

    /// Starts and waits for the first answer.
    ///
    /// - Returns: The seconds that it took.
    @discardableResult
    func start() async throws -> Double {
        let clock = ContinuousClock()
        let begin = clock.now
        process = try Self.launch(["run", "--data", data, "--socket", socket])
        while true {
            if let client = try? await PosternClient.connect(path: socket) {
                _ = try await client.call(GetCallerIdentityRequest())
                let took = clock.now - begin
                await client.close()
                return took / .seconds(1)
            }
            guard process?.isRunning == true else { throw Failure(description: "posternd ended before it answered") }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    func stop() {
        guard let process, process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
        self.process = nil
    }

    /// Resident memory in megabytes of 10⁶ bytes.
    func residentMegabytes() throws -> Double {
        guard let process else { return 0 }
        let status = try String(contentsOfFile: "/proc/\(process.processIdentifier)/status", encoding: .utf8)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") }
        let kibibytes = line?.split(whereSeparator: { !$0.isNumber }).first.flatMap { Double($0) }
        guard let kibibytes else { throw Failure(description: "no VmRSS of posternd") }
        return kibibytes * 1_024 / 1_000_000
    }

    private static func launch(_ arguments: [String]) throws -> Process {
        let process = Process()
        let program = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        process.executableURL = program.appendingPathComponent("posternd")
        process.arguments = arguments
        // The rows make more users than an account may have by default.
        process.environment = ProcessInfo.processInfo.environment.merging(["POSTERN_QUOTAS": #"{"users": 1000000}"#]) {
            $1
        }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        return process
    }
}
