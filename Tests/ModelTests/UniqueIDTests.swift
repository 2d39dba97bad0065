import Model
import Support
import Testing

@Suite struct UniqueIDTests {
    @Test(arguments: [
        "AIDAA", "AIDA234567ABCDEFGHIJ", "AKIAZZZZZZZZZZZZZZZZ", "ABCDEFGHIJKLMNOPQRSTUVWX", "AAAAA", "77777",
    ])
    func `an id comes back as it was given`(_ text: String) throws {
        let id = try #require(UniqueID(text))
        #expect(id.description == text)
        #expect(UniqueID(high: id.high, low: id.low) == id)
        #expect(UniqueID(utf8: text.utf8.span) == id)
        #expect(UniqueID(text[...]) == id)
    }

    @Test(arguments: [
        "", "AIDA", "ABCDEFGHIJKLMNOPQRSTUVWXY", "aidaa", "AIDA0", "AIDA1", "AIDA8", "AIDA ", "AIDA\0", "AIDÄA",
        "AIDA-A",
    ]) func `other characters and lengths are no id`(_ text: String) {
        #expect(UniqueID(text) == nil)
    }

    @Test func `ids that differ in length alone differ`() throws {
        // `A` is the digit 0: without the length, these would be one number.
        let ids = try ["AAAAA", "AAAAAA", "AAAAAAA"].map { try #require(UniqueID($0)) }
        #expect(Set(ids).count == 3)
    }

    @Test(arguments: Seed.forThisRun(count: 50))
    func `bits that no text makes are refused, and others come back`(_ seed: Seed) throws {
        var generator = SeededGenerator(seed)
        for count in 0...40 as ClosedRange<UInt64> {
            let bits = min(8 + 5 * count, 128)
            let (high, low) = (generator.next(), generator.next() & ~0xFF | count)
            // Only as many bits as there are characters.
            let kept = (
                high: bits > 64 ? high & (UInt64.max >> (128 - bits)) : 0,
                low: bits < 64 ? low & ((1 << bits) - 1) : low
            )
            let id = UniqueID(high: kept.high, low: kept.low)
            #expect((id != nil) == (5...24).contains(count))
            if let id { #expect(UniqueID(id.description) == id) }
            guard bits < 128 else { continue }
            // One bit more belongs to no character.
            let extra = bits < 64 ? (kept.high, kept.low | 1 << bits) : (kept.high | 1 << (bits - 64), kept.low)
            #expect(UniqueID(high: extra.0, low: extra.1) == nil)
        }
    }
}
