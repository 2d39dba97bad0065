import Directory
import Model
import Support
import Testing
import Wire

@testable import Server

/// Frames that are whole with messages that are not: one call is refused, and the connection and the account go on.
@Suite(.timeLimit(.minutes(2)))
struct BadMessageTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let message: [UInt8]
        /// What the refusal says; `nil` where the message is taken.
        let reason: String?
        var testDescription: String { name }

        init(_ name: String, _ message: [UInt8], _ reason: String?) {
            (self.name, self.message, self.reason) = (name, message, reason)
        }
    }

    private typealias Wire = WireFields
    private static let bob = Wire.text(1, "bob")

    /// Messages of `CreateUser`.
    static let cases = [
        Case("as it should be", bob, nil),
        Case("a text as a number", Wire.tag(1, 0) + [5], "`user_name` has a wire type"),
        Case("a text as 32 bits", Wire.tag(1, 5) + [0, 0, 0, 0], "`user_name` has a wire type"),
        Case("a text as 64 bits", Wire.tag(1, 1) + [0, 0, 0, 0, 0, 0, 0, 0], "`user_name` has a wire type"),
        Case("a message as a number", bob + Wire.tag(4, 0) + [5], "`tags` has a wire type"),
        Case("a wire type that is none", bob + Wire.tag(1, 7), "well-formed"),
        Case("a field of number 0", bob + [0x02, 0x00], "well-formed"),
        Case("a group", bob + Wire.tag(9, 3) + Wire.tag(9, 4), "well-formed"),
        Case("groups in groups", bob + Array(repeating: 0x4B, count: 10_000), "well-formed"),
        Case("a group in a tag", bob + Wire.bytes(4, Wire.tag(1, 3) + Wire.tag(1, 4)), "well-formed"),
        Case("a length past the end", bob + Wire.tag(2, 2) + [9, 0x2F], "`path` is not"),
        Case("a length of 4 GiB", bob + Wire.tag(2, 2) + Wire.varint(1 << 32), "`path` is not"),
        Case("a text with a NUL", Wire.text(1, "bob\0root"), "`user_name` must be UTF-8 text without NUL"),
        Case("a text that ends in a NUL", Wire.text(1, "bob\0"), "`user_name` must be UTF-8 text without NUL"),
        Case("broken UTF-8", Wire.bytes(1, [0x62, 0xFF]), "`user_name` must be UTF-8 text without NUL"),
        Case("overlong UTF-8", Wire.bytes(1, [0xC0, 0xAF]), "`user_name` must be UTF-8 text without NUL"),
        Case("a surrogate", Wire.bytes(1, [0xED, 0xA0, 0x80]), "`user_name` must be UTF-8 text without NUL"),
        Case("a NUL in a tag's value", bob + Wire.bytes(4, Wire.text(1, "k") + Wire.text(2, "v\0")), "`tags[0].value`"),
        Case("an unknown field", bob + Wire.text(900, "x") + Wire.tag(901, 5) + [1, 2, 3, 4], nil),
        Case("a field that comes twice", Wire.text(1, "carol") + bob, nil),
    ]

    @Test(arguments: cases) func `a message that is not its method's is refused by field, and nothing is lost`(
        _ bad: Case
    ) async throws {
        try await LoopbackServer.run { server in
            let client = try await server.connect()
            let before = server.account.directory.current.revision
            let call = CallFrame(call: 1, method: RPC.createUser.rawValue, message: bad.message)
            try await client.send(.call(call))
            let reply = try await client.reply()
            if let reason = bad.reason {
                #expect(reply.refusal?.status == .invalidArgument)
                #expect(reply.error?.message.contains(reason) == true, "\(reply.error as Any)")
                #expect(server.account.directory.current.revision == before)
            } else {
                #expect(try reply.response(CreateUserResponse.self).user?.userName == "bob")
            }
            try await client.send(.health(2))
            #expect(try await client.reply().isSuccess)
        }
    }

    // Two readers of one message that take different ones of its fields would judge one name and act on another.
    @Test func `what is judged of a field that comes twice is what is done`() async throws {
        let account = try await TestAccount.make()
        try await account.permit(TestAccount.allow(["iam:CreateUser"], on: [TestAccount.arn("user/bob")]))
        let loop = try await TestLoop(account)
        let peer = PeerFacts(uid: TestAccount.subjectUID, gid: 1, pid: 1)
        func create(_ names: String...) async throws -> Refusal? {
            let message = names.flatMap { WireFields.text(1, $0) }
            let method = RPC.createUser.rawValue
            return try await loop.answer(
                IncomingCall(method: method, peer: peer, transport: .native, message: message)
            ).refusal
        }
        #expect(try await create("bob", "eve")?.status == .permissionDenied)
        #expect(account.directory.current.user(named: "eve") == nil)
        #expect(try await create("eve", "bob") == nil)
        #expect(
            account.directory.current.user(named: "bob") != nil && account.directory.current.user(named: "eve") == nil
        )
    }

    @Test(arguments: Seed.forThisRun(count: 10)) func `random bytes as a message of any method get an answer`(
        _ seed: Seed
    ) async throws {
        try await LoopbackServer.run { server in
            var generator = SeededGenerator(seed)
            let client = try await server.connect()
            for (number, rpc) in RPC.allCases.enumerated() {
                let call = UInt32(number + 1)
                var message = (0..<Int.random(in: 1...80, using: &generator)).map { _ in
                    UInt8.random(in: 0...255, using: &generator)
                }
                if Bool.random(using: &generator) {
                    // Nearly right ones get further.
                    message = Sample.of(rpc, in: server.account).message
                    guard !message.isEmpty else { continue }
                    let place = Int.random(in: message.indices, using: &generator)
                    message[place] ^= 1 << UInt8.random(in: 0...7, using: &generator)
                }
                try await client.send(.call(CallFrame(call: call, method: rpc.rawValue, message: message)))
                let reply = try await client.reply()
                #expect(reply.call == call)
                #expect(reply.refusal?.status != .internal && reply.refusal?.status != .unknown, "\(rpc): \(reply)")
            }
        }
    }
}
