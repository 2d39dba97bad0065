import CWire
import Model
import Testing

@testable import Wire

@Suite struct MemoryTests {
    /// A frame's worth of one part, again and again.
    private static func bomb(of part: [UInt8]) -> [UInt8] {
        var bytes = part
        while bytes.count * 2 <= Limits.frameBytesMax { bytes += bytes }
        return bytes
    }

    @Test(arguments: [
        ("a context of nothing", [0x2a, 0x00] as [UInt8]),
        ("a context of an empty key", [0x2a, 0x02, 0x0a, 0x00]),
        ("a context of an empty value", [0x2a, 0x02, 0x12, 0x00]),
        ("fields that are not known", [0x78, 0x00]),
    ]) func `a frame's worth of the smallest parts is refused within the bound`(_ name: String, _ part: [UInt8]) {
        let bomb = Self.bomb(of: part)
        let decoder = WireDecoder()
        #expect(throws: WireError.tooLarge("AuthorizeRequest")) {
            try decoder.decode(AuthorizeRequest.self, from: bomb)
        }
        #expect(decoder.arena.taken < 2 * 1024 * 1024)
        // The same by hand, to see what was taken at worst.
        let arena = DecodingArena()
        arena.begin(forMessageOf: bomb.count)
        let isRefused = unsafe postern__v1__authorize_request__unpack(arena.allocator, bomb.count, bomb) == nil
        #expect(isRefused)
        #expect(arena.isExhausted == true)
        #expect(arena.taken <= DecodingArena.bound(forMessageOf: bomb.count))
    }

    @Test func `a list of too many messages is refused before memory is taken`() throws {
        let decoder = WireDecoder()
        let max = 2 * Limits.batchItemsMax
        let bytes = (0..<max).flatMap { _ in [0x12, 0x00] as [UInt8] }
        #expect(try decoder.decode(BatchAuthorizeRequest.self, from: bytes).items.count == max)
        #expect(throws: WireError.tooMany(field: "items", max: max)) {
            try decoder.decode(BatchAuthorizeRequest.self, from: bytes + [0x12, 0x00])
        }
    }

    @Test func `a batch as large as a frame is taken`() throws {
        let entry = ContextEntry(key: "aws:SourceIp", values: ["192.0.2.17"])
        let resource = "arn:aws:orders:::shop20/customers/17/orders/2026-11-25/" + String(repeating: "0", count: 200)
        let item = BatchItem(action: "orders:Read", resource: resource, context: [entry, entry, entry])
        let batch = BatchAuthorizeRequest(items: .init(repeating: item, count: Limits.batchItemsMax))
        let bytes = encode(batch)
        #expect(bytes.count > 3 * 1024 * 1024 && bytes.count <= Limits.frameBytesMax)
        #expect(try decode(BatchAuthorizeRequest.self, from: bytes) == batch)
    }

    @Test func `the bound grows with the message and has an end`() {
        let bounds = [0, 1, 1_000, 1_000_000, Limits.frameBytesMax, .max].map(DecodingArena.bound)
        #expect(bounds == bounds.sorted())
        #expect(bounds.last == 96 * 1024 * 1024)
    }

    @Test(arguments: [256, 1_000, 100_000, 5_000_000]) func `memory never exceeds its bound`(_ bound: Int) {
        for size in [1, 8, 9, 100, 5_000] {
            let memory = BumpMemory(first: 256, bound: bound)
            var pieces = 0
            while Self.gives(memory, size) { pieces += 1 }
            #expect(memory.isExhausted == true)
            #expect(memory.taken <= bound)
            // All that is lost are the ends of the blocks, their headers, and what rounding up takes.
            #expect((pieces + 16) * (size + 7) + 16 * 16 >= bound)
            for size in [bound + 1, .max, -1] {
                let isGiven = Self.gives(memory, size)
                #expect(!isGiven, "\(size)")
            }
            memory.reset()
            #expect(memory.isExhausted == false)
            #expect(memory.taken == memory.kept && memory.kept <= 1024 * 1024)
        }
    }

    private static func gives(_ memory: borrowing BumpMemory, _ size: Int) -> Bool {
        unsafe memory.allocate(size) != nil
    }

    @Test func `pieces are aligned and do not overlap`() {
        let memory = BumpMemory(first: 256)
        var pieces: [Range<UInt>] = []
        for size in (0..<500).map({ $0 * 7 % 300 }) {
            guard let piece = unsafe memory.allocate(size) else { continue }
            let start = UInt(bitPattern: piece)
            #expect(start % 8 == 0)
            // SAFETY: the piece has that many bytes; a wrong address shows under the address sanitizer.
            unsafe piece.initializeMemory(as: UInt8.self, repeating: 0xaa, count: size)
            pieces.append(start..<start + UInt(size))
        }
        #expect(pieces.count == 500)
        let sorted = pieces.filter { !$0.isEmpty }.sorted { $0.lowerBound < $1.lowerBound }
        for (one, next) in zip(sorted, sorted.dropFirst()) { #expect(one.upperBound <= next.lowerBound) }
    }
}
