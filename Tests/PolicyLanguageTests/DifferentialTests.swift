import Differential
import Model
import PolicyLanguage
import Reference
import Support
import Testing

/// The engine against a second evaluator, made from AWS's rules alone, that shares no code with it.
@Suite struct DifferentialTests {
    static let setsPerSeed = 250
    static let requestsPerSet = 4

    @Test func `the engine answers 21,000 requests as the reference does, and every rule decides some`() async throws {
        let seeds = Seed.forThisRun(count: 21)
        var coverage = Coverage()
        try await withThrowingTaskGroup(of: Coverage.self) { group in
            for seed in seeds { group.addTask { try Self.compare(seed) } }
            for try await one in group { coverage.add(one) }
        }
        #expect(coverage.requests == seeds.count * Self.setsPerSeed * Self.requestsPerSet)
        // Seeds of one's own are too few to come by every rule.
        if seeds.count == 21 { #expect(coverage.untested == [], "\(coverage.table)") }
    }

    private static func compare(_ seed: Seed) throws -> Coverage {
        var generator = PolicyGenerator(seed: seed.value)
        var coverage: Coverage? = Coverage()
        for _ in 0..<setsPerSeed {
            let (policies, requests) = generator.next(requestCount: requestsPerSet)
            let comparison = try Comparison(policies)
            for request in requests {
                guard let difference = comparison.difference(on: request, coverage: &coverage) else { continue }
                Issue.record("\(difference.shrunk().report(seed: seed.value))")
            }
        }
        return coverage ?? Coverage()
    }

    @Test func `a difference is found, made small, and written as a case that can be kept`() throws {
        var generator = PolicyGenerator(seed: 7)
        var kept: DecisionCase?
        while kept == nil {
            let (policies, requests) = generator.next(requestCount: 1)
            guard policies.identity.count > 1, ReferenceEvaluator(requests[0], under: policies).answer.outcome == .allow
            else { continue }
            kept = DecisionCase(policies: policies, request: requests[0])
        }
        let found = try #require(kept)
        // As if whatever is allowed were wrong: the smallest such case has one statement, and nothing more.
        var shrinker = Shrinker(found)
        shrinker.shrink { ReferenceEvaluator($0.request, under: $0.policies).answer.outcome == .allow }
        let line = shrinker.smallest.line(id: "smallest", expect: .allow)
        #expect(line.utf8.count < found.line(id: "found", expect: .allow).utf8.count)
        let again = try #require(DecisionCase(line: line))
        #expect(again.policies == shrinker.smallest.policies)
        #expect(again.line(id: "smallest", expect: .allow) == line)
        #expect(try Comparison(again.policies).decision(on: again.request).outcome == .allow)
        #expect(DecisionCase(line: String(line.dropLast())) == nil)
    }
}
