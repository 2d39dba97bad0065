import Foundation
import Model
import Testing
import Wire

/// How many connections the system lets the daemon have.
@Suite struct OpenFilesTests {
    /// A daemon that is started by a shell with a limit on its open files.
    private static func launch(_ account: TestAccount, _ limit: String) async throws -> TestDaemon {
        let words = ["/bin/sh", "-c", "\(limit); exec \"$@\"", "sh", Programs.daemon, "run"] + account.options
        let daemon = try await account.launch(words: words)
        #expect(try await daemon.states.wait(for: "READY=1", NotifySocket.ended) == "READY=1", "\(daemon.log)")
        return daemon
    }

    private static let health = Frame.call(
        CallFrame(call: 1, method: RPC.healthCheck.rawValue, message: encode(HealthCheckRequest()))
    )

    @Test func `a daemon that is started with room for few files makes itself room for its connections`() async throws {
        let account = try await TestAccount.made()
        let daemon = try await Self.launch(account, "ulimit -Sn 48")
        // More than would fit, and far fewer than one user may have.
        var connections: [FrameConnection] = []
        for _ in 0..<96 {
            let connection = try FrameConnection(path: account.socket)
            try connection.send([Self.health])
            guard case .reply(let reply) = try await connection.next() else {
                Issue.record("not a reply")
                return
            }
            #expect(reply.call == 1 && reply.refusal == nil)
            connections.append(connection)
        }
        #expect(!daemon.log.contains("hard limit"), "\(daemon.log)")
        withExtendedLifetime(connections) {}
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `where the system does not allow it the daemon says so and serves`() async throws {
        let account = try await TestAccount.made()
        let daemon = try await Self.launch(account, "ulimit -n 64")
        let connection = try FrameConnection(path: account.socket)
        try connection.send([Self.health])
        guard case .reply(let reply) = try await connection.next() else {
            Issue.record("not a reply")
            return
        }
        #expect(reply.call == 1 && reply.refusal == nil)
        let needed = Limits.connectionsInAll + Limits.otherFilesMax
        #expect(daemon.log.contains("fewer than \(needed) files open; raise its hard limit"), "\(daemon.log)")
        #expect(await daemon.stop() == .exit(0))
    }
}
