import Directory
import Model
import Testing

@testable import Authentication

@Suite struct RoleTests {
    static let arn = "arn:aws:iam::123456789012:role/services/deploy"

    static func assume(
        _ world: World,
        _ arn: String = Self.arn,
        name: String = "ci-1",
        seconds: UInt32 = 0,
        externalID: String = "",
        by caller: Caller
    ) async throws(Refusal) -> AssumeRoleResponse {
        let request = AssumeRoleRequest(
            roleARN: arn,
            roleSessionName: name,
            durationSeconds: seconds,
            externalID: externalID
        )
        return try await world.authenticator.assumeRole(request, by: caller, in: world.directory.current)
    }

    /// A world with a role and a user who is signed in.
    static func made(maxSessionSeconds: UInt32 = 3_600) async throws -> (World, RoleRecord, Caller) {
        let world = try await World()
        let role = try await world.addRole("deploy", path: "/services/", maxSessionSeconds: maxSessionSeconds)
        try await world.addUser("alice")
        return (world, role, try world.caller(await world.session("alice").token))
    }

    @Test func `a session of a role acts as the role, and inherits no code`() async throws {
        let (world, role, alice) = try await Self.made()
        var shown = alice
        shown.session?.mfaAt = World.start
        let response = try await Self.assume(world, by: shown)
        let session = try #require(response.session)
        #expect(session.arn == "arn:aws:sts::123456789012:assumed-role/deploy/ci-1")
        #expect(response.assumedRoleID == "\(role.id):ci-1")
        #expect(session.userID == response.assumedRoleID)
        #expect(session.expiration == World.start.seconds + 3_600)
        let caller = try world.caller(session.token)
        let principal = RoleSessionPrincipal(role, sessionName: "ci-1", in: world.directory.current)
        #expect(caller.principal == .roleSession(principal))
        #expect(caller.session?.credential == .assumedRole)
        #expect(caller.session?.mfaAt == nil)
    }

    @Test(
        arguments: [
            (3_600, 0, 3_600), (3_600, 900, 900), (3_600, 899, nil), (3_600, 3_600, 3_600), (3_600, 3_601, nil),
            (43_200, 0, 3_600), (43_200, 43_200, 43_200), (43_200, 43_201, nil), (0, 0, 3_600), (0, 3_601, nil),
        ] as [(UInt32, UInt32, Int64?)]
    )
    func `a role's session lives up to the role's maximum`(most: UInt32, asked: UInt32, seconds: Int64?) async throws {
        let (world, _, alice) = try await Self.made(maxSessionSeconds: most)
        if let seconds {
            let session = try await Self.assume(world, seconds: asked, by: alice).session
            #expect(session?.expiration == World.start.seconds + seconds)
        } else {
            let refused = await refusal { () throws(Refusal) in
                try await Self.assume(world, seconds: asked, by: alice)
            }
            #expect(refused?.code == "ValidationError")
        }
    }

    @Test(arguments: [(0, 3_600), (3_600, 3_600), (3_601, nil)] as [(UInt32, Int64?)])
    func `a role that assumes a role has an hour at most`(asked: UInt32, seconds: Int64?) async throws {
        let (world, _, alice) = try await Self.made(maxSessionSeconds: 43_200)
        let first = try #require(try await Self.assume(world, by: alice).session)
        let caller = try world.caller(first.token)
        if let seconds {
            let session = try await Self.assume(world, seconds: asked, by: caller).session
            #expect(session?.expiration == World.start.seconds + seconds)
        } else {
            let refused = await refusal { () throws(Refusal) in
                try await Self.assume(world, seconds: asked, by: caller)
            }
            #expect(refused?.code == "ValidationError")
        }
    }

    @Test func `root and nobody cannot assume a role`() async throws {
        let (world, _, alice) = try await Self.made()
        let root = try world.caller("", uid: 0)
        for caller in [root, world.nobody()] {
            let refused = await refusal { () throws(Refusal) in try await Self.assume(world, by: caller) }
            #expect(refused?.code == "AccessDenied")
        }
        #expect(try await Self.assume(world, by: alice).session != nil)
    }

    @Test(arguments: [
        "arn:aws:iam::123456789012:role/deploy", "arn:aws:iam::210987654321:role/services/deploy",
        "arn:aws-cn:iam::123456789012:role/services/deploy", "arn:aws:iam::123456789012:user/alice",
        "arn:aws:iam::123456789012:role/services/ghost", "deploy", "",
        "arn:aws:iam::123456789012:role/services/deploy/",
    ])
    func `only the ARN of a role of this account will do`(_ arn: String) async throws {
        let (world, _, alice) = try await Self.made()
        let refused = await refusal { () throws(Refusal) in try await Self.assume(world, arn, by: alice) }
        #expect(refused?.code == "AccessDenied")
    }

    @Test(arguments: [
        ("ab", true), ("a", false), ("", false), (String(repeating: "a", count: 64), true),
        (String(repeating: "a", count: 65), false), ("a b", false), ("a/b", false), ("a:b", false), ("á1", false),
        ("A_+=,.@-9", true),
    ])
    func `a session's name keeps to its grammar`(name: String, isRight: Bool) async throws {
        let (world, _, alice) = try await Self.made()
        let refused = await refusal { () throws(Refusal) in try await Self.assume(world, name: name, by: alice) }
        #expect(refused?.code == (isRight ? nil : "ValidationError"))
    }

    @Test(arguments: [
        ("", true), ("a", false), ("a:/b", true), ("a b", false), (String(repeating: "a", count: 1_224), true),
        (String(repeating: "a", count: 1_225), false),
    ])
    func `an external id keeps to its grammar`(id: String, isRight: Bool) async throws {
        let (world, _, alice) = try await Self.made()
        let refused = await refusal { () throws(Refusal) in try await Self.assume(world, externalID: id, by: alice) }
        #expect(refused?.code == (isRight ? nil : "ValidationError"))
    }

    @Test func `a role's deletion ends its sessions, and a new one of its name revives none`() async throws {
        let (world, role, alice) = try await Self.made()
        let session = try #require(try await Self.assume(world, by: alice).session)
        #expect(world.refusal(of: session.token) == nil)
        _ = try await world.directory.write { (transaction: inout Transaction) throws(Refusal) in
            transaction.delete(role)
        }
        #expect(world.refusal(of: session.token)?.code == "InvalidClientTokenId")
        try await world.addRole("deploy", path: "/services/")
        #expect(world.refusal(of: session.token)?.code == "InvalidClientTokenId")
    }
}
