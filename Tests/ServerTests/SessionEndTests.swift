import Administration
import Model
import Testing
import Wire

@testable import Server

/// Which calls end a session, from one call to the next, and which do not.
struct SessionEndTests {
    private static let password = "walnut-harbour-kite"
    private static let uid = TestAccount.strangerUID

    /// `bob` with a password and a key, a session by each, and one of the role `keeper` that he has taken on.
    struct World {
        let loop: TestLoop
        let keyID: String
        let byPassword: Session
        let byKey: Session
        let ofRole: Session

        init() async throws {
            let account = try await TestAccount.make()
            loop = try await TestLoop(account)
            let (root, administrator) = (account.root, account.administrator)
            _ = try await administrator.createUser(.init(userName: "bob"), by: root)
            let profile = CreateLoginProfileRequest(userName: "bob", password: SessionEndTests.password)
            _ = try await administrator.createLoginProfile(profile, by: root)
            let policy = TestAccount.allow(["iam:ChangePassword"], on: ["*"])
            let inline = PutUserPolicyRequest(userName: "bob", policyName: "p", policyDocument: policy)
            _ = try await administrator.putUserPolicy(inline, by: root)
            let trust =
                #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"\#(TestAccount.arn("user/bob"))"},"#
                + #""Action":"sts:AssumeRole"}}"#
            let role = CreateRoleRequest(roleName: "keeper", assumeRolePolicyDocument: trust)
            _ = try await administrator.createRole(role, by: root)
            let key = try await administrator.createAccessKey(.init(userName: "bob"), by: root).accessKey
            let (id, secret) = try (#require(key?.accessKeyID), #require(key?.secretAccessKey))
            keyID = id
            let signIn = SignInRequest(userName: "bob", password: SessionEndTests.password)
            byPassword = try #require(try await loop.call(signIn, uid: SessionEndTests.uid).get().session)
            let proof = AuthenticateAccessKeyRequest(accessKeyID: id, secretAccessKey: secret)
            byKey = try #require(try await loop.call(proof, uid: SessionEndTests.uid).get().session)
            let assumption = AssumeRoleRequest(roleARN: TestAccount.arn("role/keeper"), roleSessionName: "job")
            ofRole = try #require(
                try await loop.call(assumption, uid: SessionEndTests.uid, token: byKey.token).get().session
            )
        }

        /// Which of the sessions are believed: by password, by key, of the role.
        func alive() async throws -> String {
            var text = ""
            for (name, session) in [("p", byPassword), ("k", byKey), ("r", ofRole)] {
                let answer = try await loop.call(
                    GetCallerIdentityRequest(),
                    uid: SessionEndTests.uid,
                    token: session.token
                )
                if case .success(let identity) = answer,
                    identity.arn == session.arn || identity.userID == session.userID
                {
                    text += name
                }
            }
            return text
        }

        func asRoot<C: WireCall>(_ request: C) async throws {
            _ = try await loop.call(request, uid: TestAccount.rootUID).get()
        }
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        /// Of `p`, `k` and `r`, those that live on.
        let alive: String
        let act: @Sendable (World) async throws -> Void
        var testDescription: String { name }

        init(_ name: String, leaves alive: String, _ act: @escaping @Sendable (World) async throws -> Void) {
            (self.name, self.alive, self.act) = (name, alive, act)
        }
    }

    static let cases = [
        Case("SignOut of one", leaves: "kr") {
            _ = try await $0.loop.call(SignOutRequest(), uid: uid, token: $0.byPassword.token).get()
        },
        Case("ChangePassword", leaves: "kr") {
            let request = ChangePasswordRequest(oldPassword: password, newPassword: "copper-lantern-moss")
            _ = try await $0.loop.call(request, uid: uid, token: $0.byKey.token).get()
        },
        Case("UpdateLoginProfile with a password", leaves: "kr") {
            try await $0.asRoot(UpdateLoginProfileRequest(userName: "bob", password: "copper-lantern-moss"))
        },
        Case("UpdateLoginProfile with a flag alone", leaves: "pkr") {
            try await $0.asRoot(
                UpdateLoginProfileRequest(userName: "bob", passwordResetRequired: BoolValue(value: true))
            )
        },
        Case("DeleteLoginProfile", leaves: "kr") { try await $0.asRoot(DeleteLoginProfileRequest(userName: "bob")) },
        Case("UpdateAccessKey to inactive", leaves: "pr") {
            try await $0.asRoot(UpdateAccessKeyRequest(userName: "bob", accessKeyID: $0.keyID, status: .inactive))
        },
        Case("DeleteAccessKey", leaves: "pr") {
            try await $0.asRoot(DeleteAccessKeyRequest(userName: "bob", accessKeyID: $0.keyID))
        },
        Case("RotateAccessKey without an overlap", leaves: "pr") {
            try await $0.asRoot(RotateAccessKeyRequest(userName: "bob", accessKeyID: $0.keyID))
        },
        Case("RotateAccessKey with an overlap", leaves: "pkr") {
            try await $0.asRoot(RotateAccessKeyRequest(userName: "bob", accessKeyID: $0.keyID, overlapSeconds: 60))
        },
        Case("CreateAccessKey", leaves: "pkr") { try await $0.asRoot(CreateAccessKeyRequest(userName: "bob")) },
        Case("RevokeSessions of the user", leaves: "r") {
            try await $0.asRoot(RevokeSessionsRequest(principalARN: TestAccount.arn("user/bob")))
        },
        Case("RevokeSessions of the role", leaves: "pk") {
            try await $0.asRoot(RevokeSessionsRequest(principalARN: TestAccount.arn("role/keeper")))
        },
        Case("RevokeSessions of one session", leaves: "pr") {
            try await $0.asRoot(RevokeSessionsRequest(sessionID: $0.byKey.sessionID))
        },
        Case("RevokeSessions of another user", leaves: "pkr") {
            try await $0.asRoot(RevokeSessionsRequest(principalARN: TestAccount.arn("user/dev/alice")))
        },
        Case("DeleteRole", leaves: "pk") { try await $0.asRoot(DeleteRoleRequest(roleName: "keeper")) },
        Case("DeleteUser", leaves: "r") {
            try await $0.asRoot(DeleteLoginProfileRequest(userName: "bob"))
            try await $0.asRoot(DeleteAccessKeyRequest(userName: "bob", accessKeyID: $0.keyID))
            try await $0.asRoot(DeleteUserPolicyRequest(userName: "bob", policyName: "p"))
            try await $0.asRoot(DeleteUserRequest(userName: "bob"))
            try await $0.asRoot(CreateUserRequest(userName: "bob"))
        },
        Case("UpdateUser, a rename and a move", leaves: "pkr") {
            try await $0.asRoot(UpdateUserRequest(userName: "bob", newPath: "/people/", newUserName: "rob"))
            let answer = try await $0.loop.call(GetCallerIdentityRequest(), uid: uid, token: $0.byPassword.token)
            #expect(try answer.get().arn == TestAccount.arn("user/people/rob"))
        },
        Case("TagUser and AddUserToGroup", leaves: "pkr") {
            try await $0.asRoot(TagUserRequest(userName: "bob", tags: [Tag(key: "k", value: "v")]))
            try await $0.asRoot(AddUserToGroupRequest(groupName: "team", userName: "bob"))
        },
    ]

    @Test(arguments: cases) func `the next call of a session that was ended is refused, and of no other`(
        _ one: Case
    ) async throws {
        let world = try await World()
        #expect(try await world.alive() == "pkr")
        try await one.act(world)
        #expect(try await world.alive() == one.alive)
    }
}
