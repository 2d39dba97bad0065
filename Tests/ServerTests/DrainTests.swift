import Glibc
import Model
import Testing
import Wire

@testable import Server

@Suite(.timeLimit(.minutes(2)))
struct DrainTests {
    @Test func `calls in flight are answered, new ones refused, and then the connection ends`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { server in
            let (busy, idle) = (try await server.connect(), try await server.connect())
            try await idle.send(.health(1))
            #expect(try await idle.reply().isSuccess)
            store.closeGate()
            try await busy.send(.newUser(1), .health(2))
            #expect(try await busy.reply().call == 2)
            async let drained: Void = server.listener.drain()
            #expect(await idle.isClosedNext())
            try await busy.send(.question(3), .health(4))
            let replies = try await busy.replies(2)
            #expect(replies[3]?.refusal?.status == .unavailable)
            #expect(try replies[4]?.response(HealthCheckResponse.self).status == .notServing)
            store.openGate()
            let last = try await busy.reply()
            #expect(last.call == 1 && last.isSuccess)
            #expect(await busy.isClosedNext())
            await drained
            #expect(FileStatus(of: server.path) == nil)
            await #expect(throws: (any Error).self) { try await server.connect() }
        }
    }

    @Test func `calls that are not done in time are given up`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { configuration in
            configuration.drain = .milliseconds(20)
        } _: { server in
            let client = try await server.connect()
            store.closeGate()
            try await client.send(.newUser(1), .health(2))
            #expect(try await client.reply().call == 2)
            async let drained: Void = server.listener.drain()
            #expect(await client.isClosedNext())
            store.openGate()
            await drained
        }
    }

    @Test func `a second start on the same path is refused while the first listens`() async throws {
        try await LoopbackServer.run { server in
            let path = try SocketPath(parsing: server.path)
            #expect(throws: ListenerError.answers(server.path)) { try path.listen() }
        }
    }
}
