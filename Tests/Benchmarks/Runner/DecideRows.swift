import CBaseline
import CSodium
import Foundation
import Model
import PolicyLanguage

/// What a decision costs inside the process, in hashes: a unit that moves with the machine.
struct DecideRows {
    let rounds: Int

    private static let unit = "one crypto_hash_sha256 of 200 bytes by libsodium"
    private static let targets = ["S": 0.15, "A": 0.5, "L": 1, "LX": 0.4, "D": 0.4]

    func measure() throws -> [Row] {
        var rows: [Row] = []
        for workload in try Workload.all() { rows.append(try decide(workload)) }
        if let large = try Workload.all().first(where: { $0.name == "L" }) { rows.append(try compile(large)) }
        return rows + [try pattern()]
    }

    /// With the statements about the action found ahead, as each event loop keeps them of a principal.
    private func decide(_ workload: Workload) throws -> Row {
        let policies = try workload.compiled()
        let relevant = RelevantStatements(of: policies, about: workload.request.action)
        guard Evaluator.decide(workload.request, under: policies).isAllowed == workload.isAllowed,
            Evaluator.decide(workload.request, under: policies, relevant: relevant).isAllowed == workload.isAllowed
        else { throw Daemon.Failure(description: "workload \(workload.name) is decided wrongly") }
        var allowed = 0
        func run(_ times: Int) {
            for _ in 0..<times
            where Evaluator.decide(workload.request, under: policies, relevant: relevant).isAllowed { allowed += 1 }
        }
        run(1_000)
        let before = baseline_allocations()
        run(1_000)
        let allocations = Double(baseline_allocations() - before) / 1_000
        let samples = samples(times: 20_000) { run($0) }
        return Row(
            "decide.\(workload.name)",
            "ns",
            samples: samples,
            target: Self.targets[workload.name] ?? 1,
            comparedWith: "\(Self.unit); \(String(format: "%.3f", allocations)) allocations per decision"
        )
    }

    /// Parses, validates and compiles the 20 documents of a workload.
    private func compile(_ workload: Workload) throws -> Row {
        let samples = try samples(times: 50) { times in
            for _ in 0..<times { for text in workload.identity { _ = try Workload.compile(text) } }
        }
        return Row("compile.L", "ns", samples: samples, target: 600, comparedWith: Self.unit)
    }

    /// A pattern of 2,000 bytes that begins anew at every byte of a text of as many.
    private func pattern() throws -> Row {
        let pattern = "arn:aws:s3:::" + String(repeating: "*a", count: 1_000) + "b"
        let statement = #"{"Effect":"Allow","Action":"*","Resource":"\#(pattern)"}"#
        let workload = try Workload(
            "pattern",
            identity: [Workload.document([statement])],
            resource: "arn:aws:s3:::" + String(repeating: "a", count: 2_000),
            context: [],
            isAllowed: false
        )
        let policies = try workload.compiled()
        let samples = samples(times: 500) { times in
            for _ in 0..<times { _ = Evaluator.decide(workload.request, under: policies) }
        }
        return Row(
            name: "decide.hostile",
            value: samples.map(\.value).median / 1_000,
            unit: "µs",
            baseline: nil,
            ratio: nil,
            target: 1_000,
            isMinimum: false,
            comparedWith: "-"
        )
    }

    // MARK: Time

    /// Rounds of a body that does something so many times, each beside as long a run of hashes.
    private func samples(times: Int, _ body: (Int) throws -> Void) rethrows -> [Sample] {
        try (0..<rounds).map { _ in
            let value = try Self.nanoseconds { try body(times) } / Double(times)
            let hash = Self.nanoseconds { Self.hash(20_000) } / 20_000
            return Sample(value: value, baseline: hash, ratio: value / hash)
        }
    }

    private static func nanoseconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let taken = try clock.measure(body)
        return Double(taken.components.seconds) * 1e9 + Double(taken.components.attoseconds) / 1e9
    }

    private static func hash(_ times: Int) {
        var digest = [UInt8](repeating: 0, count: 32)
        let text = [UInt8](repeating: 7, count: 200)
        // SAFETY: the digest has the 32 bytes that are written, the text the 200 that are read.
        for _ in 0..<times { unsafe crypto_hash_sha256(&digest, text, 200) }
    }
}
