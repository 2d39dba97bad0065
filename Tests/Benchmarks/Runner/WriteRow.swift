import CBaseline
import Client
import Foundation
import Model

/// `CreateUser` from many clients at once, beside SQLite alone with one transaction per write.
struct WriteRow {
    let daemon: Daemon
    let rounds: Int

    private static let clients = 64
    private static let usersPerClient = 16
    /// About what a user's record takes with its key.
    private static let recordBytes = 64

    func measure() async throws -> Row {
        var samples: [Sample] = []
        for round in 0..<rounds {
            let path = "\(daemon.folder)/baseline-\(round).sqlite"
            let count = 512
            let took = unsafe baseline_inserts(path, count, Self.recordBytes)
            guard took > 0 else { throw Daemon.Failure(description: "SQLite alone failed") }
            let baseline = Double(count) * 1e9 / Double(took)
            let ours = try await rate(round)
            samples.append(Sample(value: ours, baseline: baseline, ratio: ours / baseline))
        }
        return Row(
            "write.rate",
            "/s",
            samples: samples,
            target: 3,
            isMinimum: true,
            comparedWith: "SQLite alone, one transaction per write with the same settings"
        )
    }

    /// Acknowledged writes per second; every one must succeed.
    private func rate(_ round: Int) async throws -> Double {
        let path = daemon.socket
        var clients: [PosternClient] = []
        for _ in 0..<Self.clients { clients.append(try await PosternClient.connect(path: path)) }
        let clock = ContinuousClock()
        let begin = clock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (number, client) in clients.enumerated() {
                group.addTask {
                    for index in 0..<Self.usersPerClient {
                        _ = try await client.call(CreateUserRequest(userName: "w\(round)-\(number)-\(index)"))
                    }
                }
            }
            try await group.waitForAll()
        }
        let took = (clock.now - begin) / .seconds(1)
        for client in clients { await client.close() }
        return Double(Self.clients * Self.usersPerClient) / took
    }
}
