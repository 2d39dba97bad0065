import Administration
import Directory
import Model
import Testing

/// Whom a trust policy names, when it is saved.
struct TrustPolicyTests {
    private static func trust(_ principals: String...) -> String {
        let list = principals.map { "\"\($0)\"" }.joined(separator: ",")
        return """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{"AWS":[\(list)]}}}
            """
    }

    private static func arn(_ resource: String) -> String { Fixture.arn + resource }

    private func create(_ fixture: Fixture, _ name: String, _ document: String) async throws {
        let request = CreateRoleRequest(roleName: name, assumeRolePolicyDocument: document)
        _ = try await fixture.administrator.createRole(request, by: fixture.root)
    }

    private func update(_ fixture: Fixture, _ name: String, _ document: String) async throws {
        let request = UpdateAssumeRolePolicyRequest(roleName: name, policyDocument: document)
        _ = try await fixture.administrator.updateAssumeRolePolicy(request, by: fixture.root)
    }

    private func bindings(_ fixture: Fixture, _ role: String) -> [TrustBindings.Binding]? {
        fixture.snapshot.role(named: role)?.trustBindings?.all
    }

    /// Principals of an account with the user `/dev/alice` and the role `/svc/App`.
    @Test(arguments: [
        (arn("user/dev/alice"), true), (arn("user/dev/Alice"), false), (arn("user/alice"), false),
        (arn("user/DEV/alice"), false), (arn("user/dev/bob"), false), (arn("role/svc/App"), true),
        (arn("role/svc/app"), false), (arn("role/App"), false), (arn("role/svc/alice"), false),
        (arn("user/svc/App"), false), ("arn:aws-cn:iam::\(Fixture.account):user/dev/alice", false),
        // As they are written: other accounts are not known, and sessions come and go.
        ("arn:aws:iam::210987654321:user/bob", true),
        ("arn:aws:sts::\(Fixture.account):assumed-role/nobody/yet", true), (arn("root"), true),
        (Fixture.account, true), ("210987654321", true), ("*", true),
        ("AIDAAAAAAAAAAAAAAAAAA", false), ("AROAAAAAAAAAAAAAAAAAA", false), ("AIDA0000000000000000", false),
    ])
    func `refuses a principal that is not in the account, and says where it stands`(
        _ principal: String,
        _ isGood: Bool
    ) async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice", path: "/dev/")
        let app = CreateRoleRequest(roleName: "App", path: "/svc/", assumeRolePolicyDocument: Documents.trust)
        _ = try await fixture.administrator.createRole(app, by: fixture.root)
        try await fixture.role("r")
        let document = Self.trust(Fixture.account, principal)
        guard !isGood else {
            try await create(fixture, "new", document)
            try await update(fixture, "r", document)
            for name in ["new", "r"] { #expect(fixture.snapshot.role(named: name)?.trustPolicy.text == document) }
            return
        }
        let created = await refusal { try await create(fixture, "new", document) }
        #expect(await refusal { try await update(fixture, "r", document) } == created)
        #expect(created?.code == "MalformedPolicyDocument" && created?.status == .invalidArgument)
        let place = "line 2, column 36: invalid principal: `\(principal)` is no user or role of this account"
        #expect(created?.message.hasPrefix(place) == true, "\(created?.message ?? "")")
        #expect(fixture.snapshot.role(named: "new") == nil)
        #expect(fixture.snapshot.role(named: "r")?.trustPolicy.text == Documents.trust)
    }

    @Test func `says which letters are meant where only their case differs`() async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        let error = await refusal { try await create(fixture, "r", Self.trust(Self.arn("user/Alice"))) }
        #expect(error?.message.hasSuffix("there is `\(Self.arn("user/alice"))`") == true)
    }

    @Test func `takes the unique ids of those who are there`() async throws {
        let fixture = try await Fixture.make()
        let (alice, role) = (try await fixture.user("alice"), try await fixture.role("r"))
        try await create(fixture, "by-id", Self.trust(alice.userID, role.roleID))
        #expect(bindings(fixture, "by-id") == [])
        _ = try await fixture.administrator.deleteUser(.init(userName: "alice"), by: fixture.root)
        let error = await refusal { try await update(fixture, "by-id", Self.trust(alice.userID)) }
        #expect(error?.code == "MalformedPolicyDocument")
    }

    @Test func `keeps the document, and beside it whom it names`() async throws {
        let fixture = try await Fixture.make()
        let (alice, app) = (try await fixture.user("alice"), try await fixture.role("App"))
        let document = Self.trust(alice.arn, app.arn, "arn:aws:iam::210987654321:user/bob") + "\n"
        try await create(fixture, "r", document)
        func isKept(_ fixture: Fixture) -> Bool {
            fixture.snapshot.role(named: "r")?.trustPolicy.text == document
                && bindings(fixture, "r")?.map { [$0.arn, $0.id.description] }
                    == [[alice.arn, alice.userID], [app.arn, app.roleID]]
        }
        #expect(isKept(fixture))
        #expect(isKept(try await fixture.reopened()))
        // Whatever else is changed, it stays.
        _ = try await fixture.administrator.tagRole(
            .init(roleName: "r", tags: [Tag(key: "k", value: "v")]),
            by: fixture.root
        )
        _ = try await fixture.administrator.updateUser(
            .init(userName: "alice", newPath: "/x/", newUserName: "alicia"),
            by: fixture.root
        )
        #expect(isKept(fixture))
    }

    @Test func `looks again when the same document is saved again`() async throws {
        let fixture = try await Fixture.make()
        let first = try await fixture.user("alice")
        let document = Self.trust(first.arn)
        try await create(fixture, "r", document)
        _ = try await fixture.administrator.deleteUser(.init(userName: "alice"), by: fixture.root)
        #expect(await refusal { try await update(fixture, "r", document) }?.code == "MalformedPolicyDocument")
        let second = try await fixture.user("alice")
        #expect(bindings(fixture, "r")?.map(\.id.description) == [first.userID])
        try await update(fixture, "r", document)
        #expect(first.userID != second.userID && bindings(fixture, "r")?.map(\.id.description) == [second.userID])
    }

    @Test func `a role may come to trust itself, but not before it is there`() async throws {
        let fixture = try await Fixture.make()
        let document = Self.trust(Self.arn("role/r"))
        #expect(await refusal { try await create(fixture, "r", document) }?.code == "MalformedPolicyDocument")
        let role = try await fixture.role("r")
        try await update(fixture, "r", document)
        #expect(bindings(fixture, "r")?.map(\.id.description) == [role.roleID])
    }

    @Test func `binds what an earlier version saved, once, and those who are not there to nobody`() async throws {
        let fixture = try await Fixture.make()
        let alice = try await fixture.user("alice")
        // More than one page, and one among them that was saved now.
        for index in 0..<70 { try await fixture.role("r\(index)") }
        let document = Self.trust(alice.arn, Self.arn("user/gone"))
        _ = try await fixture.directory.write { transaction in
            for index in 0..<70 where index != 5 {
                guard var role = transaction.snapshot.role(named: "r\(index)") else { continue }
                role.trustPolicy = PolicyText(index == 6 ? "not a policy" : document)
                role.trustBindings = nil
                transaction.put(role)
            }
        }
        let later = try await fixture.reopened()
        #expect(bindings(later, "r0") == nil && bindings(later, "r5") == [])
        #expect(try await later.administrator.bindTrustPolicies() == 69)
        for index in [0, 4, 69] {
            #expect(bindings(later, "r\(index)")?.map { [$0.arn, $0.id.description] } == [[alice.arn, alice.userID]])
        }
        #expect(bindings(later, "r5") == [] && bindings(later, "r6") == nil)
        let revision = later.snapshot.revision
        _ = try await later.administrator.bindTrustPolicies()
        #expect(later.snapshot.revision == revision)
    }
}
