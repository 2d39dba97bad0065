import Support
import Testing

@testable import Store

@Suite struct ChecksumTests {
    /// From the xxHash project's own documentation and its ports' tests.
    @Test(
        arguments: [
            ("", 0, 0xEF46_DB37_51D8_E999),
            ("a", 0, 0xD24E_C4F1_A98C_6E5B),
            ("abc", 0, 0x44BC_2CF5_AD77_0999),
            ("Nobody inspects the spammish repetition", 0, 0xFBCE_A83C_8A37_8BF1),
        ] as [(String, UInt64, UInt64)]
    )
    func `agrees with published values`(_ text: String, _ seed: UInt64, _ wanted: UInt64) {
        #expect(Checksum.xxh64(unsafe text.utf8.span.bytes, seed: seed) == wanted)
    }

    @Test(arguments: Seed.forThisRun(count: 20)) func `every bit counts`(_ seed: Seed) {
        var generator = SeededGenerator(seed)
        let count = Int.random(in: 1...100, using: &generator)
        let value = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let sum = Checksum.record(key: "key", value: value, revision: 7)
        for bit in 0..<count * 8 {
            var flipped = value
            flipped[bit / 8] ^= 1 << (bit % 8)
            #expect(Checksum.record(key: "key", value: flipped, revision: 7) != sum)
        }
        #expect(Checksum.record(key: "kez", value: value, revision: 7) != sum)
        #expect(Checksum.record(key: "key", value: value, revision: 8) != sum)
        #expect(Checksum.record(key: "key", value: value, revision: 7) == sum)
    }
}
