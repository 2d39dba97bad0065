import Support
import Testing

@Suite struct SeededGeneratorTests {
    /// The first outputs of the reference implementation for seed 1234567.
    @Test func `agrees with the reference`() {
        var generator = SeededGenerator(seed: 1_234_567)
        let wanted: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        #expect(wanted.map { _ in generator.next() } == wanted)
    }

    @Test func `seeds are read from text, and what is no number is left out`() {
        #expect(Seed.parse("0x2a, 7,,x,18446744073709551616").map(\.value) == [42, 7])
        #expect(Seed.parse("none").isEmpty)
    }

    @Test func `a seed is shown as it is given`() {
        let seed = Seed(0xBEEF)
        #expect(seed.testDescription == "seed 0xbeef")
        #expect(Seed.parse("0xbeef") == [seed])
    }
}
