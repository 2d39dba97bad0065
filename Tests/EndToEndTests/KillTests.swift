import Client
import Glibc
import Model
import Support
import Synchronization
import Testing

/// A daemon that is killed at any moment has lost nothing that it answered, and done nothing by halves.
@Suite struct KillTests {
    static let writers = 6
    static let kills = 52
    /// Four accounts side by side: 208 kills.
    static let seeds = Seed.forThisRun(count: 4)

    /// Kills the daemon when so many answers have come.
    private final class Trap: Sendable {
        private let left: Mutex<Int>
        private let daemon: TestDaemon

        init(_ daemon: TestDaemon, after answers: Int) {
            left = Mutex(answers)
            self.daemon = daemon
            if answers == 0 { daemon.process.send(SIGKILL) }
        }

        func count() {
            let isDue = left.withLock { left in
                left -= 1
                return left == 0
            }
            if isDue { daemon.process.send(SIGKILL) }
        }
    }

    @Test(arguments: seeds)
    func `every answered write is there after a kill, and nothing is half applied`(_ seed: Seed) async throws {
        var generator = SeededGenerator(seed)
        let account = try await TestAccount.made()
        var writers = (0..<Self.writers).map { OwnedWriter(number: $0, seed: seed) }
        var kills = 0
        while kills < Self.kills {
            if kills > 0 && Int.random(in: 0..<8, using: &generator) == 0 {
                // Somewhere in its start.
                try await account.launch().kill()
                kills += 1
            }
            let daemon = try await account.start()
            let client = try await daemon.client()
            if kills == 0 { _ = try await client.call(CreateGroupRequest(groupName: "everybody")) }
            try await Self.verify(&writers, by: client)
            let trap = Trap(daemon, after: Int.random(in: 0..<60, using: &generator))
            try await Self.write(&writers, to: daemon, until: trap)
            #expect(await daemon.process.ending() == .signal(SIGKILL))
            kills += 1
        }
        let daemon = try await account.start()
        try await Self.verify(&writers, by: daemon.client())
        #expect(await daemon.stop() == .exit(0))
    }

    private static func verify(_ writers: inout [OwnedWriter], by client: PosternClient) async throws {
        for index in writers.indices { try await writers[index].verify(by: client) }
    }

    /// Each writer on a connection of its own, all at once.
    private static func write(_ writers: inout [OwnedWriter], to daemon: TestDaemon, until trap: Trap) async throws {
        writers = try await withThrowingTaskGroup(of: (Int, OwnedWriter).self) { group in
            for (index, writer) in writers.enumerated() {
                group.addTask {
                    var writer = writer
                    if let client = try? await daemon.client() {
                        try await writer.write(to: client) { trap.count() }
                    }
                    return (index, writer)
                }
            }
            return try await group.reduce(into: writers) { $0[$1.0] = $1.1 }
        }
    }
}
