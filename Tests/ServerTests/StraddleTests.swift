import Administration
import Authentication
import Directory
import Model
import Testing
import Wire

@testable import Server

/// What comes between the loop's look at a call and what the room does about it.
struct StraddleTests {
    private static let uid = TestAccount.subjectUID

    private static func call(_ sample: Sample) -> IncomingCall {
        IncomingCall(
            method: sample.rpc.rawValue,
            peer: PeerFacts(uid: uid, gid: 1, pid: 1),
            transport: .native,
            message: sample.message
        )
    }

    private static func forbid(_ account: TestAccount) async throws {
        let request = DeleteUserPolicyRequest(userName: "subject", policyName: "only")
        _ = try await account.administrator.deleteUserPolicy(request, by: account.root)
    }

    private static func isChange(_ rpc: RPC) -> Bool {
        switch rpc {
        case .authorize, .batchAuthorize, .explain, .assumeRole: false
        default: !rpc.name.hasPrefix("Get") && !rpc.name.hasPrefix("List")
        }
    }

    @Test(arguments: RPC.allCases)
    func `no call changes anything for a caller who may not make it any more`(_ rpc: RPC) async throws {
        let account = try await TestAccount.make()
        let sample = Sample.of(rpc, in: account)
        guard case .actions = sample.demand, Self.isChange(rpc) else { return }
        try await account.permit(TestAccount.allow(["*"], on: ["*"]))
        if rpc == .changePassword || rpc == .updateLoginProfile {
            let name = rpc == .changePassword ? "subject" : "alice"
            let login = CreateLoginProfileRequest(userName: name, password: "correct horse battery")
            _ = try await account.administrator.createLoginProfile(login, by: account.root)
        }
        let loop = try await TestLoop(account)
        var revision = Revision.zero
        let outcome = try await loop.answer(Self.call(sample)) {
            try await Self.forbid(account)
            revision = account.directory.current.revision
        }
        // The sample's device was never enabled, which is found before anything is written.
        #expect(outcome.refusal?.code == (rpc == .resyncMFADevice ? "NoSuchEntity" : "AccessDenied"), "\(outcome)")
        #expect(account.directory.current.revision == revision)
    }

    @Test(arguments: RPC.allCases)
    func `what has nothing to do with a call does not get in its way`(_ rpc: RPC) async throws {
        let account = try await TestAccount.make()
        let sample = Sample.of(rpc, in: account)
        guard case .actions = sample.demand, Self.isChange(rpc) else { return }
        try await account.permit(TestAccount.allow(["*"], on: ["*"]))
        let loop = try await TestLoop(account)
        let outcome = try await loop.answer(Self.call(sample)) {
            _ = try await account.administrator.createUser(.init(userName: "bystander"), by: account.root)
        }
        #expect(outcome.refusal?.status != .permissionDenied)
    }

    @Test func `a user of another path under the name that was judged is not touched`() async throws {
        let account = try await TestAccount.make()
        try await account.permit(TestAccount.allow(["iam:TagUser"], on: [TestAccount.arn("user/dev/*")]))
        let loop = try await TestLoop(account)
        let request = TagUserRequest(userName: "alice", tags: [Tag(key: "k", value: "v")])
        func moved(to path: String) async throws -> Refusal? {
            try await loop.call(
                request,
                uid: Self.uid,
                afterJudging: {
                    let move = UpdateUserRequest(userName: "alice", newPath: path)
                    _ = try await account.administrator.updateUser(move, by: account.root)
                }
            ).refusal
        }
        #expect(try await moved(to: "/dev/2/") == nil)
        #expect(account.directory.current.user(named: "alice")?.tags.count == 1)
        #expect(try await moved(to: "/admins/")?.code == "AccessDenied")
    }

    @Test func `a session that is ended meanwhile changes nothing`() async throws {
        let account = try await TestAccount.make()
        try await account.permit(TestAccount.allow(["*"], on: ["*"]))
        let password = "correct horse battery"
        _ = try await account.administrator.createLoginProfile(
            .init(userName: "subject", password: password),
            by: account.root
        )
        let loop = try await TestLoop(account)
        let signIn = SignInRequest(userName: "subject", password: password)
        let token = try #require(try await loop.call(signIn, uid: 7).get().session?.token)
        func create(_ name: String, _ afterJudging: () async throws -> Void) async throws -> Refusal? {
            try await loop.call(CreateUserRequest(userName: name), uid: 7, token: token, afterJudging: afterJudging)
                .refusal
        }
        #expect(try await create("first") {} == nil)
        let refusal = try await create("second") {
            _ = try await loop.call(SignOutRequest(), uid: 7, token: token).get()
        }
        #expect(refusal?.code == "ExpiredToken")
        #expect(account.directory.current.user(named: "second") == nil)
    }

    // MARK: AssumeRole

    private static func trust(_ principal: String) -> String {
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"\#(principal)"},"#
            + #""Action":"sts:AssumeRole"}}"#
    }

    private static let assume = AssumeRoleRequest(roleARN: TestAccount.arn("role/keeper"), roleSessionName: "job")

    private static func create(_ account: TestAccount, trusting principal: String) async throws {
        let request = CreateRoleRequest(roleName: "keeper", assumeRolePolicyDocument: trust(principal))
        _ = try await account.administrator.createRole(request, by: account.root)
    }

    @Test func `a session is of the role that was judged, and never of one made since under its name`() async throws {
        let account = try await TestAccount.make()
        try await Self.create(account, trusting: TestAccount.arn("user/subject"))
        let loop = try await TestLoop(account)
        let judged = try #require(account.directory.current.role(named: "keeper")).id
        let response = try await loop.call(
            Self.assume,
            uid: Self.uid,
            afterJudging: {
                _ = try await account.administrator.deleteRole(.init(roleName: "keeper"), by: account.root)
                try await Self.create(account, trusting: TestAccount.arn("user/dev/alice"))
            }
        ).get()
        #expect(response.assumedRoleID == "\(judged):job")
        let token = try #require(response.session?.token)
        #expect(
            try await loop.call(GetCallerIdentityRequest(), uid: 7, token: token).refusal?.code
                == "InvalidClientTokenId"
        )
        #expect(try await loop.call(Self.assume, uid: Self.uid).refusal?.code == "AccessDenied")
    }

    @Test func `what ends a role's sessions ends one that is begun by an older look`() async throws {
        let account = try await TestAccount.make()
        try await Self.create(account, trusting: TestAccount.arn("user/subject"))
        let loop = try await TestLoop(account)
        func isKnown(_ afterJudging: () async throws -> Void) async throws -> Bool {
            let session = try await loop.call(Self.assume, uid: Self.uid, afterJudging: afterJudging).get().session
            let token = try #require(session?.token)
            return try await loop.call(GetCallerIdentityRequest(), uid: 7, token: token).refusal == nil
        }
        #expect(try await isKnown {})
        #expect(
            try await !isKnown {
                let role = TestAccount.arn("role/keeper")
                _ = try await account.authenticator.revokeSessions(.init(principalARN: role), by: account.root)
            }
        )
    }
}
