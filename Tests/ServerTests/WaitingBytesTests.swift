import Model
import NIOCore
import NIOEmbedded
import Testing
import Wire

@testable import Server

/// What waits in the daemon is bounded by uid, on however many connections it waits.
@Suite(.timeLimit(.minutes(2)))
struct WaitingBytesTests {
    private static let step = Limits.waitingBytesStep

    /// The beginning of a frame that takes so many bytes with its length.
    private static func beginning(of bytes: Int) -> [UInt8] {
        let length = UInt32(bytes - 4)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: length >> $0) } + [0x0A]
    }

    /// A call that is answered on the loop, however long it is.
    private static func unknown(_ call: UInt32, bytes: Int) -> [UInt8] {
        encodeFrame(.call(CallFrame(call: call, method: "/Nobody/Knows", message: Array(repeating: 1, count: bytes))))
    }

    @Test func `frames that one uid has begun get no further than its bytes, and another's are taken`() async throws {
        let account = try await TestAccount.make()
        try {
            let waiting = WaitingBytes(perUIDMax: 16 * Self.step, allMax: 64 * Self.step)
            func bench(_ uid: UInt32) throws -> Bench { try Bench(account, uid: uid, waiting: waiting) }
            var open: [Bench] = []
            for number in 1...8 {
                let bench = try bench(7)
                try bench.receive(Self.beginning(of: 4 * Self.step))
                #expect(waiting.count(uid: 7) == min(number, 4) * 4 * Self.step)
                guard number > 4 else {
                    open.append(bench)
                    #expect(try bench.written() == nil)
                    continue
                }
                let refused = try bench.written()
                #expect(refused?.map(\.call) == [0])
                let refusal = refused?.first?.refusal
                #expect(refusal?.status == .resourceExhausted && refusal?.code == "Throttling")
                #expect(refusal?.message.contains("\(16 * Self.step) are allowed") == true)
                #expect(!bench.channel.isActive && bench.hasEnded)
            }
            let other = try bench(8)
            try other.receive(Self.unknown(1, bytes: 12 * Self.step))
            #expect(try other.written()?.map(\.call) == [1])
            #expect(waiting.count(uid: 8) == 0)
            // Short calls are no part of it, and go on though there is no room.
            let short = try bench(7)
            try short.receive(encodeFrame(.health(3)))
            #expect(try short.written()?.first?.isSuccess == true)
            // What ends gives back what it took, whole or not.
            open.removeFirst().channel.pipeline.fireChannelInactive()
            #expect(waiting.count(uid: 7) == 12 * Self.step)
            try open[0].receive(Array(repeating: 0, count: 4 * Self.step))
            #expect(try open[0].written()?.map(\.call) == [0])
            #expect(waiting.count(uid: 7) == 8 * Self.step)
            for bench in open.dropFirst() { try bench.channel.close().wait() }
            #expect(waiting.count(uid: 7) == 0 && waiting.count == 0)
            let next = try bench(7)
            try next.receive(Self.unknown(1, bytes: 12 * Self.step))
            #expect(try next.written()?.map(\.call) == [1])
        }()
    }

    @Test func `all uids together have their bytes too`() async throws {
        let account = try await TestAccount.make()
        try {
            let waiting = WaitingBytes(perUIDMax: 4 * Self.step, allMax: 8 * Self.step)
            var open: [Bench] = []
            for (uid, isTaken) in [(1, true), (2, true), (3, false)] as [(UInt32, Bool)] {
                let bench = try Bench(account, uid: uid, waiting: waiting)
                open.append(bench)
                try bench.receive(Self.beginning(of: 4 * Self.step))
                #expect(bench.channel.isActive == isTaken)
                #expect(waiting.count == min(Int(uid), 2) * 4 * Self.step)
                if !isTaken { #expect(try bench.written()?.first?.refusal?.code == "Throttling") }
            }
        }()
    }

    @Test func `bytes are counted from the first whole step`() async throws {
        let account = try await TestAccount.make()
        try {
            let waiting = WaitingBytes()
            for (bytes, counted) in [(Self.step - 1, 0), (Self.step, Self.step), (2 * Self.step - 1, Self.step)] {
                let bench = try Bench(account, uid: 7, waiting: waiting)
                try bench.receive(Self.beginning(of: bytes))
                #expect(waiting.count(uid: 7) == counted)
                try bench.channel.close().wait()
                #expect(waiting.count(uid: 7) == 0)
            }
        }()
    }

    /// Its answer names a statement of so many bytes for each item.
    private static func batch(_ call: UInt32, items: Int, sid: Int) -> Frame {
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","#
            + #""Sid":"\#(String(repeating: "s", count: sid))"}}"#
        let shared = AuthorizeRequest(action: "s3:GetObject", resource: "*", resourcePolicy: policy)
        return .of(
            BatchAuthorizeRequest(shared: shared, items: Array(repeating: BatchItem(), count: items)),
            call: call
        )
    }

    @Test func `a batch is counted by what it is in memory`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.waitingBytesPerUID = Self.step
            configuration.connection.throttledPause = .zero
        } _: { server in
            let client = try await server.connect()
            let (small, large) = (Self.batch(1, items: 100, sid: 1), Self.batch(2, items: 2_000, sid: 1))
            #expect(encodeFrame(large).count < Self.step)
            try await client.send(small, large)
            let replies = try await client.replies(2)
            #expect(replies[1]?.isSuccess == true)
            #expect(replies[2]?.code == "Throttling")
        }
    }

    @Test func `an answer for which there is no room is not given, and the connection goes on`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.waitingBytesPerUID = 16 * Self.step
        } _: { server in
            let (client, other) = (try await server.connect(), try await server.connect())
            // About half a megabyte each time: what was read is given back.
            let batch = Self.batch(1, items: 1_000, sid: 500)
            for _ in 0..<8 {
                try await client.send(batch)
                #expect(try await client.reply().message.count > 7 * Self.step)
            }
            try await other.send(encodeFrame(.health(1)) + Self.beginning(of: 10 * Self.step))
            #expect(try await other.reply().isSuccess)
            try await client.send(batch)
            #expect(try await client.reply().code == "Throttling")
            try await other.close()
            while true {
                try await client.send(batch)
                // The daemon may hear of the other's end after the next call.
                if try await client.reply().isSuccess { break }
            }
        }
    }

    @Test func `a client that reads nothing is cut off when what waits for it is too much for its uid`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.waitingBytesPerUID = 4 * Self.step
            configuration.connection.stalledWrite = .hours(1)
        } _: { server in
            let client = try await server.connect(readsNothing: true)
            let question = encodeFrame(.question(1))
            client.sendAnyway(Array(repeatElement(question, count: 50_000).joined()))
            #expect(await client.repliesBeforeTheEnd() < 50_000)
            let other = try await server.connect()
            try await other.send(Self.unknown(1, bytes: 3 * Self.step))
            #expect(try await other.reply().refusal?.status == .unimplemented)
        }
    }
}
