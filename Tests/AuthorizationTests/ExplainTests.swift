import Authorization
import Directory
import Model
import Testing

/// Why a question is answered as it is.
@Suite struct ExplainTests {
    static let policy = """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "Other", "Effect": "Allow", "Action": "sqs:*", "Resource": "*"},
          {"Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::bucket/*",
           "Condition": {"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}},
          {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::bucket/secret/*"}
        ]}
        """
    static let alice = SampleAccount.arn("user/alice")
    static let readers = SampleAccount.arn("policy/Readers")

    func explain(_ address: String, _ key: String, as principal: String = alice) async throws -> ExplainResponse {
        let account = try await SampleAccount()
        let readers = try SampleAccount.policy("Readers", 1, Self.policy)
        var alice = try SampleAccount.user("alice", 1)
        alice.attachedPolicies = [readers.id]
        try await account.put(readers, alice)
        let caller = try account.caller(principal)
        let request = AuthorizeRequest(
            action: "s3:GetObject",
            resource: "arn:aws:s3:::bucket/\(key)",
            context: [ContextEntry(key: "aws:SourceIp", values: [address])]
        )
        let response = try await Authorizer().explain(
            ExplainRequest(question: request),
            by: caller,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        let answer = try Authorizer().makeDecider().authorize(
            request,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(response.decision == answer.decision)
        #expect(response.statements == answer.statements)
        #expect(response.revision == answer.revision)
        return response
    }

    @Test func `an allow names its statement`() async throws {
        let response = try await explain("10.1.2.3", "k")
        #expect(response.decision == .allow)
        #expect(
            response.summary
                == "`\(Self.alice)` may `s3:GetObject` on `arn:aws:s3:::bucket/k`: allowed by statement `Read` of "
                + "identity policy `\(Self.readers)` of `\(Self.alice)` (line 3)"
        )
        #expect(response.needed.isEmpty)
        #expect(response.findings.map(\.statement?.index) == [1, 2, 0])
        #expect(response.findings.map(\.matched) == [true, false, false])
        #expect(response.findings.map(\.effect) == ["Allow", "Deny", "Allow"])
        #expect(response.findings.map(\.line) == [3, 5, 2])
        #expect(response.findings.first?.statement?.policy == Self.readers)
        #expect(response.findings.allSatisfy { !$0.reasons.isEmpty })
    }

    @Test func `an implicit deny names the nearest statement and what it lacks`() async throws {
        let response = try await explain("11.1.2.3", "k")
        #expect(response.decision == .implicitDeny)
        #expect(response.summary.hasSuffix("`arn:aws:s3:::bucket/k`: no identity policy allows it"))
        #expect(response.findings.first?.statement?.sid == "Read")
        #expect(response.findings.first?.matched == false)
        let lack = "its condition IpAddress wants `aws:SourceIp` `10.0.0.0/8` and saw `11.1.2.3`"
        #expect(response.findings.first?.reasons == [lack])
        #expect(
            response.needed.prefix(2) == [
                "an identity policy must allow `s3:GetObject` on `arn:aws:s3:::bucket/k`",
                "statement `Read` of identity policy `\(Self.readers)` of `\(Self.alice)` (line 3) would allow it, "
                    + "but \(lack)",
            ]
        )
    }

    @Test func `an explicit deny is named before what allows`() async throws {
        let response = try await explain("10.1.2.3", "secret/k")
        #expect(response.decision == .explicitDeny)
        #expect(response.statements.map(\.index) == [2])
        #expect(response.summary.contains("may not"))
        #expect(response.summary.contains("denied by statement 3 of identity policy `\(Self.readers)`"))
        #expect(response.needed.count == 1)
        #expect(response.findings.map(\.matched) == [true, true, false])
    }

    @Test func `root is root`() async throws {
        let response = try await explain("10.1.2.3", "k", as: SampleAccount.arn("root"))
        #expect(response.decision == .allow)
        #expect(response.summary.hasSuffix("the root user may whatever nothing denies"))
    }

    /// What is said of a user with inline policies.
    private func explain(_ documents: [String]) async throws -> ExplainResponse {
        let account = try await SampleAccount()
        try await account.put(try SampleAccount.user("alice", 1, inline: documents))
        let caller = try account.caller(Self.alice)
        return try await Authorizer().explain(
            ExplainRequest(question: AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::bucket/k")),
            by: caller,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
    }

    @Test(arguments: [(Limits.explanationFindingsMax, false), (Limits.explanationFindingsMax + 1, true)])
    func `more statements than are told of are said to be left out`(count: Int, isTruncated: Bool) async throws {
        let far = #"{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#
        let near = #"{"Sid":"Near","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::other/*"}"#
        let statements = Array(repeating: far, count: count - 1) + [near]
        let response = try await explain([#"{"Statement":[\#(statements.joined(separator: ","))]}"#])
        #expect(response.isTruncated == isTruncated)
        #expect(response.findings.count == Limits.explanationFindingsMax)
        #expect(response.findings.first?.statement?.sid == "Near")
    }

    @Test func `more text than is told of is said to be left out`() async throws {
        // Each has 40 conditions of four long values, which are about 13 KB of reasons.
        let values = (1...4).map { #""\#(String(repeating: "\($0)", count: 60))""# }.joined(separator: ",")
        let keys = (1...40).map { #""aws:RequestTag/k\#($0)":[\#(values)]"# }.joined(separator: ",")
        let condition = #"{"StringEquals":{\#(keys)}}"#
        let wordy =
            #"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":\#(condition)}}"#
        func bytes(_ response: ExplainResponse) -> Int {
            response.findings.flatMap(\.reasons).reduce(0) { $0 + $1.utf8.count }
        }
        let one = try await explain([wordy])
        let fitting = Limits.explanationBytesMax / bytes(one)
        #expect(fitting > 1 && fitting < Limits.explanationFindingsMax)
        let whole = try await explain(Array(repeating: wordy, count: fitting))
        #expect(!whole.isTruncated && whole.findings.count == fitting)
        let cut = try await explain(Array(repeating: wordy, count: fitting + 1))
        #expect(cut.isTruncated && cut.findings.count == fitting)
        #expect(bytes(cut) <= Limits.explanationBytesMax)
    }

    @Test func `no question is refused`() async throws {
        let account = try await SampleAccount()
        let caller = try account.caller(SampleAccount.arn("root"))
        let refusal = await #expect(throws: Refusal.self) {
            try await Authorizer().explain(
                ExplainRequest(),
                by: caller,
                subject: caller,
                in: account.snapshot,
                at: SampleAccount.now
            )
        }
        #expect(refusal?.code == "InvalidInput")
    }
}
