import Administration
import Model
import Testing
import Wire

@testable import Server

/// The condition keys that requests and resources fill, and what a denied caller learns.
struct PermissionFactsTests {
    private static let base = TestAccount.arn("policy/shared/base")
    private static let document = TestAccount.allow(["s3:GetObject"], on: ["*"])

    /// A request that a condition lets pass, and one beside it that it does not.
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let condition: String
        let passes: Sample
        let fails: Sample
        var testDescription: String { name }

        init<C: Guarded, D: Guarded>(_ name: String, _ condition: String, _ passes: C, _ fails: D) {
            self.name = name
            self.condition = condition
            self.passes = Sample(passes, .nothing)
            self.fails = Sample(fails, .nothing)
        }
    }

    static let cases = [
        Case(
            "iam:PolicyARN of an attachment, whatever the case of the name that is sent",
            #"{"ArnEquals":{"iam:PolicyARN":"\#(base)"}}"#,
            AttachUserPolicyRequest(userName: "alice", policyARN: TestAccount.arn("policy/shared/BASE")),
            AttachUserPolicyRequest(userName: "alice", policyARN: TestAccount.arn("policy/shared/other"))
        ),
        Case(
            "iam:PermissionsBoundary of a new user",
            #"{"StringEquals":{"iam:PermissionsBoundary":"\#(base)"}}"#,
            CreateUserRequest(userName: "new", permissionsBoundary: base),
            CreateUserRequest(userName: "new")
        ),
        Case(
            "iam:PermissionsBoundary that the target has",
            #"{"StringEquals":{"iam:PermissionsBoundary":"\#(base)"}}"#,
            PutUserPolicyRequest(userName: "bounded", policyName: "p", policyDocument: document),
            PutUserPolicyRequest(userName: "alice", policyName: "p", policyDocument: document)
        ),
        Case(
            "aws:RequestTag of a new user",
            #"{"StringEquals":{"aws:RequestTag/team":"blue"}}"#,
            CreateUserRequest(userName: "new", tags: [Tag(key: "team", value: "blue")]),
            CreateUserRequest(userName: "new", tags: [Tag(key: "team", value: "red")])
        ),
        Case(
            "aws:TagKeys of tagging",
            #"{"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}"#,
            TagUserRequest(userName: "alice", tags: [Tag(key: "team", value: "x")]),
            TagUserRequest(userName: "alice", tags: [Tag(key: "team", value: "x"), Tag(key: "rank", value: "x")])
        ),
        Case(
            "aws:TagKeys of untagging",
            #"{"ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}"#,
            UntagRoleRequest(roleName: "runner", tagKeys: ["team"]),
            UntagRoleRequest(roleName: "runner", tagKeys: ["rank"])
        ),
        Case(
            "aws:ResourceTag of a user",
            #"{"StringEquals":{"aws:ResourceTag/rank":"page"}}"#,
            DeleteUserRequest(userName: "bounded"),
            DeleteUserRequest(userName: "alice")
        ),
        Case(
            "iam:ResourceTag of a user",
            #"{"StringEquals":{"iam:ResourceTag/rank":"page"}}"#,
            CreateAccessKeyRequest(userName: "bounded"),
            CreateAccessKeyRequest(userName: "alice")
        ),
        Case(
            "sts:ExternalId of a role's session",
            #"{"StringEquals":{"sts:ExternalId":"seal"}}"#,
            AssumeRoleRequest(roleARN: TestAccount.arn("role/svc/runner"), roleSessionName: "job", externalID: "seal"),
            AssumeRoleRequest(roleARN: TestAccount.arn("role/svc/runner"), roleSessionName: "job")
        ),
        Case(
            "sts:RoleSessionName of a role's session",
            #"{"StringEquals":{"sts:RoleSessionName":"job"}}"#,
            AssumeRoleRequest(roleARN: TestAccount.arn("role/svc/runner"), roleSessionName: "job"),
            AssumeRoleRequest(roleARN: TestAccount.arn("role/svc/runner"), roleSessionName: "other")
        ),
        Case(
            "postern:PeerUid of the caller",
            #"{"NumericEquals":{"postern:PeerUid":"\#(TestAccount.subjectUID)"},"StringEquals":{"aws:TagKeys":"a"}}"#,
            TagUserRequest(userName: "alice", tags: [Tag(key: "a", value: "x")]),
            TagUserRequest(userName: "alice", tags: [Tag(key: "b", value: "x")])
        ),
    ]

    @Test(arguments: cases) func `a condition sees what the request and the resource say`(_ c: Case) async throws {
        let account = try await TestAccount.make()
        _ = try await account.administrator.createUser(
            CreateUserRequest(
                userName: "bounded",
                permissionsBoundary: Self.base,
                tags: [Tag(key: "rank", value: "page")]
            ),
            by: account.root
        )
        try await account.permit(TestAccount.allow(["iam:*", "sts:*"], on: ["*"], condition: c.condition))
        #expect(try await refusal(c.passes, in: account)?.status != .permissionDenied)
        #expect(try await refusal(c.fails, in: account)?.status == .permissionDenied)
    }

    private func refusal(
        _ sample: Sample,
        uid: UInt32 = TestAccount.subjectUID,
        in account: TestAccount
    ) async throws -> Refusal? {
        let call = IncomingCall(
            method: sample.rpc.rawValue,
            peer: PeerFacts(uid: uid, gid: uid, pid: 1),
            transport: .native,
            message: sample.message
        )
        return try await TestLoop(account).answer(call).refusal
    }

    @Test func `self-service is a policy with the user's own name in it`() async throws {
        let account = try await TestAccount.make()
        let own = TestAccount.arn("user/${aws:username}")
        try await account.permit(
            TestAccount.allow(["iam:CreateAccessKey", "iam:UpdateAccessKey", "iam:ChangePassword"], on: [own])
        )
        let loop = try await TestLoop(account)
        let uid = TestAccount.subjectUID
        let made = try await loop.call(CreateAccessKeyRequest(), uid: uid).get()
        let rotation = RotateAccessKeyRequest(accessKeyID: made.accessKey?.accessKeyID ?? "")
        #expect(try await loop.call(rotation, uid: uid).get().accessKey?.userName == "subject")
        // What deletes a key takes the right to delete one.
        for request in [
            RotateAccessKeyRequest(replaceInactive: true),
            RotateAccessKeyRequest(deleteAfterSeconds: UInt32Value(value: 0)),
        ] {
            #expect(try await loop.call(request, uid: uid).refusal?.code == "AccessDenied")
        }
        // The caller's own name in other letters is the caller's own record.
        #expect(
            try await loop.call(CreateAccessKeyRequest(userName: "SUBJECT"), uid: uid).refusal?.code == "LimitExceeded"
        )
        let others = try await loop.call(CreateAccessKeyRequest(userName: "alice"), uid: uid).refusal
        #expect(others?.status == .permissionDenied)
    }

    /// Two requests that name what is there and what is not, and where the names stand in the answer.
    struct Twins: Sendable, CustomTestStringConvertible {
        let there: Sample
        let notThere: Sample
        let names: (there: String, notThere: String)
        var testDescription: String { "\(there.rpc)" }

        init<C: Guarded>(_ there: C, _ notThere: C, _ names: (String, String)) {
            self.there = Sample(there, .nothing)
            self.notThere = Sample(notThere, .nothing)
            self.names = (there: names.0, notThere: names.1)
        }
    }

    static let twins: [Twins] = {
        let (alice, ghost) = (TestAccount.arn("user/dev/alice"), TestAccount.arn("user/dev/ghost"))
        func question(_ arn: String) -> AuthorizeRequest {
            AuthorizeRequest(principal: arn, action: "s3:GetObject", resource: "*")
        }
        func role(_ name: String) -> AssumeRoleRequest {
            AssumeRoleRequest(roleARN: TestAccount.arn("role/svc/\(name)"), roleSessionName: "job")
        }
        return [
            Twins(GetUserRequest(userName: "alice"), GetUserRequest(userName: "ghost"), ("alice", "ghost")),
            Twins(GetGroupRequest(groupName: "team"), GetGroupRequest(groupName: "ghost"), ("team", "ghost")),
            Twins(GetRoleRequest(roleName: "runner"), GetRoleRequest(roleName: "ghost"), ("runner", "ghost")),
            Twins(
                GetPolicyRequest(policyARN: base),
                GetPolicyRequest(policyARN: TestAccount.arn("policy/shared/ghost")),
                ("shared/base", "shared/ghost")
            ),
            Twins(
                UpdateUserRequest(userName: "alice", newUserName: "x"),
                UpdateUserRequest(userName: "ghost", newUserName: "x"),
                ("alice", "ghost")
            ),
            Twins(role("runner"), role("ghost"), ("runner", "ghost")),
            Twins(question(alice), question(ghost), ("alice", "ghost")),
            Twins(
                ExplainRequest(question: question(alice)),
                ExplainRequest(question: question(ghost)),
                ("alice", "ghost")
            ),
            Twins(
                RevokeSessionsRequest(principalARN: alice),
                RevokeSessionsRequest(principalARN: ghost),
                ("alice", "ghost")
            ),
        ]
    }()

    @Test(arguments: twins) func `who is denied does not learn whether it is there`(_ twins: Twins) async throws {
        let account = try await TestAccount.make()
        let there = try #require(try await refusal(twins.there, in: account))
        let notThere = try #require(try await refusal(twins.notThere, in: account))
        #expect(there.status == .permissionDenied && there.status == notThere.status && there.code == notThere.code)
        #expect(
            there.message.split(separator: twins.names.there) == notThere.message.split(separator: twins.names.notThere)
        )
    }

    @Test func `who is denied does not learn whose an access key is, or whether it is anybody's`() async throws {
        let account = try await TestAccount.make()
        let loop = try await TestLoop(account)
        let uid = TestAccount.subjectUID
        let real = try await loop.call(GetAccessKeyLastUsedRequest(accessKeyID: account.accessKeyID), uid: uid).refusal
        let none = try await loop.call(GetAccessKeyLastUsedRequest(accessKeyID: "AKIAAAAAAAAAAAAAAAAA"), uid: uid)
            .refusal
        #expect(real?.status == .permissionDenied && real == none)
    }

    @Test func `a batch's items are refused as the same questions alone are`() async throws {
        let account = try await TestAccount.make()
        let loop = try await TestLoop(account)
        let arns = ["user/dev/alice", "user/dev/ghost", "user/subject"].map(TestAccount.arn)
        let shared = AuthorizeRequest(action: "s3:GetObject", resource: "*")
        let batch = BatchAuthorizeRequest(shared: shared, items: arns.map { BatchItem(principal: $0) })
        let response = try await loop.call(batch, uid: TestAccount.subjectUID).get()
        try #require(response.results.count == arns.count)
        for (arn, result) in zip(arns, response.results) {
            var question = shared
            question.principal = arn
            switch try await loop.call(question, uid: TestAccount.subjectUID) {
            case .success(let alone): #expect(result.decision == alone.decision)
            case .failure(let alone):
                #expect(result.errorCode == alone.code && result.errorMessage == alone.message)
            }
        }
        #expect(response.results.map(\.errorCode) == ["AccessDenied", "AccessDenied", ""])
    }
}
