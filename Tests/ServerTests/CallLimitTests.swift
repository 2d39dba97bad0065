import Model
import NIOCore
import Store
import Testing
import Wire

@testable import Server

/// What bounds a connection, and who ends a call before it is done.
@Suite(.timeLimit(.minutes(2)))
struct CallLimitTests {
    @Test func `256 calls may be in flight, and the next is refused by itself`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { server in
            let client = try await server.connect()
            store.closeGate()
            try await client.send((1...257).flatMap { encodeFrame(.newUser($0)) })
            let refused = try await client.reply()
            #expect(refused.call == 257 && refused.refusal?.status == .resourceExhausted)
            store.openGate()
            let replies = try await client.replies(256)
            #expect(replies.values.allSatisfy { $0.isSuccess })
            try await client.send(.newUser(257))
            #expect(try await client.reply().isSuccess)
        }
    }

    @Test func `a call that is cancelled is answered so at once, and its number is free again`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { server in
            let client = try await server.connect()
            store.closeGate()
            try await client.send(.newUser(1), .cancel(call: 1), .health(1), .cancel(call: 1), .cancel(call: 9))
            #expect(try await client.reply().refusal?.status == .cancelled)
            let next = try await client.reply()
            #expect(next.call == 1 && next.isSuccess)
            store.openGate()
        }
    }

    @Test func `the work of cancelled calls counts until it ends`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { configuration in
            configuration.connection.callsMax = 4
        } _: { server in
            let client = try await server.connect()
            store.closeGate()
            for number in 1...4 as ClosedRange<UInt32> {
                try await client.send(.newUser(number))
                await store.waitForWrites(Int(number))
                try await client.send(.cancel(call: number))
                #expect(try await client.reply().refusal?.status == .cancelled)
            }
            try await client.send(.newUser(5))
            #expect(try await client.reply().refusal?.status == .resourceExhausted)
            store.openGate()
            // The end of the work is not told to anybody; the next calls find that there is room.
            for number in 6... as PartialRangeFrom<UInt32> {
                try await client.send(.newUser(number))
                if try await client.reply().isSuccess { break }
            }
        }
    }

    @Test func `who is told to wait hears of it later, and holds nobody else up`() async throws {
        try await LoopbackServer.run(on: MemoryStore()) { configuration in
            configuration.connection.throttledPause = .seconds(3_600)
        } _: { server in
            let client = try await server.connect()
            let guess = SignInRequest(userName: "nobody", password: "correct horse battery")
            for number in 1...4 as ClosedRange<UInt32> {
                try await client.send(.of(guess, call: number))
                #expect(try await client.reply().refusal?.status == .unauthenticated)
            }
            try await client.send(.of(guess, call: 5), .health(6))
            let others = try await client.reply()
            #expect(others.call == 6 && others.isSuccess)
            try await client.send(.cancel(call: 5))
            let cancelled = try await client.reply()
            #expect(cancelled.call == 5 && cancelled.refusal?.status == .cancelled, "\(cancelled.outcome)")
        }
    }

    @Test func `while the requests in flight are too many bytes, no more are taken`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { configuration in
            configuration.connection.heldBytesMax = 1
        } _: { server in
            let client = try await server.connect()
            store.closeGate()
            try await client.send(.newUser(1), .health(2))
            await store.waitForWrites(1)
            store.openGate()
            #expect(try await client.reply().call == 1)
            #expect(try await client.reply().call == 2)
        }
    }

    @Test func `a call that is not done in its time is answered so`() async throws {
        let store = GatedStore()
        try await LoopbackServer.run(on: store) { server in
            let client = try await server.connect()
            store.closeGate()
            try await client.send(.newUser(1, timeoutMilliseconds: 5), .newUser(2, timeoutMilliseconds: 600_000))
            let late = try await client.reply()
            #expect(late.call == 1 && late.refusal?.status == .deadlineExceeded)
            store.openGate()
            #expect(try await client.reply().call == 2)
        }
    }

    @Test func `a batch on one connection does not hold up a call on another, and may be cancelled`() async throws {
        try await LoopbackServer.run { server in
            let (batcher, asker) = (try await server.connect(), try await server.connect())
            let items = (0..<10_000).map { BatchItem(resource: "arn:aws:s3:::castle/\($0)") }
            let batch = BatchAuthorizeRequest(shared: AuthorizeRequest(action: "s3:GetObject"), items: items)
            let order = Order()
            try await batcher.send(.of(batch, call: 1))
            async let answer = order.note("batch", batcher.reply())
            try await asker.send(.question(1))
            _ = try await order.note("call", asker.reply())
            let response = try await answer.response(BatchAuthorizeResponse.self)
            #expect(response.results.count == 10_000 && response.results.allSatisfy { $0.decision == .allow })
            #expect(await order.names == ["call", "batch"])
            try await batcher.send(.of(batch, call: 2))
            try await batcher.send(.cancel(call: 2))
            #expect(try await batcher.reply().refusal?.status == .cancelled)
            try await batcher.send(.of(batch, call: 3, timeoutMilliseconds: 1))
            #expect(try await batcher.reply().refusal?.status == .deadlineExceeded)
        }
    }

    @Test func `a client that reads nothing is kept waiting, and then cut off`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.connection.writePauseBytes = 16 * 1_024
            configuration.connection.stalledWrite = .milliseconds(50)
        } _: { server in
            let client = try await server.connect(readsNothing: true)
            let question = encodeFrame(.question(1))
            client.sendAnyway(Array(repeatElement(question, count: 50_000).joined()))
            // When the connection ends, what the kernel had taken for the client comes after all.
            #expect(await client.repliesBeforeTheEnd() < 50_000)
            let other = try await server.connect()
            try await other.send(.health(1))
            #expect(try await other.reply().isSuccess)
        }
    }

    @Test func `a client whose unread replies are too many is cut off at once`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.connection.writePauseBytes = 1_024
            configuration.connection.writeCutBytes = 256 * 1_024
        } _: { server in
            let client = try await server.connect(readsNothing: true)
            // Each is answered with an error that names it: one reply is more than may wait, whatever the kernel takes.
            let items = (0..<10_000).map { _ in BatchItem(action: String(repeating: "a", count: 100)) }
            let batch = BatchAuthorizeRequest(shared: AuthorizeRequest(resource: "*"), items: items)
            client.sendAnyway(encodeFrame(.of(batch, call: 1)))
            #expect(await client.repliesBeforeTheEnd() == 0)
        }
    }
}

/// The order in which things were done.
private actor Order {
    private(set) var names: [String] = []

    func note<Value: Sendable>(_ name: String, _ value: Value) -> Value {
        names.append(name)
        return value
    }
}
