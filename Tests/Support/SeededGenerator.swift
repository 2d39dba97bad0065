import Foundation
import Testing

/// Random numbers that are the same for the same seed, on every machine.
///
/// SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014). Not for secrets.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    package init(_ seed: Seed) {
        self.init(seed: seed.value)
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// What a random test starts from; a failing one is named in the test's output.
///
/// `POSTERN_SEED=0x2a,7` runs every random test on those seeds alone.
package struct Seed: Hashable, Sendable, CustomTestStringConvertible {
    package let value: UInt64

    package init(_ value: UInt64) {
        self.value = value
    }

    package var testDescription: String { "seed 0x" + String(value, radix: 16) }

    /// The seeds of this run: the same ones each time, unless `POSTERN_SEED` names others.
    package static func forThisRun(count: Int) -> [Seed] {
        if let text = ProcessInfo.processInfo.environment["POSTERN_SEED"] {
            let seeds = parse(text)
            // A misspelt seed must not pass as a run in which nothing failed.
            if seeds.isEmpty { print("POSTERN_SEED has no number: `\(text)`; the usual seeds are used") }
            if !seeds.isEmpty { return seeds }
        }
        var generator = SeededGenerator(seed: 0x706F_7374_6572_6E)
        return (0..<count).map { _ in Seed(generator.next()) }
    }

    /// Numbers apart by commas, decimal or with `0x`; what is not a number is left out.
    package static func parse(_ text: String) -> [Seed] {
        text.split(separator: ",").compactMap { part in
            let number = part.trimmingCharacters(in: .whitespaces).lowercased()
            let value = number.hasPrefix("0x") ? UInt64(number.dropFirst(2), radix: 16) : UInt64(number)
            return value.map(Seed.init)
        }
    }
}
