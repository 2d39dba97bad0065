@testable import Authorization
import Directory
import Model
import Support
import Testing

/// What a decider keeps never shows.
@Suite struct CacheTests {
    static let alice = SampleAccount.arn("user/alice")
    static let get = AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::b/k")

    func decide(_ decider: Decider, _ account: SampleAccount, as arn: String = alice) throws -> DecisionOutcome {
        try decider.authorize(
            Self.get,
            subject: try account.caller(arn),
            in: account.snapshot,
            at: SampleAccount.now
        ).decision
    }

    @Test func `every change of what applies is seen by the next decision`() async throws {
        let account = try await SampleAccount()
        let decider = Authorizer().makeDecider()
        var alice = try SampleAccount.user("alice", 1)
        var group = try SampleAccount.group("staff", 1)
        var policy = try SampleAccount.policy("P", 1, SampleAccount.allow("s3:*"))
        try await account.put(alice, group, policy)
        #expect(try decide(decider, account) == .implicitDeny)
        alice.attachedPolicies = [policy.id]
        try await account.put(alice)
        #expect(try decide(decider, account) == .allow)
        policy.versions.append(
            PolicyVersionRecord(
                number: 2,
                document: PolicyText(SampleAccount.deny("s3:*")),
                createdAt: SampleAccount.now
            )
        )
        policy.latestVersion = 2
        try await account.put(policy)
        #expect(try decide(decider, account) == .allow)
        policy.defaultVersion = 2
        try await account.put(policy)
        #expect(try decide(decider, account) == .explicitDeny)
        alice.attachedPolicies = []
        alice.groups = [group.id]
        try await account.put(alice)
        #expect(try decide(decider, account) == .implicitDeny)
        group.inlinePolicies = [InlinePolicy(name: "get", document: PolicyText(SampleAccount.allow("s3:Get*")))]
        try await account.put(group)
        #expect(try decide(decider, account) == .allow)
        alice.permissionsBoundary = policy.id
        try await account.put(alice)
        #expect(try decide(decider, account) == .explicitDeny)
        policy.defaultVersion = 1
        try await account.put(policy)
        #expect(try decide(decider, account) == .allow)
        group.inlinePolicies = []
        try await account.put(group)
        #expect(try decide(decider, account) == .implicitDeny)
    }

    @Test func `a write that does not touch a principal costs it nothing and changes nothing`() async throws {
        let account = try await SampleAccount()
        let authorizer = Authorizer()
        let decider = authorizer.makeDecider()
        try await account.put(try SampleAccount.user("alice", 1, inline: [SampleAccount.allow("s3:*")]))
        let caller = try account.caller(Self.alice)
        let before = try decider.ground(of: caller, in: account.snapshot, at: SampleAccount.now).principal
        try await account.put(try SampleAccount.user("bob", 2))
        let after = try decider.ground(of: caller, in: account.snapshot, at: SampleAccount.now).principal
        #expect(before === after)
        let response = try decider.authorize(Self.get, subject: caller, in: account.snapshot, at: SampleAccount.now)
        #expect(response.revision == account.snapshot.revision.rawValue)
    }

    @Test func `users with the same policy share its compiled form, to the byte`() async throws {
        let account = try await SampleAccount()
        let compiled = CompiledPolicyCache()
        let decider = Decider(compiled: compiled)
        let (one, other) = (
            SampleAccount.allow("s3:*", on: "arn:aws:s3:::b/\u{e9}"),
            SampleAccount.allow("s3:*", on: "arn:aws:s3:::b/e\u{301}")
        )
        for (number, text) in [one, one, other].enumerated() {
            try await account.put(try SampleAccount.user("user-\(number)", number, inline: [text]))
        }
        for (number, forms) in [1, 1, 2].enumerated() {
            _ = try decide(decider, account, as: SampleAccount.arn("user/user-\(number)"))
            #expect(compiled.count == forms)
        }
    }

    @Test func `tags, names and paths are those of now`() async throws {
        let account = try await SampleAccount()
        let decider = Authorizer().makeDecider()
        let document = SampleAccount.allow(
            "s3:*",
            on: "arn:aws:s3:::b/${aws:username}",
            #""Condition":{"StringEquals":{"aws:PrincipalTag/Team":"red"}}"#
        )
        var alice = try SampleAccount.user("alice", 1, inline: [document])
        func isAllowed(_ key: String, _ arn: String) throws -> Bool {
            try decider.authorize(
                AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::b/\(key)"),
                subject: try account.caller(arn),
                in: account.snapshot,
                at: SampleAccount.now
            ).decision == .allow
        }
        try await account.put(alice)
        #expect(try !isAllowed("alice", Self.alice))
        alice.tags = [Tag(key: "Team", value: "red")]
        try await account.put(alice)
        #expect(try isAllowed("alice", Self.alice))
        try await account.delete(alice)
        alice.name = "alicia"
        alice.path = "/team/"
        try await account.put(alice)
        let renamed = SampleAccount.arn("user/team/alicia")
        #expect(try !isAllowed("alice", renamed))
        #expect(try isAllowed("alicia", renamed))
    }

    @Test func `a document that cannot be read denies everything`() async throws {
        let account = try await SampleAccount()
        let decider = Authorizer().makeDecider()
        let broken = #"{"Version":"2012-10-17","Statement":[{"Effect":"Maybe"}]}"#
        var alice = try SampleAccount.user("alice", 1, inline: [SampleAccount.allow("*"), broken])
        try await account.put(alice, try SampleAccount.user("bob", 2, inline: [SampleAccount.allow("*")]))
        let caller = try account.caller(Self.alice)
        for _ in 0..<2 {
            let refusal = #expect(throws: Refusal.self) {
                try decider.authorize(Self.get, subject: caller, in: account.snapshot, at: SampleAccount.now)
            }
            #expect(refusal?.code == "ServiceFailure")
            #expect(refusal?.message.contains("`inline-1`") == true)
        }
        let decision = decider.permits(
            PermissionQuestion(action: "iam:GetUser", resource: Self.alice),
            caller: caller,
            in: account.snapshot,
            at: SampleAccount.now
        )
        #expect(!decision.isAllowed)
        // Nobody else is the worse for it, and it ends when the document is put right.
        #expect(try decide(decider, account, as: SampleAccount.arn("user/bob")) == .allow)
        alice.inlinePolicies.removeLast()
        try await account.put(alice)
        #expect(try decide(decider, account) == .allow)
    }

    @Test func `caches are bounded by count`() async throws {
        var cache = GenerationCache<Int, Int>(max: 3)
        for number in 0..<100 {
            cache.insert(number, for: number)
            // Kept by being used.
            #expect(cache.value(of: 0) == 0)
            #expect(cache.count <= 6)
        }
        #expect(cache.value(of: 99) == 99)
        #expect(cache.value(of: 50) == nil)

        let account = try await SampleAccount()
        for number in 1...20 {
            let document = SampleAccount.allow("s3:*", on: "arn:aws:s3:::b\(number)/*")
            try await account.put(try SampleAccount.user("u\(number)", number, inline: [document]))
        }
        let compiled = CompiledPolicyCache(max: 4)
        let decider = Decider(compiled: compiled, principalsMax: 2)
        for _ in 0..<2 {
            for number in 1...20 {
                let caller = try account.caller(SampleAccount.arn("user/u\(number)"))
                let request = AuthorizeRequest(
                    action: "s3:GetObject",
                    resource: "arn:aws:s3:::b\(number)/k",
                    resourcePolicy: #"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:X\#(number)","#
                        + #""Resource":"*"}]}"#
                )
                let response = try decider.authorize(
                    request,
                    subject: caller,
                    in: account.snapshot,
                    at: SampleAccount.now
                )
                #expect(response.decision == .allow)
                #expect(decider.cachedPrincipalCount <= 4)
                #expect(compiled.count <= 8)
            }
        }
        for number in 0..<(3 * Limits.cachedResourcePoliciesMax) {
            let policy = #"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:Y\#(number)","Resource":"*"}]}"#
            _ = try decider.authorize(
                AuthorizeRequest(action: "s3:GetObject", resource: "*", resourcePolicy: policy),
                subject: try account.caller(SampleAccount.arn("user/u1")),
                in: account.snapshot,
                at: SampleAccount.now
            )
            #expect(decider.cachedResourcePolicyCount <= 2 * Limits.cachedResourcePoliciesMax)
        }
    }

    @Test(arguments: Seed.forThisRun(count: 40))
    func `a kept answer is a new decider's answer`(_ seed: Seed) async throws {
        var random = RandomQuestions(seed)
        let account = try await random.account()
        let kept = Authorizer().makeDecider()
        var now = SampleAccount.now
        let policies = try (1...3).map { try SampleAccount.id("ANPA", $0) }
        for _ in 0..<60 {
            if random.chance(10) {
                let name = random.pick(RandomQuestions.users)
                if var user = account.snapshot.user(named: name) {
                    user.attachedPolicies = random.chance(50) ? [random.pick(policies)] : []
                    user.permissionsBoundary = random.chance(20) ? random.pick(policies) : nil
                    user.tags = [Tag(key: "Team", value: random.pick(RandomQuestions.values))]
                    try await account.put(user)
                }
            }
            if random.chance(20) { now = now.adding(seconds: random.pick([-3_600, 0, 1, 31_536_000])) }
            var caller = try account.caller(random.principal(), session: random.session())
            caller.peer.pid = random.pick([1, 2])
            let question = random.question()
            let snapshot = account.snapshot
            let moment = now
            let answer = Outcome { () throws(Refusal) in
                try kept.authorize(question, subject: caller, in: snapshot, at: moment)
            }
            let fresh = Outcome { () throws(Refusal) in
                try Authorizer().makeDecider().authorize(question, subject: caller, in: snapshot, at: moment)
            }
            #expect(answer == fresh, "\(question)")
        }
    }
}
