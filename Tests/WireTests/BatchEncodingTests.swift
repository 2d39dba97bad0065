import Model
import Support
import Testing
import Wire

/// Alike answers are copied; the bytes are those that protobuf-c writes of each.
@Suite struct BatchEncodingTests {
    private static let allow = StatementReference(
        policyType: "identity",
        policy: "arn:aws:iam::123456789012:policy/twenty",
        attachedTo: "arn:aws:iam::123456789012:user/bench",
        sid: "S20",
        index: 19
    )

    /// As every other message is encoded: by protobuf-c, whole.
    private func throughC(_ message: some WireMessage) -> [UInt8] { encode(message) }

    private func check(_ results: [BatchResult], revision: UInt64 = 300) throws {
        let response = BatchAuthorizeResponse(results: results, revision: revision)
        let bytes = WireEncoder().encode(response)
        #expect(bytes == throughC(response))
        #expect(bytes == encode(response))
        guard results.allSatisfy({ !$0.errorMessage.utf8.contains(0) }) else { return }
        #expect(try decode(BatchAuthorizeResponse.self, from: bytes) == response)
    }

    @Test func `answers of one list are each written`() throws {
        let list = [Self.allow]
        try check(Array(repeating: BatchResult(decision: .allow, statements: list), count: 1_000))
        try check([])
        try check([], revision: 0)
    }

    @Test func `the same list with another decision, or another list, is another answer`() throws {
        let list = [Self.allow]
        var other = Self.allow
        other.index = 18
        try check([
            BatchResult(decision: .allow, statements: list), BatchResult(decision: .explicitDeny, statements: list),
            BatchResult(decision: .allow, statements: [other]), BatchResult(decision: .allow, statements: list),
            BatchResult(decision: .allow, statements: list + list), BatchResult(decision: .implicitDeny),
            BatchResult(decision: .allow), BatchResult(), BatchResult(decision: .implicitDeny),
        ])
    }

    @Test func `an error is told with the answer that it belongs to`() throws {
        let list = [Self.allow]
        try check([
            BatchResult(decision: .allow, statements: list),
            BatchResult(decision: .allow, statements: list, errorCode: "InvalidInput"),
            BatchResult(decision: .allow, statements: list, errorMessage: "the action `s3` is none"),
            BatchResult(decision: .allow, statements: list),
            BatchResult(errorCode: "InvalidInput", errorMessage: "a\0b"),
        ])
    }

    @Test(arguments: Seed.forThisRun(count: 50))
    func `any answers are written as protobuf-c does`(_ seed: Seed) throws {
        var random = SeededGenerator(seed)
        // More lists than are kept, some of them empty.
        let lists = (0..<12).map { number in
            (0..<Int.random(in: 0...2, using: &random)).map { StatementReference(sid: "S\(number)", index: UInt32($0)) }
        }
        let results = (0..<200).map { _ in
            BatchResult(
                decision: DecisionOutcome.allCases.randomElement(using: &random) ?? .allow,
                statements: lists.randomElement(using: &random) ?? [],
                errorCode: Int.random(in: 0..<20, using: &random) == 0 ? "InvalidInput" : ""
            )
        }
        try check(results)
    }
}
