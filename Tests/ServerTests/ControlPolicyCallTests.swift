import Administration
import Directory
import Model
import Testing

@testable import Server

/// Control policies before the daemon's own calls.
struct ControlPolicyCallTests {
    private static let root = TestAccount.rootUID
    private static let subject = TestAccount.subjectUID
    private static let full = TestAccount.allow(["*"], on: ["*"])

    /// An account whose user `subject` may do everything, with an SCP that allows a few actions and one that allows all.
    private func made(_ actions: [String]) async throws -> (TestAccount, TestLoop) {
        let account = try await TestAccount.make()
        try await account.permit(Self.full)
        let loop = try await TestLoop(account)
        try await put("Full", Self.full, level: 0, loop)
        try await put("Some", TestAccount.allow(actions, on: ["*"]), level: 2, loop)
        return (account, loop)
    }

    private func put(_ name: String, _ document: String, level: UInt32, _ loop: TestLoop) async throws {
        let request = PutControlPolicyRequest(
            type: .serviceControlPolicy,
            level: level,
            policyName: name,
            policyDocument: document
        )
        _ = try await loop.call(request, uid: Self.root).get()
    }

    @Test func `an administrator may do only what they allow`() async throws {
        let (_, loop) = try await made(["iam:*"])
        let get = GetUserRequest(userName: "alice")
        #expect(try await loop.call(get, uid: Self.subject).refusal == nil)
        let revoke = RevokeSessionsRequest(principalARN: TestAccount.arn("user/dev/alice"))
        let denied = try await loop.call(revoke, uid: Self.subject).refusal
        #expect(denied?.code == "AccessDenied")
        #expect(denied?.message.hasSuffix(": no service control policy allows it") == true)
        // What the daemon asks itself is what it tells others.
        let question = AuthorizeRequest(
            action: "postern:RevokeSessions",
            resource: TestAccount.arn("user/dev/alice")
        )
        #expect(try await loop.call(question, uid: Self.subject).get().decision == .implicitDeny)
    }

    @Test func `whoever may administer identities may not lift them`() async throws {
        let (account, loop) = try await made(["*"])
        try await account.permit(TestAccount.allow(["iam:*", "postern:*", "sts:*"], on: ["*"]))
        let delete = DeleteControlPolicyRequest(type: .serviceControlPolicy, level: 2, policyName: "Some")
        #expect(try await loop.call(delete, uid: Self.subject).refusal?.code == "AccessDenied")
        try await account.permit(TestAccount.allow(["organizations:*"], on: ["*"]))
        #expect(try await loop.call(delete, uid: Self.subject).refusal == nil)
    }

    @Test func `the root user writes nothing that they forbid when it is written`() async throws {
        let (account, loop) = try await made(["*"])
        func create(_ name: String, _ afterJudging: () async throws -> Void) async throws -> Refusal? {
            try await loop.call(CreateUserRequest(userName: name), uid: Self.root, afterJudging: afterJudging).refusal
        }
        let other = try await create("first") {
            _ = try await account.administrator.createGroup(.init(groupName: "bystanders"), by: account.root)
        }
        #expect(other == nil)
        let allowing = try await create("second") { try await put("More", Self.full, level: 2, loop) }
        #expect(allowing == nil)
        let forbidden = try await create("third") {
            try await put("Users", TestAccount.allow(["s3:*"], on: ["*"]), level: 3, loop)
        }
        #expect(forbidden?.code == "AccessDenied")
        #expect(account.directory.current.user(named: "third") == nil)
    }

    @Test func `the root user is bound by them, and can remove them`() async throws {
        let (_, loop) = try await made(["s3:*"])
        let list = ListUsersRequest()
        #expect(try await loop.call(list, uid: Self.root).refusal?.code == "AccessDenied")
        let delete = DeleteControlPolicyRequest(type: .serviceControlPolicy, level: 2, policyName: "Some")
        // Nobody else may, whatever it may do otherwise.
        #expect(try await loop.call(delete, uid: Self.subject).refusal?.code == "AccessDenied")
        let get = GetControlPolicyRequest(type: .serviceControlPolicy, level: 2, policyName: "Some")
        #expect(try await loop.call(get, uid: Self.root).get().controlPolicy?.policyName == "Some")
        #expect(try await loop.call(ListControlPoliciesRequest(), uid: Self.root).get().controlPolicies.count == 2)
        #expect(try await loop.call(delete, uid: Self.root).refusal == nil)
        #expect(try await loop.call(list, uid: Self.root).refusal == nil)
    }

    @Test func `the right to one is that by its kind, level and name, in the letters it was made with`() async throws {
        let (account, loop) = try await made(["*"])
        let arn = "arn:aws:organizations::\(TestAccount.id):policy/o-self/service_control_policy/2/Some"
        try await account.permit(TestAccount.allow(["organizations:DescribePolicy"], on: [arn]))
        func get(_ name: String, level: UInt32 = 2) async throws -> Refusal? {
            let request = GetControlPolicyRequest(type: .serviceControlPolicy, level: level, policyName: name)
            return try await loop.call(request, uid: Self.subject).refusal
        }
        #expect(try await get("Some") == nil)
        #expect(try await get("sOME") == nil)
        #expect(try await get("Full", level: 0)?.code == "AccessDenied")
        // Who is denied does not learn whether it is there.
        let (there, not) = (try await get("full", level: 0), try await get("Nobody", level: 0))
        #expect(there?.message.replacing("full", with: "X") == not?.message.replacing("Nobody", with: "X"))
        #expect(there?.message.contains("Full") == false)
        let condition = #"{"StringEquals":{"organizations:PolicyType":"RESOURCE_CONTROL_POLICY"}}"#
        try await account.permit(TestAccount.allow(["organizations:*"], on: ["*"], condition: condition))
        #expect(try await get("Some")?.code == "AccessDenied")
        let other = ListControlPoliciesRequest(type: .resourceControlPolicy)
        #expect(try await loop.call(other, uid: Self.subject).refusal == nil)
    }
}
