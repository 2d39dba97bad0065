import Model
import Support
import Testing
import Wire

@Suite struct MessageTests {
    @Test(arguments: Sample.all) func `what is encoded is decoded to the same`(_ sample: Sample) throws {
        #expect(try sample.roundTrip(sample.bytes))
        if !sample.bytes.isEmpty { #expect(try !sample.roundTrip([])) }
    }

    @Test func `every message has a sample with something in every field`() {
        let samples = Dictionary(uniqueKeysWithValues: Sample.all.map { ($0.name, $0) })
        let messages = Descriptors().messages
        #expect(messages.count > 150)
        for message in messages {
            guard let sample = samples[message.name] else {
                Issue.record("\(message.name) has no sample")
                continue
            }
            #expect(Protobuf.fieldNumbers(sample.bytes) == Set(message.fields.map(\.number)), "\(message.name)")
        }
        #expect(Set(samples.keys) == Set(messages.map(\.name)))
    }

    @Test func `every RPC is named by its path and has the request and the response that its service says`() {
        let methods = Descriptors().methods
        #expect(Set(methods.map(\.path)) == Set(RPC.allCases.map(\.rawValue)))
        #expect(methods.count == RPC.allCases.count)
        let calls = Dictionary(
            uniqueKeysWithValues: Sample.all.compactMap { sample in sample.rpc.map { (sample.name, $0) } }
        )
        #expect(calls.count == methods.count)
        for method in methods {
            #expect(calls[method.request]?.path == method.path)
            #expect(calls[method.request]?.response == method.response)
        }
    }

    @Test func `fields go to the numbers that the proto gives them`() throws {
        let request = CreateUserRequest(userName: "a", path: "/b/", tags: [Tag(key: "k", value: "v"), Tag(key: "l")])
        let tags =
            Protobuf.bytes(4, Protobuf.text(1, "k") + Protobuf.text(2, "v")) + Protobuf.bytes(4, Protobuf.text(1, "l"))
        let bytes = Protobuf.text(1, "a") + Protobuf.text(2, "/b/") + tags
        #expect(encode(request) == bytes)
        #expect(try decode(CreateUserRequest.self, from: bytes) == request)
    }

    @Test func `a value that is not there differs from an empty one`() throws {
        for value in [nil, BoolValue(value: false), BoolValue(value: true)] {
            let request = UpdateLoginProfileRequest(userName: "a", passwordResetRequired: value)
            #expect(try decode(UpdateLoginProfileRequest.self, from: encode(request)) == request)
        }
        #expect(encode(UpdateLoginProfileRequest(passwordResetRequired: BoolValue(value: false))) == [0x1a, 0])
    }

    @Test(arguments: Sample.all) func `a message cut short is refused or is whole`(_ sample: Sample) {
        for count in 0..<min(sample.bytes.count, 400) {
            do throws(WireError) {
                try sample.decode(Array(sample.bytes[..<count]))
            } catch {
                #expect(error.refusal.status == .invalidArgument)
            }
        }
    }

    @Test func `a message cut inside a field is refused with the field's name`() {
        let bytes = Protobuf.bytes(2, Protobuf.text(3, "arn:x"))
        #expect(throws: WireError.malformed("items")) {
            try decode(BatchAuthorizeRequest.self, from: Array(bytes.dropLast()))
        }
        let nested = Protobuf.bytes(2, []) + Protobuf.bytes(2, Protobuf.text(3, "arn:x").dropLast())
        #expect(throws: WireError.malformed("items[1].resource")) {
            try decode(BatchAuthorizeRequest.self, from: nested)
        }
        #expect(throws: WireError.malformed("BatchAuthorizeRequest")) {
            try decode(BatchAuthorizeRequest.self, from: [0x80])
        }
    }

    @Test func `a decoder gives the same message after others as before them`() throws {
        let decoder = WireDecoder()
        let request = AuthorizeRequest(action: "s3:GetObject", resource: String(repeating: "r", count: 2_000))
        let bytes = encode(request)
        let large = encode(BatchAuthorizeRequest(items: .init(repeating: BatchItem(resource: "r"), count: 10_000)))
        for _ in 0..<3 {
            #expect(try decoder.decode(AuthorizeRequest.self, from: bytes) == request)
            #expect(throws: WireError.self) { try decoder.decode(AuthorizeRequest.self, from: [0x0a]) }
            #expect(try decoder.decode(BatchAuthorizeRequest.self, from: large).items.count == 10_000)
            let viaPointer = try unsafe bytes.withUnsafeBytes { bytes in
                try unsafe decoder.decode(AuthorizeRequest.self, from: bytes)
            }
            #expect(viaPointer == request)
        }
    }

    @Test(arguments: Seed.forThisRun(count: 20)) func `bytes changed at random are refused or decoded`(_ seed: Seed) {
        var random = SeededGenerator(seed)
        for sample in Sample.all where !sample.bytes.isEmpty {
            var bytes = sample.bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = .random(in: 0...255, using: &random)
            }
            // Whatever comes of it, it is a value or a `WireError`.
            try? sample.decode(bytes)
            try? sample.decode((0..<64).map { _ in .random(in: 0...255, using: &random) })
        }
    }
}
