import Administration
import Authentication
import Model
import Testing
import Wire

@testable import Server

/// Calls that a loop answers by itself are uses like any other.
@Suite struct LastUsedCallTests {
    private static let peerUID: UInt32 = 77
    private static let question = AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::bucket/key")

    enum Asked: CaseIterable, Sendable {
        case one, many, why, whoAmI, refused
    }

    @Test(arguments: Asked.allCases)
    func `each call is a use of the key or the role that it acts by`(_ asked: Asked) async throws {
        let clock = HandWoundClock()
        let account = try await TestAccount.make(rules: ["uid:\(Self.peerUID)=role/runner"], clock: { clock.now })
        let (administrator, root) = (account.administrator, account.root)
        let loop = try await TestLoop(account)
        let made = try await administrator.createAccessKey(.init(userName: "subject"), by: root).accessKey
        let key = try #require(made)
        let proof = AuthenticateAccessKeyRequest(
            accessKeyID: key.accessKeyID,
            secretAccessKey: key.secretAccessKey,
            durationSeconds: 129_600
        )
        let session = try await loop.call(proof, uid: TestAccount.strangerUID).get().session
        let token = try #require(session).token
        try await account.authenticator.flushLastUsed()
        let signedIn = clock.now.seconds

        // The very day and a half that a key of a busy service once seemed to be unused.
        clock.advance(seconds: 129_599)
        try await ask(asked, loop, uid: TestAccount.strangerUID, token: token)
        try await ask(asked, loop, uid: Self.peerUID, token: "")
        try await account.authenticator.flushLastUsed()
        let used = try await administrator.getAccessKeyLastUsed(.init(accessKeyID: key.accessKeyID), by: root)
        #expect(used.lastUsedDate == signedIn + 129_599)
        let role = try await administrator.getRole(.init(roleName: "runner"), by: root).role
        #expect(role?.roleLastUsed == signedIn + 129_599)
        let user = try await administrator.getUser(.init(userName: "subject"), by: root).user
        #expect(user?.passwordLastUsed == 0)
    }

    private func ask(_ asked: Asked, _ loop: TestLoop, uid: UInt32, token: String) async throws {
        switch asked {
        case .one: _ = try await loop.call(Self.question, uid: uid, token: token).get()
        case .many:
            let batch = BatchAuthorizeRequest(shared: Self.question, items: [BatchItem()])
            _ = try await loop.call(batch, uid: uid, token: token).get()
        case .why: _ = try await loop.call(ExplainRequest(question: Self.question), uid: uid, token: token).get()
        case .whoAmI: _ = try await loop.call(GetCallerIdentityRequest(), uid: uid, token: token).get()
        case .refused:
            let refused = try await loop.call(ListUsersRequest(), uid: uid, token: token).refusal
            #expect(refused?.code == "AccessDenied")
        }
    }
}
