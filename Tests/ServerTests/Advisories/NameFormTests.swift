import Directory
import Model
import Testing
import Wire

@testable import Server

/// Every RPC, with each name in its request in another form.
struct NameFormTests {
    private static let names: Set = ["alice", "team", "runner", "new", "p", "job", "alicia"]
    private static let arnStart = "arn:aws:iam::\(TestAccount.id):"

    /// What looks like a name, or reads like one, and is none.
    private static let forms: [@Sendable (String) -> String] = [
        { $0 + " " }, { " " + $0 }, { $0 + "\u{A0}" }, { $0 + "\u{200B}" }, { $0 + "\u{FEFF}" }, { $0 + "\n" },
        { String($0.dropFirst()) + "\u{FF41}" }, { "\u{430}" + $0.dropFirst() }, { $0 + "e\u{301}" }, { $0 + "é" },
        { $0 + "\u{212A}" }, { $0 + "/" }, { "../" + $0 }, { $0 + "*" }, { $0 + "?" }, { "${aws:username}" + $0 },
        { $0 + ":x" }, { $0 + "%20" }, { $0 + String(repeating: "x", count: 128) },
    ]

    /// A caller that may do everything, and is no root user, who may not assume roles.
    private func account() async throws -> TestAccount {
        let account = try await TestAccount.make()
        try await account.permit(TestAccount.allow(["*"], on: ["*"]))
        return account
    }

    private func outcome(_ rpc: RPC, _ message: [UInt8], in account: TestAccount) async throws -> Result<
        Answer, Refusal
    > {
        let peer = PeerFacts(uid: TestAccount.subjectUID, gid: 1, pid: 1)
        let call = IncomingCall(method: rpc.rawValue, peer: peer, transport: .native, message: message)
        return try await TestLoop(account).answer(call)
    }

    @Test(arguments: RPC.allCases)
    func `names that differ in case, width, trailing space or Unicode form never mean two subjects`(
        _ rpc: RPC
    ) async throws {
        let account = try await account()
        let sample = WireFields(Sample.of(rpc, in: account).message)
        let before = account.directory.current.revision
        for form in Self.forms {
            for message in sample.replacing({ Self.names.contains($0) ? form($0) : nil }) {
                let refusal = try await outcome(rpc, message, in: account).refusal
                #expect(refusal != nil, "\(form("alice").debugDescription) is taken")
                #expect(refusal?.status != .internal && refusal?.status != .unknown, "\(refusal as Any)")
            }
        }
        #expect(account.directory.current.revision == before)
        // In another case it is the same subject: each in an account of its own, all goes as with the plain name.
        let upper: @Sendable (String) -> String? = { Self.names.contains($0) ? $0.uppercased() : nil }
        let plain = try await outcome(rpc, sample.encoded, in: account)
        for index in sample.replacing(upper).indices {
            let other = try await self.account()
            let message = WireFields(Sample.of(rpc, in: other).message).replacing(upper)[index]
            let refusal = try await outcome(rpc, message, in: other).refusal
            #expect(plain.refusal?.code == refusal?.code, "\(plain.refusal as Any), \(refusal as Any)")
        }
    }

    // What an RPC makes is found by the next one under every spelling of its case, and cannot be made twice.
    @Test func `a name that is taken in one case is taken in every case, and names one record`() async throws {
        let account = try await account()
        let (loop, uid) = (try await TestLoop(account), TestAccount.subjectUID)
        for name in ["ALICE", "Alice"] {
            #expect(
                try await loop.call(CreateUserRequest(userName: name), uid: uid).refusal?.code == "EntityAlreadyExists"
            )
            let found = try await loop.call(GetUserRequest(userName: name), uid: uid).get()
            #expect(found.user?.userName == "alice")
        }
    }

    @Test(arguments: RPC.allCases) func `an ARN of another account, partition or kind names nothing here`(
        _ rpc: RPC
    ) async throws {
        let account = try await account()
        let sample = WireFields(Sample.of(rpc, in: account).message)
        let before = account.directory.current.revision
        let starts = [
            "arn:aws:iam::210987654321:", "arn:aws:iam::aws:", "arn:aws:iam:::", "arn:aws-cn:iam::\(TestAccount.id):",
            "arn:aws:iam:eu-west-1:\(TestAccount.id):", "arn:aws:sts::\(TestAccount.id):",
            "arn:AWS:iam::\(TestAccount.id):",
            "ARN:aws:iam::\(TestAccount.id):", "arn:aws:iam::\(TestAccount.id) :", "\(Self.arnStart)x",
            "\(Self.arnStart)\u{212A}/",
        ]
        for start in starts {
            let messages = sample.replacing { text in
                text.hasPrefix(Self.arnStart) ? start + text.dropFirst(Self.arnStart.count) : nil
            }
            for message in messages {
                let refusal = try await outcome(rpc, message, in: account).refusal
                #expect(refusal != nil, "\(start) is taken")
                #expect(refusal?.status != .internal && refusal?.status != .unknown, "\(refusal as Any)")
            }
        }
        #expect(account.directory.current.revision == before)
    }

    @Test func `an item and a question about another account's principal are refused`() async throws {
        let account = try await account()
        let (loop, uid) = (try await TestLoop(account), TestAccount.subjectUID)
        let foreign = "arn:aws:iam::210987654321:user/dev/alice"
        let question = AuthorizeRequest(principal: foreign, action: "s3:GetObject", resource: "*")
        #expect(try await loop.call(ExplainRequest(question: question), uid: uid).refusal?.code == "AccessDenied")
        var shared = question
        shared.principal = ""
        let items = [BatchItem(principal: foreign), BatchItem(principal: TestAccount.arn("user/dev/alice"))]
        let batch = try await loop.call(BatchAuthorizeRequest(shared: shared, items: items), uid: uid).get()
        #expect(batch.results.map(\.errorCode) == ["AccessDenied", ""])
    }

    // `String`'s `==` takes KELVIN SIGN for a `K`, and a dictionary's look-up with it.
    @Test func `a method and a service are known by their bytes`() async throws {
        let loop = try await TestLoop(try await account())
        let peer = PeerFacts(uid: TestAccount.subjectUID, gid: 1, pid: 1)
        for (letter, isPlain) in [("K", true), ("\u{212A}", false)] {
            let method = "/postern.v1.Access\(letter)eys/ListAccess\(letter)eys"
            let call = IncomingCall(
                method: method,
                peer: peer,
                transport: .native,
                message: encode(ListAccessKeysRequest(userName: "alice"))
            )
            #expect(try await loop.answer(call).refusal?.status == (isPlain ? nil : .unimplemented))
            let health = HealthCheckRequest(service: "postern.v1.Access\(letter)eys")
            #expect(try await loop.call(health, uid: 1).refusal?.status == (isPlain ? nil : .notFound))
        }
    }
}
