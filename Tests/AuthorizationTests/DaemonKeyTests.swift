import Authorization
import Directory
import Model
import Testing

/// The condition keys that the daemon fills, and that nobody else may.
@Suite struct DaemonKeyTests {
    typealias Key = (name: String, caller: String, session: SessionFacts?, key: String, value: String?)

    static let now = SampleAccount.now
    static let mfaAt = now.adding(seconds: -30)
    static let key = UniqueID("AKIAAAAAAAAAAAAAAAAA").map { SessionFacts.Credential.accessKey($0) } ?? .peer
    static let alice = SampleAccount.arn("user/team/alice")
    static let orders = SampleAccount.sessionARN("orders/host-7")
    static let root = SampleAccount.arn("root")

    func account() async throws -> SampleAccount {
        let account = try await SampleAccount()
        var alice = try SampleAccount.user("alice", 1, path: "/team/")
        alice.tags = [Tag(key: "Team", value: "red")]
        var orders = try SampleAccount.role("orders", 1, path: "/svc/")
        orders.tags = [Tag(key: "Stage", value: "prod")]
        try await account.put(alice, orders)
        return account
    }

    /// What a key is, as a policy sees it: `nil` where it is missing.
    ///
    /// Asked through the resource policy, so that it is judged where every policy is.
    func value(_ key: String, is value: String?, for caller: Caller, _ account: SampleAccount) throws -> Bool {
        let condition =
            value.map { #"{"StringEquals":{"\#(key)":"\#($0)"}}"# } ?? #"{"Null":{"\#(key)":"true"}}"#
        let policy =
            #"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*","#
            + #""Condition":\#(condition)}]}"#
        let response = try Authorizer().makeDecider().authorize(
            AuthorizeRequest(action: "s3:X", resource: "*", resourcePolicy: policy),
            subject: caller,
            in: account.snapshot,
            at: Self.now
        )
        return response.statements.contains { $0.policyType == "resource" }
    }

    @Test func `tells who asks, when and from which process`() async throws {
        let account = try await account()
        let plain = SampleAccount.session()
        let withMFA = SampleAccount.session(mfaAt: Self.mfaAt)
        let withKey = SampleAccount.session(Self.key)
        let assumed = SampleAccount.session(.assumedRole)
        let aliceID = try SampleAccount.id("AIDA", 1).description
        let ordersID = try SampleAccount.id("AROA", 1).description
        let keys: [Key] = [
            ("user", Self.alice, plain, "aws:username", "alice"),
            ("user", Self.alice, plain, "aws:userid", aliceID),
            ("user", Self.alice, plain, "aws:PrincipalArn", Self.alice),
            ("user", Self.alice, plain, "aws:PrincipalAccount", SampleAccount.digits),
            ("user", Self.alice, plain, "aws:PrincipalType", "User"),
            ("user", Self.alice, plain, "aws:PrincipalTag/Team", "red"),
            ("user", Self.alice, plain, "AWS:PRINCIPALTAG/TEAM", "red"),
            ("user", Self.alice, plain, "aws:PrincipalTag/Stage", nil),
            ("user", Self.alice, plain, "aws:CurrentTime", "2030-03-17T17:46:40Z"),
            ("user", Self.alice, plain, "aws:EpochTime", "1900000000"),
            ("user", Self.alice, plain, "aws:TokenIssueTime", "2030-03-17T17:45:40Z"),
            ("user", Self.alice, plain, "aws:MultiFactorAuthPresent", "false"),
            ("user", Self.alice, plain, "aws:MultiFactorAuthAge", nil),
            ("user", Self.alice, plain, "aws:SourceIdentity", nil),
            ("user", Self.alice, plain, "aws:ResourceAccount", SampleAccount.digits),
            ("user with MFA", Self.alice, withMFA, "aws:MultiFactorAuthPresent", "true"),
            ("user with MFA", Self.alice, withMFA, "aws:MultiFactorAuthAge", "30"),
            ("access key", Self.alice, withKey, "aws:MultiFactorAuthPresent", nil),
            ("access key", Self.alice, withKey, "aws:TokenIssueTime", nil),
            ("user by peer", Self.alice, nil, "aws:MultiFactorAuthPresent", nil),
            ("user by peer", Self.alice, nil, "aws:TokenIssueTime", nil),
            ("session", Self.orders, assumed, "aws:PrincipalArn", SampleAccount.arn("role/svc/orders")),
            ("session", Self.orders, assumed, "aws:userid", "\(ordersID):host-7"),
            ("session", Self.orders, assumed, "aws:username", nil),
            ("session", Self.orders, assumed, "aws:PrincipalType", "AssumedRole"),
            ("session", Self.orders, assumed, "aws:PrincipalTag/Stage", "prod"),
            ("session", Self.orders, assumed, "aws:MultiFactorAuthPresent", "false"),
            ("session", Self.orders, assumed, "aws:TokenIssueTime", "2030-03-17T17:45:40Z"),
            ("session by ARN", Self.orders, nil, "aws:MultiFactorAuthPresent", "false"),
            ("session by ARN", Self.orders, nil, "aws:TokenIssueTime", nil),
            ("root", Self.root, nil, "aws:PrincipalArn", Self.root),
            ("root", Self.root, nil, "aws:PrincipalType", "Account"),
            ("root", Self.root, nil, "aws:userid", SampleAccount.digits),
            ("root", Self.root, nil, "aws:username", nil),
            ("peer", Self.alice, plain, "postern:PeerUid", "998"),
            ("peer", Self.orders, nil, "postern:PeerGid", "997"),
            ("peer", Self.root, nil, "postern:PeerPid", "4711"),
            ("peer", Self.alice, plain, "postern:PeerExecutable", "/usr/bin/orders"),
        ]
        for one in keys {
            let caller = try account.caller(one.caller, session: one.session)
            #expect(try value(one.key, is: one.value, for: caller, account), "\(one.name): \(one.key)")
            let other = one.value == nil ? "x" : one.value.map { $0 + "x" }
            #expect(try !value(one.key, is: other, for: caller, account), "\(one.name): \(one.key)")
        }
        var unknown = try account.caller(Self.alice)
        unknown.peer.executable = nil
        #expect(try value("postern:PeerExecutable", is: nil, for: unknown, account))
    }

    @Test func `tells whose the resource is`() async throws {
        let account = try await account()
        let root = try account.caller(Self.root)
        for (resource, owner, seen) in [
            ("arn:aws:s3:::bucket", "", SampleAccount.digits),
            ("*", "", SampleAccount.digits),
            ("arn:aws:sqs:eu-west-1:\(SampleAccount.digits):q", "", SampleAccount.digits),
            ("arn:aws:sqs:eu-west-1:999999999999:q", "", "999999999999"),
            ("arn:aws:s3:::bucket", "999999999999", "999999999999"),
            ("arn:aws:s3:::bucket", SampleAccount.digits, SampleAccount.digits),
        ] {
            let policy =
                #"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","#
                + #""Condition":{"StringEquals":{"aws:ResourceAccount":"\#(seen)"}}}]}"#
            let response = try Authorizer().makeDecider().authorize(
                AuthorizeRequest(
                    action: "s3:X",
                    resource: resource,
                    resourcePolicy: policy,
                    resourceAccount: owner
                ),
                subject: root,
                in: account.snapshot,
                at: Self.now
            )
            #expect(response.decision == .explicitDeny, "\(resource) of \(owner)")
        }
    }

    static let filled = [
        "aws:CurrentTime", "aws:EpochTime", "aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType",
        "aws:PrincipalTag/Team", "aws:PrincipalTag/", "aws:userid", "aws:username", "aws:SourceIdentity",
        "aws:TokenIssueTime", "aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "aws:ResourceAccount",
        "sts:ExternalId", "sts:RoleSessionName", "sts:TransitiveTagKeys", "postern:PeerUid", "postern:PeerGid",
        "postern:PeerPid", "postern:PeerExecutable", "postern:Anything", "postern:",
    ]

    @Test(arguments: filled)
    func `a caller may not give one, in whatever case`(key: String) async throws {
        let account = try await account()
        let caller = try account.caller(Self.alice)
        let decider = Authorizer().makeDecider()
        let mixed = String(key.enumerated().map { $0 % 2 == 0 ? Character($1.uppercased()) : $1 })
        for spelling in [key, key.lowercased(), key.uppercased(), mixed, key] {
            let request = AuthorizeRequest(
                action: "s3:X",
                resource: "*",
                context: [ContextEntry(key: "aws:SourceIp", values: ["10.0.0.1"]), ContextEntry(key: spelling)]
            )
            let refusal = #expect(throws: Refusal.self) {
                try decider.authorize(request, subject: caller, in: account.snapshot, at: Self.now)
            }
            #expect(refusal?.code == "InvalidInput")
            #expect(refusal?.message.contains("`\(spelling)`") == true)
            var run = try decider.beginBatch(
                BatchAuthorizeRequest(
                    shared: AuthorizeRequest(action: "s3:X", resource: "*"),
                    items: [BatchItem(context: [ContextEntry(key: spelling, values: ["x"])])]
                ),
                caller: caller,
                subject: caller,
                in: account.snapshot,
                at: Self.now,
                refusalToAsk: { _ in nil }
            )
            run.step(maxItems: 1)
            #expect(run.response.results.first?.errorCode == "InvalidInput")
        }
    }

    @Test(arguments: [
        "aws:SourceIp", "aws:UserAgent", "aws:SecureTransport", "aws:Referer", "aws:RequestTag/Team",
        "aws:ResourceTag/Team", "aws:TagKeys", "s3:prefix", "aws:usernames", "aws:user", "posterns:PeerUid",
    ])
    func `a caller may give its own`(key: String) async throws {
        let account = try await account()
        let request = AuthorizeRequest(
            action: "s3:X",
            resource: "*",
            context: [ContextEntry(key: key, values: ["x"])],
            resourcePolicy: #"{"Statement":[{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","#
                + #""Condition":{"StringEquals":{"\#(key)":"x"}}}]}"#
        )
        let response = try Authorizer().makeDecider().authorize(
            request,
            subject: try account.caller(Self.alice),
            in: account.snapshot,
            at: Self.now
        )
        #expect(response.decision == .explicitDeny)
    }

    @Test func `a context has its bounds`() async throws {
        let account = try await account()
        let caller = try account.caller(Self.alice)
        func accepts(_ context: [ContextEntry]) throws -> Bool {
            do throws(Refusal) {
                _ = try Authorizer().makeDecider().authorize(
                    AuthorizeRequest(action: "s3:X", resource: "*", context: context),
                    subject: caller,
                    in: account.snapshot,
                    at: Self.now
                )
                return true
            } catch {
                #expect(error.code == "InvalidInput")
                return false
            }
        }
        let text = { String(repeating: "x", count: $0) }
        #expect(try accepts((0..<Limits.contextKeysMax).map { ContextEntry(key: "k:\($0)") }))
        #expect(try !accepts((0...Limits.contextKeysMax).map { ContextEntry(key: "k:\($0)") }))
        #expect(try accepts([ContextEntry(key: text(Limits.contextKeyBytesMax))]))
        #expect(try !accepts([ContextEntry(key: text(Limits.contextKeyBytesMax + 1))]))
        let values = Array(repeating: "x", count: Limits.contextValuesPerKeyMax)
        #expect(try accepts([ContextEntry(key: "k:1", values: values)]))
        #expect(try !accepts([ContextEntry(key: "k:1", values: values + ["x"])]))
        #expect(try accepts([ContextEntry(key: "k:1", values: [text(Limits.contextValueBytesMax)])]))
        #expect(try !accepts([ContextEntry(key: "k:1", values: [text(Limits.contextValueBytesMax + 1)])]))
        #expect(try !accepts([ContextEntry(key: "k:1"), ContextEntry(key: "K:1")]))
        #expect(try !accepts([ContextEntry(key: "k:\n")]))
    }
}
