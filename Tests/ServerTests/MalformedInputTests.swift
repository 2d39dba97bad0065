import Model
import NIOCore
import Support
import Testing
import Wire

@testable import Server

/// What bad input gets: a clear error on call 0, and the end of the connection; nothing else is touched.
@Suite(.timeLimit(.minutes(2)))
struct MalformedInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let bytes: [UInt8]
        let reason: String
        var testDescription: String { name }

        init(_ name: String, _ bytes: [UInt8], _ reason: String) {
            (self.name, self.bytes, self.reason) = (name, bytes, reason)
        }
    }

    static let cases = [
        Case("a length of 0", [0, 0, 0, 0], "length 0"),
        Case("a length of 4 GiB", [0xFF, 0xFF, 0xFF, 0xFF], "at most 4194304"),
        Case("one byte more than a frame may have", [0, 0x40, 0, 1], "at most 4194304"),
        Case("a body that is no frame", [0, 0, 0, 2, 0xFF, 0xFF], "protobuf"),
        Case("a length of less than the body", [0, 0, 0, 2] + encodeFrame(.health(1)).dropFirst(4), ""),
        Case("a call of number 0", encodeFrame(.health(0)), "number 0"),
        Case("a reply from a client", encodeFrame(.reply(ReplyFrame(call: 3))), "only the daemon replies"),
        Case("an HTTP request", Array("GET / HTTP/1.1\r\nHost: postern\r\n\r\n".utf8), "at most 4194304"),
    ]

    private func expectRefused(_ client: RawClient, _ reason: String) async throws {
        let reply = try await client.reply()
        #expect(reply.call == 0 && reply.refusal?.status == .invalidArgument)
        #expect(reason.isEmpty || reply.error?.message.contains(reason) == true, "\(reply.error as Any)")
        #expect(await client.isClosedNext())
    }

    @Test(arguments: cases) func `input that is no frame ends the connection with its reason`(_ bad: Case) async throws
    {
        try await LoopbackServer.run { server in
            let other = try await server.connect()
            let client = try await server.connect()
            client.sendAnyway(bad.bytes)
            try await expectRefused(client, bad.reason)
            try await other.send(.health(1))
            #expect(try await other.reply().isSuccess)
        }
    }

    @Test(arguments: Seed.forThisRun(count: 20)) func `random bytes end the connection with a reason`(
        _ seed: Seed
    ) async throws {
        var generator = SeededGenerator(seed)
        // A first byte of 1 or more is a length above the limit.
        let bytes =
            [UInt8.random(in: 1...255, using: &generator)]
            + (0..<Int.random(in: 3...2_000, using: &generator)).map { _ in UInt8.random(in: 0...255, using: &generator)
            }
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            client.sendAnyway(bytes)
            try await expectRefused(client, "")
        }
    }

    @Test func `calls before a bad frame are answered first`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            client.sendAnyway(encodeFrame(.health(1)) + [0, 0, 0, 0])
            #expect(try await client.reply().call == 1)
            try await expectRefused(client, "length 0")
        }
    }

    @Test func `a number that is in flight already ends the connection`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { server in
            let client = try await server.connect()
            store.closeGate()
            try await client.send(.newUser(5), .health(5))
            try await expectRefused(client, "call 5 is in flight")
            store.openGate()
        }
    }

    @Test func `half a frame and then nothing ends the connection`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.connection.halfFrame = .milliseconds(20)
        } _: { server in
            let client = try await server.connect()
            try await client.send(Array(encodeFrame(.health(1)).dropLast()))
            try await expectRefused(client, "a frame was begun")
        }
    }

    @Test func `half a frame and then the end says so`() async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            try await client.send(encodeFrame(.health(1)) + encodeFrame(.health(2)).dropLast())
            try await client.endOutput()
            #expect(try await client.reply().call == 1)
            try await expectRefused(client, "ended inside a frame")
        }
    }

    @Test func `a connection on which nothing happens is closed`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.connection.idle = .milliseconds(20)
        } _: { server in
            let client = try await server.connect()
            #expect(await client.isClosedNext())
        }
    }
}
