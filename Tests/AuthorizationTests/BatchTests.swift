import Authorization
import Directory
import Model
import Support
import Testing

/// Many questions at once.
@Suite struct BatchTests {
    static let alice = SampleAccount.arn("user/alice")
    static let bob = SampleAccount.arn("user/bob")

    func account() async throws -> SampleAccount {
        let account = try await SampleAccount()
        try await account.put(
            try SampleAccount.user("alice", 1, inline: [SampleAccount.allow("s3:Get*")]),
            try SampleAccount.user("bob", 2, inline: [SampleAccount.allow("s3:Put*")])
        )
        return account
    }

    func begin(
        _ request: BatchAuthorizeRequest,
        _ account: SampleAccount,
        as caller: String = alice,
        refusalToAsk: @escaping (String) -> Refusal? = { _ in nil }
    ) throws -> BatchRun {
        let caller = try account.caller(caller)
        return try Authorizer().makeDecider().beginBatch(
            request,
            caller: caller,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now,
            refusalToAsk: refusalToAsk
        )
    }

    static let shared = AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::b/k")

    @Test(arguments: [(0, false), (1, true), (10_000, true), (10_001, false)])
    func `a batch has 1 to 10,000 items`(count: Int, isTaken: Bool) async throws {
        let account = try await account()
        let request = BatchAuthorizeRequest(shared: Self.shared, items: Array(repeating: BatchItem(), count: count))
        guard isTaken else {
            let refusal = #expect(throws: Refusal.self) { try begin(request, account) }
            #expect(refusal?.code == "InvalidInput")
            return
        }
        var run = try begin(request, account)
        run.step(maxItems: count)
        #expect(run.response.results.count == count)
        #expect(run.response.results.allSatisfy { $0.decision == .allow })
        #expect(run.response.revision == account.snapshot.revision.rawValue)
    }

    @Test func `goes on in slices, of those that take next to no time after every few`() async throws {
        let account = try await account()
        let request = BatchAuthorizeRequest(shared: Self.shared, items: Array(repeating: BatchItem(), count: 100))
        var run = try begin(request, account)
        while !run.isDone {
            let before = run.response.results.count
            var looks = 0
            run.step(whileTrue: {
                looks += 1
                return looks < 2
            })
            let judged = run.response.results.count - before
            #expect(judged <= 32)
            #expect(judged >= 1)
        }
        #expect(run.response.results.count == 100)
    }

    @Test func `goes on in slices`() async throws {
        let account = try await account()
        let context = [ContextEntry(key: "aws:SourceIp", values: ["192.0.2.17"])]
        let item = BatchItem(context: context)
        let request = BatchAuthorizeRequest(shared: Self.shared, items: Array(repeating: item, count: 10))
        var run = try begin(request, account)
        var isDone = run.step(maxItems: 3)
        #expect(!isDone)
        #expect(run.response.results.count == 3)
        isDone = run.step(whileTrue: { false })
        #expect(!isDone)
        #expect(run.response.results.count == 4)
        var left = 3
        isDone = run.step(whileTrue: {
            left -= 1
            return left > 0
        })
        #expect(!isDone)
        #expect(run.response.results.count == 7)
        isDone = run.step(whileTrue: { true })
        #expect(isDone)
        #expect(run.isDone)
        #expect(run.response.results.count == 10)
        isDone = run.step(maxItems: 1)
        #expect(isDone)
        #expect(run.response.results.count == 10)
    }

    @Test(arguments: [
        (ExecutionRule.all, [DecisionOutcome.allow, .implicitDeny, .unspecified, .allow]),
        (.stopAtFirstDeny, [.allow, .implicitDeny]),
        (.stopAtFirstAllow, [.allow]),
    ])
    func `ends where its rule says`(rule: ExecutionRule, decisions: [DecisionOutcome]) async throws {
        let account = try await account()
        let items = ["s3:GetObject", "s3:PutObject", "s3", "s3:GetX"].map { BatchItem(action: $0) }
        var run = try begin(BatchAuthorizeRequest(shared: Self.shared, items: items, rule: rule), account)
        run.step(whileTrue: { true })
        #expect(run.response.results.map(\.decision) == decisions)
    }

    @Test func `an item that is refused stops at the first that is not allowed`() async throws {
        let account = try await account()
        let items = [BatchItem(action: "s3"), BatchItem()]
        func request(_ rule: ExecutionRule) -> BatchAuthorizeRequest {
            BatchAuthorizeRequest(shared: Self.shared, items: items, rule: rule)
        }
        var first = try begin(request(.stopAtFirstDeny), account)
        first.step(whileTrue: { true })
        #expect(first.response.results.count == 1)
        var second = try begin(request(.stopAtFirstAllow), account)
        second.step(whileTrue: { true })
        #expect(second.response.results.count == 2)
    }

    @Test func `a bad item spoils its own answer only`() async throws {
        let account = try await account()
        let items = [
            BatchItem(), BatchItem(action: "s3"), BatchItem(resource: "k"), BatchItem(resourcePolicy: "{"),
            BatchItem(resourceAccount: "1"), BatchItem(context: [ContextEntry(key: "aws:username", values: ["bob"])]),
            BatchItem(principal: SampleAccount.arn("user/nobody")), BatchItem(principal: Self.bob), BatchItem(),
        ]
        var run = try begin(BatchAuthorizeRequest(shared: Self.shared, items: items), account)
        run.step(whileTrue: { true })
        let results = run.response.results
        #expect(
            results.map(\.errorCode) == [
                "", "InvalidInput", "InvalidInput", "MalformedPolicyDocument", "InvalidInput", "InvalidInput",
                "NoSuchEntity", "", "",
            ]
        )
        for result in results where !result.errorCode.isEmpty {
            #expect(result.decision == .unspecified)
            #expect(result.statements.isEmpty)
            #expect(!result.errorMessage.isEmpty)
        }
        #expect(results.last?.decision == .allow)
        #expect(results[7].decision == .implicitDeny)
    }

    @Test func `a bad shared part is told to the items that use it`() async throws {
        let account = try await account()
        let shared = AuthorizeRequest(action: "s3", resource: "arn:aws:s3:::b/k")
        let items = [BatchItem(), BatchItem(action: "s3:GetObject")]
        var run = try begin(BatchAuthorizeRequest(shared: shared, items: items), account)
        run.step(whileTrue: { true })
        #expect(run.response.results.map(\.errorCode) == ["InvalidInput", ""])
    }

    @Test func `an item about somebody else wants leave to ask, before it tells who is there`() async throws {
        let account = try await account()
        let items = [
            BatchItem(principal: Self.bob, action: "s3:PutObject"), BatchItem(principal: Self.alice),
            BatchItem(principal: SampleAccount.arn("user/nobody")), BatchItem(principal: Self.bob),
        ]
        var asked: [String] = []
        var denied = try begin(
            BatchAuthorizeRequest(shared: Self.shared, items: items),
            account,
            refusalToAsk: {
                asked.append($0)
                return .accessDenied("not about others")
            }
        )
        denied.step(whileTrue: { true })
        #expect(denied.response.results.map(\.errorCode) == ["AccessDenied", "", "AccessDenied", "AccessDenied"])
        // Once for each, and not for the caller itself.
        #expect(asked == [Self.bob, SampleAccount.arn("user/nobody")])
        var granted = try begin(BatchAuthorizeRequest(shared: Self.shared, items: items), account)
        granted.step(whileTrue: { true })
        #expect(granted.response.results.map(\.errorCode) == ["", "", "NoSuchEntity", ""])
        #expect(granted.response.results.map(\.decision) == [.allow, .allow, .unspecified, .implicitDeny])
    }

    @Test func `is judged at one revision`() async throws {
        let account = try await account()
        let caller = try account.caller(Self.alice)
        let decider = Authorizer().makeDecider()
        let before = account.snapshot
        var run = try decider.beginBatch(
            BatchAuthorizeRequest(shared: Self.shared, items: [BatchItem(), BatchItem()]),
            caller: caller,
            subject: caller,
            in: before,
            at: SampleAccount.now,
            refusalToAsk: { _ in nil }
        )
        run.step(maxItems: 1)
        try await account.put(try SampleAccount.user("alice", 1, inline: [SampleAccount.deny("*")]))
        let after = try decider.authorize(
            Self.shared,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(after.decision == .explicitDeny)
        run.step(maxItems: 1)
        #expect(run.response.results.map(\.decision) == [.allow, .allow])
        #expect(run.response.revision == before.revision.rawValue)
    }

    @Test(arguments: Seed.forThisRun(count: 60))
    func `an item is answered as the same question alone`(_ seed: Seed) async throws {
        var random = RandomQuestions(seed)
        let account = try await random.account()
        let caller = try account.caller(random.principal(), session: random.session())
        var shared = random.question()
        shared.context = shared.context.filter { $0.key != "aws:username" }
        shared.context = Dictionary(grouping: shared.context) { $0.key.asciiLowercased }.compactMap(\.value.first)
        let items = (0..<40).map { _ in item(&random) }
        let decider = Authorizer().makeDecider()
        var run = try decider.beginBatch(
            BatchAuthorizeRequest(shared: shared, items: items),
            caller: caller,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now,
            refusalToAsk: { _ in nil }
        )
        while !run.step(maxItems: 7) {}
        for (item, result) in zip(items, run.response.results) {
            let question = Self.merged(item, over: shared)
            let alone = Outcome { () throws(Refusal) in
                let decider = Authorizer().makeDecider()
                let subject =
                    item.principal.isEmpty || item.principal == caller.principal.arn?.text
                    ? caller : try decider.subject(named: item.principal, askedBy: caller, in: account.snapshot)
                return try decider.authorize(
                    question,
                    subject: subject,
                    in: account.snapshot,
                    at: SampleAccount.now
                )
            }
            #expect(Outcome(result) == alone, "\(question)")
        }
    }

    @Test(arguments: Seed.forThisRun(count: 60))
    func `items of an action or a resource alone are answered as the same question`(_ seed: Seed) async throws {
        var random = RandomQuestions(seed)
        let account = try await random.account()
        let caller = try account.caller(random.principal(), session: random.session())
        var shared = random.question()
        shared.context = shared.context.filter { $0.key != "aws:username" }
        shared.context = Dictionary(grouping: shared.context) { $0.key.asciiLowercased }.compactMap(\.value.first)
        let items = (0..<60).map { _ in
            let question = random.question()
            return BatchItem(
                action: random.chance(40) ? question.action : "",
                resource: random.chance(80) ? question.resource : "",
                resourceAccount: random.chance(5) ? question.resourceAccount : ""
            )
        }
        let decider = Authorizer().makeDecider()
        var run = try decider.beginBatch(
            BatchAuthorizeRequest(shared: shared, items: items),
            caller: caller,
            subject: caller,
            in: account.snapshot,
            at: SampleAccount.now,
            refusalToAsk: { _ in nil }
        )
        while !run.step(maxItems: 7) {}
        for (item, result) in zip(items, run.response.results) {
            let question = Self.merged(item, over: shared)
            let alone = Outcome { () throws(Refusal) in
                try Authorizer().makeDecider().authorize(
                    question,
                    subject: caller,
                    in: account.snapshot,
                    at: SampleAccount.now
                )
            }
            #expect(Outcome(result) == alone, "\(question)")
        }
    }

    private func item(_ random: inout RandomQuestions) -> BatchItem {
        let question = random.question()
        return BatchItem(
            principal: random.chance(30) ? random.principal() : "",
            action: random.chance(50) ? question.action : "",
            resource: random.chance(50) ? question.resource : "",
            context: random.chance(60) ? question.context : [],
            resourcePolicy: question.resourcePolicy,
            resourceAccount: question.resourceAccount
        )
    }

    /// The question that an item and the shared fields make together.
    private static func merged(_ item: BatchItem, over shared: AuthorizeRequest) -> AuthorizeRequest {
        let own = Set(item.context.map(\.key.asciiLowercased))
        return AuthorizeRequest(
            action: item.action.isEmpty ? shared.action : item.action,
            resource: item.resource.isEmpty ? shared.resource : item.resource,
            context: item.context + shared.context.filter { !own.contains($0.key.asciiLowercased) },
            resourcePolicy: item.resourcePolicy.isEmpty ? shared.resourcePolicy : item.resourcePolicy,
            resourceAccount: item.resourceAccount.isEmpty ? shared.resourceAccount : item.resourceAccount
        )
    }
}
