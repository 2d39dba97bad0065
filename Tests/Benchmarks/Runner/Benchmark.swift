import Client
import Foundation

/// Measures Postern beside what it is compared with; `Scripts/benchmark` says how to run it.
@main
struct Benchmark {
    static func main() async throws {
        let options = try Options(CommandLine.arguments.dropFirst())
        let folder = "\(FileManager.default.temporaryDirectory.path)/postern-benchmark-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var rows = try DecideRows(rounds: options.rounds).measure()
        do {
            let daemon = try Daemon(folder: "\(folder)/calls")
            try daemon.initialise()
            try await daemon.start()
            let client = try await PosternClient.connect(path: daemon.socket)
            let requests = try await Requests.prepare(client)
            rows += try await CallRows(daemon: daemon, requests: requests, rounds: options.rounds).measure()
            rows.append(try await WriteRow(daemon: daemon, rounds: options.rounds).measure())
            await client.close()
            daemon.stop()
        }
        rows += try await OpenRows(folder: "\(folder)/open", rounds: options.rounds).measure()
        Report.show(rows)
        try Report.write(rows, to: options.output)
    }
}

/// What the command line asks for.
struct Options {
    var rounds = 5
    var output = ".build/benchmark.json"

    init(_ arguments: ArraySlice<String>) throws {
        var rest = arguments
        while let name = rest.popFirst() {
            switch (name, rest.popFirst()) {
            case ("--rounds", let value?):
                guard let rounds = Int(value), (1...99).contains(rounds) else {
                    throw Daemon.Failure(description: "--rounds takes 1 to 99, not `\(value)`")
                }
                self.rounds = rounds
            case ("--output", let value?): output = value
            default: throw Daemon.Failure(description: "unknown argument `\(name)`; see Scripts/benchmark --help")
            }
        }
    }
}
