import Directory
import Model
import Testing

@testable import Authentication

@Suite struct SessionTests {
    @Test func `signing out ends this session and no other, also after a restart`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        let (first, second) = (try await world.session("alice"), try await world.session("alice"))
        #expect(first.sessionID != second.sessionID)
        let caller = try world.caller(first.token)
        for _ in 0..<2 { _ = try await world.authenticator.signOut(SignOutRequest(), by: caller) }
        let later = try await world.reopened()
        for here in [world, later] {
            #expect(here.refusal(of: first.token)?.code == "ExpiredToken")
            #expect(here.refusal(of: second.token) == nil)
        }
        #expect(world.directory.current.revocationCount == 1)
    }

    @Test func `there is no session to end without a token`() async throws {
        let world = try await World()
        for caller in [world.nobody(), try world.caller("", uid: 0)] {
            let refused = await refusal { () throws(Refusal) in
                try await world.authenticator.signOut(SignOutRequest(), by: caller)
            }
            #expect(refused?.code == "ValidationError")
        }
    }

    @Test func `one session is ended from outside by its id`() async throws {
        let world = try await World()
        try await world.addUser("alice")
        let (first, second) = (try await world.session("alice"), try await world.session("alice"))
        let request = RevokeSessionsRequest(sessionID: first.sessionID)
        _ = try await world.authenticator.revokeSessions(request, by: world.nobody())
        #expect(world.refusal(of: first.token)?.code == "ExpiredToken")
        #expect(world.refusal(of: second.token) == nil)
    }

    @Test(arguments: ["user", "role"])
    func `every session of a principal is ended, within the microsecond, and new ones may begin`(
        _ kind: String
    ) async throws {
        let world = try await World()
        try await world.addUser("alice")
        try await world.addRole("deploy")
        let isUser = kind == "user"
        func begin() async throws -> Session {
            let alice = try await world.session("alice")
            guard !isUser else { return alice }
            let request = AssumeRoleRequest(roleARN: Self.arn("role/deploy"), roleSessionName: "ci-1")
            let response = try await world.authenticator.assumeRole(
                request,
                by: world.caller(alice.token),
                in: world.directory.current
            )
            return try #require(response.session)
        }
        let bystander = try await world.session("alice")
        var ended: [Session] = []
        // The clock stands still all the while.
        for _ in 0..<3 {
            let session = try await begin()
            #expect(world.refusal(of: session.token) == nil)
            let request = RevokeSessionsRequest(principalARN: Self.arn(isUser ? "user/alice" : "role/deploy"))
            _ = try await world.authenticator.revokeSessions(request, by: world.nobody())
            ended.append(session)
            for session in ended { #expect(world.refusal(of: session.token)?.code == "ExpiredToken") }
        }
        #expect(world.refusal(of: try await begin().token) == nil)
        #expect(world.refusal(of: bystander.token)?.code == (isUser ? "ExpiredToken" : nil))
    }

    @Test func `a clock that is set back does not keep sessions from being ended`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let request = RevokeSessionsRequest(principalARN: Self.arn("user/alice"))
        _ = try await world.authenticator.revokeSessions(request, by: world.nobody())
        world.clock.advance(seconds: -3_600)
        let session = try await world.session("alice")
        #expect(world.refusal(of: session.token) == nil)
        let before = world.directory.current.user(id: alice.id)?.sessionsValidFrom
        _ = try await world.authenticator.revokeSessions(request, by: world.nobody())
        #expect(world.refusal(of: session.token)?.code == "ExpiredToken")
        #expect(world.directory.current.user(id: alice.id)?.sessionsValidFrom != before)
    }

    static func arn(_ resource: String) -> String { "arn:aws:iam::123456789012:\(resource)" }

    @Test(
        arguments: [
            ("", "", "ValidationError"), (arn("user/alice"), "AAAAAAAAAAAAAAAAAAAAAA", "ValidationError"),
            ("", "AAAAAAAAAAAAAAAAAAAAA", "ValidationError"), ("", "AAAAAAAAAAAAAAAAAAAAAAA", "ValidationError"),
            ("", "AAAAAAAAAAAAAAAAAAAAA/", "ValidationError"), ("", "AAAAAAAAAAAAAAAAAAAAAA", nil),
            (arn("user/ghost"), "", "NoSuchEntity"), (arn("root"), "", "NoSuchEntity"),
            (arn("group/all"), "", "NoSuchEntity"),
            ("arn:aws:iam::210987654321:user/alice", "", "NoSuchEntity"), (arn("user/alice"), "", nil),
            (arn("user/ALICE"), "", nil), ("alice", "", "NoSuchEntity"),
        ] as [(String, String, String?)]
    )
    func `what is to be ended must be named rightly`(principal: String, session: String, code: String?) async throws {
        let world = try await World()
        try await world.addUser("alice")
        let request = RevokeSessionsRequest(principalARN: principal, sessionID: session)
        let refused = await refusal { () throws(Refusal) in
            try await world.authenticator.revokeSessions(request, by: world.nobody())
        }
        #expect(refused?.code == code)
    }

    @Test func `everybody is told who they are, and nobody that they are nobody`() async throws {
        let world = try await World()
        let alice = try await world.addUser("alice")
        let session = try await world.session("alice")
        let request = GetCallerIdentityRequest()
        let user = try await world.authenticator.getCallerIdentity(request, by: world.caller(session.token))
        #expect(user.userID == alice.id.description)
        #expect(user.account == "123456789012")
        #expect(user.arn == session.arn)
        #expect(user.expiration == session.expiration)
        let root = try await world.authenticator.getCallerIdentity(request, by: world.caller("", uid: 0))
        #expect(root.userID == "123456789012")
        #expect(root.arn == "arn:aws:iam::123456789012:root")
        #expect(root.expiration == 0)
        let refused = await refusal { () throws(Refusal) in
            try await world.authenticator.getCallerIdentity(request, by: world.nobody())
        }
        #expect(refused?.status == .unauthenticated)
    }
}
