internal import Differential
internal import PolicyLanguage
internal import Synchronization

/// Takes seed after seed, shared by tasks that run it at the same time.
final class Race: Sendable {
    static let setsPerSeed = 250
    static let requestsPerSet = 4

    private struct State {
        var taken: UInt64 = 0
        var coverage = Coverage()
        var differences: [String] = []
    }

    private let options: Options
    private let state = Mutex(State())
    private let start = ContinuousClock.now

    init(_ options: Options) {
        self.options = options
    }

    var hasDifference: Bool { state.withLock { !$0.differences.isEmpty } }

    /// The table of rules, then what was found, then how many requests were judged in `libFuzzer`'s form.
    var report: String {
        state.withLock { state in
            let untested = state.coverage.untested
            let seed = "seeds from 0x" + String(options.seed, radix: 16)
            return
                ([state.coverage.table, seed] + untested + state.differences + [
                    "stat::number_of_executed_units: \(state.coverage.requests)"
                ]).joined(separator: "\n")
        }
    }

    func run() {
        while let seed = nextSeed() {
            var coverage: Coverage? = Coverage()
            var found: String?
            var generator = PolicyGenerator(seed: seed)
            for _ in 0..<Self.setsPerSeed where found == nil {
                let (policies, requests) = generator.next(requestCount: Self.requestsPerSet)
                do throws(PolicyError) {
                    let comparison = try Comparison(policies)
                    for request in requests where found == nil {
                        found = comparison.difference(on: request, coverage: &coverage)?.shrunk().report(seed: seed)
                    }
                } catch {
                    found = "The engine refuses a policy (seed 0x\(String(seed, radix: 16))): \(error)\n\(policies)"
                }
            }
            state.withLock { state in
                if let coverage { state.coverage.add(coverage) }
                if let found { state.differences.append(found) }
            }
        }
    }

    private func nextSeed() -> UInt64? {
        let isLate = ContinuousClock.now - start >= .seconds(options.seconds)
        return state.withLock { state in
            let isEnough = state.taken >= UInt64(options.requests / (Self.setsPerSeed * Self.requestsPerSet))
            guard state.differences.isEmpty, !(isEnough && isLate) else { return nil }
            defer { state.taken += 1 }
            return options.seed &+ state.taken
        }
    }
}
