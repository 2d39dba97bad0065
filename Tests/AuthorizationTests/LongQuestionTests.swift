import Authorization
import Directory
import Model
import Support
import Testing

/// Questions that an event loop has no time for: they bring a long policy that is still to be read.
@Suite struct LongQuestionTests {
    private static let alice = SampleAccount.arn("user/alice")
    private static let onLoopMax = Limits.resourcePolicyBytesOnLoop
    private static let keptMax = Limits.cachedResourcePolicyBytesMax

    private static let gate =
        #"{"Version":"2012-10-17","Statement":[{"Sid":"Gate","Effect":"Deny","Principal":"*","#
        + #""Action":"s3:PutObject","Resource":"arn:aws:s3:::castle/*"}]}"#

    /// The same policy in so many bytes.
    private static func gate(bytes: Int) -> String { gate + String(repeating: " ", count: bytes - gate.utf8.count) }

    private static func question(_ policy: String, action: String = "s3:PutObject") -> AuthorizeRequest {
        AuthorizeRequest(action: action, resource: "arn:aws:s3:::castle/gate", resourcePolicy: policy)
    }

    private func account() async throws -> SampleAccount {
        let account = try await SampleAccount()
        try await account.put(
            try SampleAccount.user("alice", 1, inline: [SampleAccount.allow("s3:*")]),
            try SampleAccount.user("bob", 2, inline: [SampleAccount.allow("s3:Put*")])
        )
        return account
    }

    @Test(arguments: [
        ("no policy", 0, "s3:PutObject", false, false), ("as long as may be", onLoopMax, "s3:PutObject", false, false),
        ("a byte longer", onLoopMax + 1, "s3:PutObject", true, false),
        ("as long as is kept", keptMax, "s3:PutObject", true, false),
        ("too long to be kept", keptMax + 1, "s3:PutObject", true, true),
        ("maybe a trust policy, and short", onLoopMax, "STS:AssumeRole", false, false),
        ("maybe a trust policy, and long", onLoopMax + 1, "STS:AssumeRole", true, true),
        ("of a service that only begins alike", onLoopMax + 1, "stsx:AssumeRole", true, false),
    ])
    func `a question is long by its policy, until that was read`(
        name: String,
        bytes: Int,
        action: String,
        isLong: Bool,
        isLongAgain: Bool
    ) async throws {
        let account = try await account()
        let caller = try account.caller(Self.alice)
        let authorizer = Authorizer()
        let decider = authorizer.makeDecider()
        let question = Self.question(bytes == 0 ? "" : Self.gate(bytes: bytes), action: action)
        // As a question, for all items of a batch, and for an item of its own.
        let items = [BatchItem(action: "s3:GetObject", resourcePolicy: Self.gate), BatchItem()]
        let shared = BatchAuthorizeRequest(shared: question, items: items)
        var unused = shared
        unused.items = [items[0]]
        let own = BatchAuthorizeRequest(items: [
            items[0], BatchItem(action: action, resourcePolicy: question.resourcePolicy),
        ])
        #expect(decider.isLong(question) == isLong)
        #expect(decider.isLong(shared) == isLong)
        #expect(!decider.isLong(unused))
        #expect(decider.isLong(own) == isLong)
        let (_, ready) = try await authorizer.authorize(
            question,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        if let ready { decider.keep(ready) }
        #expect(decider.isLong(question) == isLongAgain)
        #expect(decider.isLong(shared) == isLongAgain)
    }

    @Test(arguments: [
        ("short enough to be kept", gate(bytes: onLoopMax + 1)), ("too long to be kept", gate(bytes: keptMax + 1)),
        ("as long as may be", gate(bytes: Limits.policyBytesMax)), ("longer", gate(bytes: Limits.policyBytesMax + 1)),
        ("no document", String(gate(bytes: keptMax).dropFirst())),
        ("no policy", gate(bytes: keptMax).replacing("Deny", with: "Maybe")),
    ])
    func `is answered, or refused, as on the loop`(name: String, policy: String) async throws {
        let account = try await account()
        let (snapshot, caller) = (account.snapshot, try account.caller(Self.alice))
        let authorizer = Authorizer()
        for action in ["s3:PutObject", "s3:GetObject", "s3", "sts:AssumeRole"] {
            let question = Self.question(policy, action: action)
            let onLoop = Outcome { () throws(Refusal) in
                try Authorizer().makeDecider().authorize(question, subject: caller, in: snapshot, at: SampleAccount.now)
            }
            // Twice, since the second time it may be kept.
            for _ in 0..<2 {
                let away: Outcome
                do throws(Refusal) {
                    let answer = try await authorizer.authorize(
                        question,
                        subject: caller,
                        in: snapshot,
                        at: SampleAccount.now
                    )
                    away = Outcome { () throws(Refusal) in answer.0 }
                } catch {
                    let refusal = error
                    away = Outcome { () throws(Refusal) in throw refusal }
                }
                #expect(away == onLoop)
            }
        }
    }

    @Test func `a kept policy is the one that was read`() async throws {
        let account = try await account()
        let (snapshot, caller) = (account.snapshot, try account.caller(Self.alice))
        let authorizer = Authorizer()
        let decider = authorizer.makeDecider()
        let question = Self.question(Self.gate(bytes: Self.keptMax))
        let (answer, ready) = try await authorizer.authorize(
            question,
            subject: caller,
            in: snapshot,
            at: SampleAccount.now
        )
        decider.keep(try #require(ready))
        let next = try decider.authorize(question, subject: caller, in: snapshot, at: SampleAccount.now)
        #expect(next == answer && next.decision == .explicitDeny)
        let short = Self.question(Self.gate)
        #expect(try decider.authorize(short, subject: caller, in: snapshot, at: SampleAccount.now) == answer)
    }

    @Test(arguments: [ExecutionRule.all, .stopAtFirstDeny, .stopAtFirstAllow])
    func `a batch is answered in order, as on the loop`(rule: ExecutionRule) async throws {
        let account = try await account()
        let (snapshot, caller) = (account.snapshot, try account.caller(Self.alice))
        let bob = SampleAccount.arn("user/bob")
        let items = (0..<40).flatMap { number in
            [
                BatchItem(action: "s3:GetObject"), BatchItem(),
                BatchItem(principal: number % 2 == 0 ? bob : SampleAccount.arn("user/nobody")),
                BatchItem(resourcePolicy: Self.gate(bytes: Self.keptMax + number).replacing("Deny", with: "Allow")),
                BatchItem(resourcePolicy: "{"), BatchItem(action: "s3"),
            ]
        }
        let shared = Self.question(Self.gate(bytes: Limits.policyBytesMax))
        let request = BatchAuthorizeRequest(shared: shared, items: items, rule: rule)
        let refused = Refusal.accessDenied("not about bob")
        var run = try Authorizer().makeDecider().beginBatch(
            request,
            caller: caller,
            subject: caller,
            in: snapshot,
            at: SampleAccount.now,
            refusalToAsk: { $0 == bob ? refused : nil }
        )
        run.step(whileTrue: { true })
        let (response, _) = try await Authorizer().authorize(
            request,
            caller: caller,
            subject: caller,
            in: snapshot,
            at: SampleAccount.now,
            refusalToAsk: { arn, _ in arn == bob ? refused : nil }
        )
        #expect(response == run.response)
        #expect(rule != .all || response.results.count == items.count)
    }

    @Test func `a batch that is none is refused as on the loop`() async throws {
        let account = try await account()
        let caller = try account.caller(Self.alice)
        let refusal = await #expect(throws: Refusal.self) {
            _ = try await Authorizer().authorize(
                BatchAuthorizeRequest(shared: Self.question(Self.gate), items: []),
                caller: caller,
                subject: caller,
                in: account.snapshot,
                at: SampleAccount.now,
                refusalToAsk: { _, _ in nil }
            )
        }
        #expect(refusal?.code == "InvalidInput")
    }

    @Test func `nothing is judged for who no longer waits, and a batch is left where it is`() async throws {
        let account = try await account()
        let (snapshot, caller) = (account.snapshot, try account.caller(Self.alice))
        let question = Self.question(Self.gate(bytes: Self.keptMax + 1))
        let single = Task {
            unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
            return try await Authorizer().authorize(question, subject: caller, in: snapshot, at: SampleAccount.now)
        }
        #expect(await single.result.refusal == .cancelled)
        // Given up by the first item; the others are each read anew, far more than a slice of them.
        let items =
            [BatchItem(principal: SampleAccount.arn("user/bob"))]
            + (0..<2_000).map { number in
                BatchItem(resourcePolicy: Self.gate(bytes: Self.keptMax + number % 2 + 1))
            }
        let batch = Task {
            try await Authorizer().authorize(
                BatchAuthorizeRequest(shared: question, items: items),
                caller: caller,
                subject: caller,
                in: snapshot,
                at: SampleAccount.now,
                refusalToAsk: { _, _ in
                    unsafe withUnsafeCurrentTask { unsafe $0?.cancel() }
                    return nil
                }
            )
        }
        #expect(await batch.result.refusal == .cancelled)
    }
}

extension Result where Failure == any Error {
    fileprivate var refusal: Refusal? {
        if case .failure(let error) = self { error as? Refusal } else { nil }
    }
}
