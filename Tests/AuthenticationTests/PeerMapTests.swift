import Directory
import Model
import Testing

@testable import Authentication

@Suite struct PeerMapTests {
    @Test(arguments: [
        ("uid:998=role/orders-service", PeerRule(.uid(998), actsAs: .role("orders-service"))),
        ("gid:100=user/alice", PeerRule(.gid(100), actsAs: .user("alice"))),
        ("uid:0=root", PeerRule(.uid(0), actsAs: .root)),
        ("uid:4294967294=user/a@b", PeerRule(.uid(4_294_967_294), actsAs: .user("a@b"))),
        ("gid:7=user/a=b", PeerRule(.gid(7), actsAs: .user("a=b"))),
    ])
    func `reads a rule and writes it back`(text: String, rule: PeerRule) throws {
        #expect(try PeerRule(parsing: text) == rule)
        #expect(rule.description == text)
    }

    @Test(arguments: [
        ("", 1), ("998=role/x", 1), ("pid:998=role/x", 1), ("UID:998=role/x", 1), ("uid:998", 8), ("uid:=role/x", 5),
        ("uid:-1=role/x", 5), ("uid:0998=role/x", 5), ("uid:4294967295=role/x", 5), ("uid:99999999999=role/x", 5),
        ("uid:٩=role/x", 5), ("uid: 998=role/x", 5), ("uid:998=", 9), ("uid:998=x", 9), ("uid:998=Role/x", 9),
        ("uid:998=root/", 9), ("uid:998=role/", 14), ("uid:998=role/a/b", 15), ("uid:998=role/a b", 15),
        ("uid:998=role/a\u{0}", 15), ("uid:998=role/" + String(repeating: "a", count: 65), 14),
    ])
    func `says where a rule stops being right, and shows one that is`(text: String, position: Int) {
        let error = #expect(throws: PeerRule.ParseError.self) { _ = try PeerRule(parsing: text) }
        #expect(error?.position == position)
        #expect(error?.description.contains("uid:998=role/orders-service") == true)
    }

    private static func principal(_ world: World, uid: UInt32, gid: UInt32) throws(Refusal) -> Principal {
        let peer = PeerFacts(uid: uid, gid: gid, pid: 42)
        return try world.resolver.caller(token: "", peer: peer, in: world.directory.current, at: World.start).principal
    }

    @Test func `a uid's rule comes before root's, root's before a gid's, and the first counts`() async throws {
        let rules = ["gid:100=user/alice", "uid:998=role/orders", "uid:998=root", "uid:0=user/alice", "gid:100=root"]
        let world = try await World(rules: rules)
        try await world.addUser("alice")
        try await world.addRole("orders", path: "/services/")
        let account = "arn:aws:iam::123456789012"
        let cases: [(uid: UInt32, gid: UInt32, arn: String?)] = [
            (998, 100, "arn:aws:sts::123456789012:assumed-role/orders/uid-998"), (0, 100, "\(account):user/alice"),
            (990, 100, "\(account):root"), (1_000, 100, "\(account):user/alice"), (1_000, 101, nil),
        ]
        for peer in cases { #expect(try Self.principal(world, uid: peer.uid, gid: peer.gid).arn?.text == peer.arn) }
    }

    @Test(arguments: [(0, true), (990, true), (991, false)] as [(UInt32, Bool)])
    func `root and the daemon's own uid are the account's root user unless that is switched off`(
        uid: UInt32,
        isRoot: Bool
    ) async throws {
        let world = try await World()
        let root = Principal.root(world.directory.current.account.id, arn: world.directory.current.rootARN)
        #expect(try Self.principal(world, uid: uid, gid: 7) == (isRoot ? root : .anonymous))
        let closed = try await World(rootPeers: false)
        #expect(try Self.principal(closed, uid: uid, gid: 7) == .anonymous)
    }

    @Test func `a peer with a role has a session of it that no token carries`() async throws {
        let world = try await World(rules: ["uid:998=role/orders"])
        let role = try await world.addRole("orders", path: "/services/")
        let caller = try world.caller("", uid: 998)
        let principal = RoleSessionPrincipal(role, sessionName: "uid-998", in: world.directory.current)
        #expect(caller.principal == .roleSession(principal))
        #expect(principal.roleARN.text == "arn:aws:iam::123456789012:role/services/orders")
        #expect(caller.session?.credential == .peer)
        let identity = try await world.authenticator.getCallerIdentity(GetCallerIdentityRequest(), by: caller)
        #expect(identity.userID == "\(role.id):uid-998")
        #expect(identity.expiration == 0)
        let refused = await refusal { () throws(Refusal) in
            try await world.authenticator.signOut(SignOutRequest(), by: caller)
        }
        #expect(refused?.code == "ValidationError")
    }

    @Test(arguments: ["user", "role"])
    func `a rule that names what is not there refuses the peer and names itself`(_ kind: String) async throws {
        let world = try await World(rules: ["uid:998=\(kind)/ghost"])
        for _ in 0..<2 {
            let refused = await refusal { () throws(Refusal) in try world.caller("", uid: 998) }
            #expect(refused?.status == .unauthenticated)
            #expect(refused?.message.contains("uid:998=\(kind)/ghost") == true)
        }
        #expect(try world.caller("", uid: 999).principal == .anonymous)
        if kind == "user" { try await world.addUser("Ghost") } else { try await world.addRole("Ghost") }
        #expect(try world.caller("", uid: 998).principal != .anonymous)
    }

    @Test func `a token counts before the peer's rule`() async throws {
        let world = try await World(rules: ["uid:1000=root"])
        try await world.addUser("alice")
        let token = try await world.session("alice").token
        #expect(try world.caller(token).principal.arn?.text == "arn:aws:iam::123456789012:user/alice")
    }
}
