import Administration
import Directory
import Model
import Testing

@testable import Server

/// Whom a role goes on trusting, over the wire.
struct TrustTests {
    private static let uid = TestAccount.subjectUID
    private static let renamedUID: UInt32 = 1_002

    private static func trust(_ principal: String) -> String {
        #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"\#(principal)"},"#
            + #""Action":"sts:AssumeRole"}}"#
    }

    /// An account with the role `keeper`, which trusts the user `subject`.
    private func made() async throws -> (TestAccount, TestLoop) {
        let account = try await TestAccount.make(rules: ["uid:\(Self.renamedUID)=user/renamed"])
        try await create("keeper", trusting: TestAccount.arn("user/subject"), in: account)
        return (account, try await TestLoop(account))
    }

    private func create(_ role: String, trusting principal: String, in account: TestAccount) async throws {
        let request = CreateRoleRequest(roleName: role, assumeRolePolicyDocument: Self.trust(principal))
        _ = try await account.administrator.createRole(request, by: account.root)
    }

    /// The token of a session, or the code of the refusal; `Authorize` must answer alike.
    private func assume(
        _ role: String,
        _ loop: TestLoop,
        uid: UInt32 = uid,
        token: String = ""
    ) async throws -> Result<String, Refusal> {
        let arn = TestAccount.arn("role/\(role)")
        let request = AssumeRoleRequest(roleARN: arn, roleSessionName: "job")
        let outcome = try await loop.call(request, uid: uid, token: token)
        let question = AuthorizeRequest(action: "sts:AssumeRole", resource: arn)
        let decision = try await loop.call(question, uid: uid, token: token).get().decision
        #expect((decision == .allow) == (outcome.refusal == nil))
        return outcome.map { $0.session?.token ?? "" }
    }

    @Test func `a user that was made anew under a trusted name is not trusted`() async throws {
        let (account, loop) = try await made()
        #expect(try await assume("keeper", loop).refusal == nil)
        _ = try await account.administrator.deleteUser(.init(userName: "subject"), by: account.root)
        _ = try await account.administrator.createUser(.init(userName: "subject"), by: account.root)
        #expect(try await assume("keeper", loop).refusal?.code == "AccessDenied")
        // Whoever may write the trust policy says who is meant.
        let again = UpdateAssumeRolePolicyRequest(
            roleName: "keeper",
            policyDocument: Self.trust(TestAccount.arn("user/subject"))
        )
        _ = try await account.administrator.updateAssumeRolePolicy(again, by: account.root)
        #expect(try await assume("keeper", loop).refusal == nil)
    }

    @Test func `a user that is renamed stays trusted, and who takes its name is not`() async throws {
        let (account, loop) = try await made()
        let rename = UpdateUserRequest(userName: "subject", newPath: "/elsewhere/", newUserName: "renamed")
        _ = try await account.administrator.updateUser(rename, by: account.root)
        _ = try await account.administrator.createUser(.init(userName: "subject"), by: account.root)
        #expect(try await assume("keeper", loop, uid: Self.renamedUID).refusal == nil)
        #expect(try await assume("keeper", loop).refusal?.code == "AccessDenied")
    }

    @Test func `a role that was made anew under a trusted name is not trusted`() async throws {
        let (account, loop) = try await made()
        try await create("first", trusting: TestAccount.id, in: account)
        try await create("second", trusting: TestAccount.arn("role/first"), in: account)
        try await account.permit(TestAccount.allow(["sts:AssumeRole"], on: [TestAccount.arn("role/first")]))
        let before = try await assume("first", loop).get()
        #expect(try await assume("second", loop, token: before).refusal == nil)
        #expect(try await assume("second", loop).refusal?.code == "AccessDenied")
        _ = try await account.administrator.deleteRole(.init(roleName: "first"), by: account.root)
        try await create("first", trusting: TestAccount.id, in: account)
        let after = try await assume("first", loop).get()
        #expect(try await assume("second", loop, token: after).refusal?.code == "AccessDenied")
    }

    // Two roles with one text, which the store's reader makes one object of: each is judged by its own bindings.
    @Test func `roles with the same trust policy are judged apart`() async throws {
        let (account, loop) = try await made()
        _ = try await account.administrator.deleteUser(.init(userName: "subject"), by: account.root)
        _ = try await account.administrator.createUser(.init(userName: "subject"), by: account.root)
        let old = try #require(account.directory.current.role(named: "keeper"))
        let current = try #require(account.directory.current.user(named: "subject"))
        _ = try await account.directory.write { transaction throws(Refusal) in
            guard let id = UniqueID("AROA234567ABCDEFGHIJ") else { return }
            var role = RoleRecord(id: id)
            role.name = "twin"
            role.path = "/"
            role.trustPolicy = old.trustPolicy
            role.trustBindings = .of([.init(arn: TestAccount.arn("user/subject"), id: current.id)])
            transaction.put(role)
        }
        for _ in 0..<2 {
            #expect(try await assume("keeper", loop).refusal?.code == "AccessDenied")
            #expect(try await assume("twin", loop).refusal == nil)
        }
    }

    @Test func `a trust policy that an earlier version saved goes by ARN until it is bound`() async throws {
        let (account, loop) = try await made()
        _ = try await account.directory.write { transaction throws(Refusal) in
            guard var role = transaction.snapshot.role(named: "keeper") else { return }
            role.trustBindings = nil
            transaction.put(role)
        }
        #expect(try await assume("keeper", loop).refusal == nil)
        _ = try await account.administrator.bindTrustPolicies()
        #expect(try await assume("keeper", loop).refusal == nil)
        _ = try await account.administrator.deleteUser(.init(userName: "subject"), by: account.root)
        _ = try await account.administrator.createUser(.init(userName: "subject"), by: account.root)
        #expect(try await assume("keeper", loop).refusal?.code == "AccessDenied")
    }
}
