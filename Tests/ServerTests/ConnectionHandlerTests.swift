import Model
import NIOCore
import NIOEmbedded
import Testing
import Wire

@testable import Server

/// A connection by itself, whose time is wound by hand.
struct ConnectionHandlerTests {
    @Test func `the calls of one read are answered in one write`() async throws {
        let account = try await TestAccount.make()
        try {
            let bench = try Bench(account)
            try bench.receive((1...10).flatMap { encodeFrame(.question($0)) })
            #expect(try bench.written()?.map(\.call) == Array(1...10))
            #expect(try bench.written() == nil)
        }()
    }

    @Test func `frames that take long are taken in turns with what else the loop has to do`() async throws {
        let account = try await TestAccount.make()
        try {
            let bench = try Bench(account) { $0.framesTurn = .zero }
            try bench.receive((1...40).flatMap { encodeFrame(.question($0)) })
            for turn in [1...16, 17...32, 33...40] as [ClosedRange<UInt32>] {
                #expect(try bench.written()?.map(\.call) == Array(turn))
                #expect(try bench.written() == nil)
                bench.pass(BatchQueue.pause)
            }
        }()
    }

    @Test func `while a client does not read its replies, none of its frames is taken`() async throws {
        let account = try await TestAccount.make()
        try {
            let bench = try Bench(account)
            bench.setWritable(false)
            try bench.receive((1...10).flatMap { encodeFrame(.question($0)) })
            #expect(try bench.written() == nil)
            bench.setWritable(true)
            #expect(try bench.written()?.map(\.call) == Array(1...10))
        }()
    }

    /// Items that leave all to the shared question: two bytes each in the frame.
    private static func batch(_ call: UInt32, items: Int) -> [UInt8] {
        let shared = AuthorizeRequest(action: "s3:GetObject", resource: "*")
        let items = Array(repeating: BatchItem(), count: items)
        return encodeFrame(.of(BatchAuthorizeRequest(shared: shared, items: items), call: call))
    }

    @Test func `a batch is judged a slice at a time, with whatever else comes in between`() async throws {
        let account = try await TestAccount.make()
        try {
            let bench = try Bench(account)
            // More than three slices: the clock is looked at after every 16 items that cost little.
            try bench.receive(Self.batch(1, items: 64))
            for call in 2...4 as ClosedRange<UInt32> {
                try bench.receive(encodeFrame(.question(call)))
                #expect(try bench.written()?.map(\.call) == [call])
                bench.pass(BatchQueue.pause)
            }
            var last = try bench.written()
            for _ in 0..<2 where last == nil {
                bench.pass(BatchQueue.pause)
                last = try bench.written()
            }
            #expect(last?.map(\.call) == [1])
        }()
    }

    @Test func `while what batches take in memory is too much, no more frames are taken`() async throws {
        let account = try await TestAccount.make()
        try {
            for (isEnough, bytes) in [(true, 1_000_000), (false, 10_000)] {
                let bench = try Bench(account) { $0.heldBytesMax = bytes }
                let batch = Self.batch(1, items: 200)
                #expect(batch.count < 1_000)
                try bench.receive(batch + encodeFrame(.health(2)))
                #expect(try bench.written()?.map(\.call) == (isEnough ? [2] : nil))
                for _ in 0..<200 { bench.pass(BatchQueue.pause) }
                #expect(try bench.written()?.map(\.call) == (isEnough ? [1] : [1, 2]))
                #expect(bench.handler.heldBytes == 0)
            }
        }()
    }

    @Test func `batches under way on a loop have so many items and no more, until some are judged`() async throws {
        let account = try await TestAccount.make()
        try {
            let bench = try Bench(account, batchItemsMax: 10)
            try bench.receive(Self.batch(1, items: 4) + Self.batch(2, items: 4) + Self.batch(3, items: 3))
            let refused = try bench.written()
            #expect(refused?.map(\.call) == [3] && refused?.first?.refusal?.status == .resourceExhausted)
            try bench.receive(Self.batch(4, items: 2))
            #expect(try bench.written() == nil)
            for _ in 0..<10 { bench.pass(BatchQueue.pause) }
            var answered: [ReplyFrame] = []
            while let replies = try bench.written() { answered += replies }
            #expect(Set(answered.map(\.call)) == [1, 2, 4] && answered.allSatisfy { $0.isSuccess })
            // One that is larger than that is judged all the same, when it is alone.
            try bench.receive(Self.batch(5, items: 11))
            for _ in 0..<11 { bench.pass(BatchQueue.pause) }
            #expect(try bench.written()?.map(\.call) == [5])
        }()
    }

    @Test func `a client that reads nothing is cut off after its time, and one that reads is not`() async throws {
        let account = try await TestAccount.make()
        try {
            let bench = try Bench(account)
            bench.setWritable(false)
            bench.pass(.seconds(Limits.stalledWriteSeconds) - .nanoseconds(1))
            #expect(bench.channel.isActive)
            bench.setWritable(true)
            bench.pass(.seconds(1))
            bench.setWritable(false)
            bench.pass(.seconds(Limits.stalledWriteSeconds) - .nanoseconds(1))
            #expect(bench.channel.isActive)
            bench.pass(.nanoseconds(1))
            #expect(!bench.channel.isActive && bench.hasEnded)
        }()
    }

    @Test func `a frame has its time from its own beginning`() async throws {
        let account = try await TestAccount.make()
        try {
            let bench = try Bench(account)
            let (frame, time) = (encodeFrame(.health(1)), TimeAmount.seconds(Limits.halfFrameSeconds))
            try bench.receive([frame[0]])
            bench.pass(time - .nanoseconds(1))
            // The first is whole just in time, and another begins.
            try bench.receive(frame.dropFirst() + [frame[0]])
            #expect(try bench.written()?.map(\.call) == [1])
            bench.pass(time - .nanoseconds(1))
            #expect(try bench.written() == nil)
            bench.pass(.nanoseconds(1))
            let replies = try bench.written()
            #expect(replies?.map(\.call) == [0] && replies?.first?.refusal?.status == .invalidArgument)
            #expect(!bench.channel.isActive)
        }()
    }

    @Test func `bytes that trickle in do not give a frame more time`() async throws {
        let account = try await TestAccount.make()
        try {
            let bench = try Bench(account)
            for byte in encodeFrame(.health(1)).prefix(5) {
                try bench.receive([byte])
                bench.pass(.milliseconds(Limits.halfFrameSeconds * 200))
            }
            #expect(try bench.written()?.map(\.call) == [0])
        }()
    }

    @Test func `a connection is closed when nothing was said for long, and each call begins that time anew`()
        async throws
    {
        let account = try await TestAccount.make()
        try {
            let bench = try Bench(account)
            let time = TimeAmount.seconds(Limits.idleSeconds)
            bench.pass(time - .nanoseconds(1))
            try bench.receive(encodeFrame(.health(1)))
            bench.pass(time - .nanoseconds(1))
            #expect(bench.channel.isActive)
            bench.pass(.nanoseconds(1))
            #expect(!bench.channel.isActive && bench.hasEnded)
        }()
    }
}
