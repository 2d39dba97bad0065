import Administration
import Directory
import Model
import Testing

struct RoleTests {
    @Test func `makes a role with its trust policy byte for byte`() async throws {
        let fixture = try await Fixture.make()
        let trust = "\n  " + Documents.trust + "\r\n"
        let request = CreateRoleRequest(
            roleName: "App",
            path: "/svc/",
            assumeRolePolicyDocument: trust,
            description: "d"
        )
        let role = try #require(try await fixture.administrator.createRole(request, by: fixture.root).role)
        #expect(role.roleID.hasPrefix("AROA") && role.arn == Fixture.arn + "role/svc/App")
        #expect(role.assumeRolePolicyDocument == trust && role.maxSessionDuration == 3_600 && role.description == "d")
        #expect(await refusal { try await fixture.role("APP") }?.code == "EntityAlreadyExists")
    }

    @Test(arguments: ["", "{}", Documents.allow, "not json", #"{"Version":"2012-10-17","Statement":[]}"#])
    func `refuses what is no trust policy, and says where`(_ document: String) async throws {
        let fixture = try await Fixture.make()
        let request = CreateRoleRequest(roleName: "r", assumeRolePolicyDocument: document)
        let error = await refusal { try await fixture.administrator.createRole(request, by: fixture.root) }
        #expect(error?.code == "MalformedPolicyDocument" && error?.message.hasPrefix("line ") == true)
        try await fixture.role("r")
        let update = UpdateAssumeRolePolicyRequest(roleName: "r", policyDocument: document)
        let second = await refusal { try await fixture.administrator.updateAssumeRolePolicy(update, by: fixture.root) }
        #expect(second?.code == "MalformedPolicyDocument")
        #expect(fixture.snapshot.role(named: "r")?.trustPolicy.text == Documents.trust)
    }

    @Test(arguments: [
        (UInt32(0), UInt32?(3_600)), (3_599, nil), (3_600, 3_600), (43_200, 43_200), (43_201, nil), (.max, nil),
    ])
    func `takes a longest session of 1 to 12 hours`(_ seconds: UInt32, _ kept: UInt32?) async throws {
        let fixture = try await Fixture.make()
        let request = CreateRoleRequest(
            roleName: "r",
            assumeRolePolicyDocument: Documents.trust,
            maxSessionDuration: seconds
        )
        if let kept {
            let role = try await fixture.administrator.createRole(request, by: fixture.root).role
            #expect(role?.maxSessionDuration == kept)
        } else {
            let error = await refusal { try await fixture.administrator.createRole(request, by: fixture.root) }
            #expect(error?.code == "ValidationError")
        }
    }

    @Test func `counts a trust policy against its quota without white space`() async throws {
        let fixture = try await Fixture.make { $0.trustPolicyCharacters = Documents.trust.utf8.count }
        try await fixture.role("r")
        let spaced = Documents.trust.replacing(",", with: " ,\n ")
        let update = UpdateAssumeRolePolicyRequest(roleName: "r", policyDocument: spaced)
        _ = try await fixture.administrator.updateAssumeRolePolicy(update, by: fixture.root)
        #expect(fixture.snapshot.role(named: "r")?.trustPolicy.text == spaced)
        let longer = Documents.trust.replacing("sts:AssumeRole", with: "sts:AssumeRole*")
        let error = await refusal {
            try await fixture.administrator.updateAssumeRolePolicy(
                UpdateAssumeRolePolicyRequest(roleName: "r", policyDocument: longer),
                by: fixture.root
            )
        }
        #expect(error?.code == "LimitExceeded")
    }

    @Test func `changes only what an update names`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        try await fixture.role("r")
        _ = try await administrator.updateRole(
            UpdateRoleRequest(roleName: "R", description: StringValue(value: "new")),
            by: fixture.root
        )
        _ = try await administrator.updateRole(
            UpdateRoleRequest(roleName: "r", maxSessionDuration: 7_200),
            by: fixture.root
        )
        let role = try await administrator.getRole(.init(roleName: "r"), by: fixture.root).role
        #expect(role?.description == "new" && role?.maxSessionDuration == 7_200)
        _ = try await administrator.updateRole(
            UpdateRoleRequest(roleName: "r", description: StringValue(value: "")),
            by: fixture.root
        )
        #expect(try await administrator.getRole(.init(roleName: "r"), by: fixture.root).role?.description == "")
    }

    @Test func `deletes a role only without policies`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        try await fixture.role("r")
        let policy = try await fixture.policy("P")
        _ = try await administrator.attachRolePolicy(.init(roleName: "r", policyARN: policy.arn), by: fixture.root)
        let error = await refusal { try await administrator.deleteRole(.init(roleName: "r"), by: fixture.root) }
        #expect(error?.code == "DeleteConflict")
        _ = try await administrator.detachRolePolicy(.init(roleName: "r", policyARN: policy.arn), by: fixture.root)
        _ = try await administrator.deleteRole(.init(roleName: "r"), by: fixture.root)
        #expect(try await administrator.listRoles(.init(), by: fixture.root).roles.isEmpty)
    }

    @Test func `bounds users and roles by a policy of the account only`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        let root = fixture.root
        let policy = try await fixture.policy("P")
        try await fixture.role("r")
        try await fixture.user("alice")
        _ = try await administrator.putRolePermissionsBoundary(
            .init(roleName: "r", permissionsBoundary: policy.arn),
            by: root
        )
        _ = try await administrator.putUserPermissionsBoundary(
            .init(userName: "alice", permissionsBoundary: policy.arn),
            by: root
        )
        let role = try await administrator.getRole(.init(roleName: "r"), by: root).role
        #expect(role?.permissionsBoundary == policy.arn)
        #expect(
            try await administrator.getPolicy(.init(policyARN: policy.arn), by: root).policy?
                .permissionsBoundaryUsageCount == 2
        )
        for (arn, code) in [
            ("arn:aws:iam::aws:policy/ReadOnlyAccess", "NoSuchEntity"),
            ("arn:aws:iam::000000000000:policy/P", "NoSuchEntity"),
            (policy.arn + "x", "NoSuchEntity"), ("P", "ValidationError"), ("", "ValidationError"),
        ] {
            let request = PutRolePermissionsBoundaryRequest(roleName: "r", permissionsBoundary: arn)
            let error = await refusal { try await administrator.putRolePermissionsBoundary(request, by: root) }
            #expect(error?.code == code)
        }
        _ = try await administrator.deleteRolePermissionsBoundary(.init(roleName: "r"), by: root)
        let error = await refusal {
            try await administrator.deleteRolePermissionsBoundary(.init(roleName: "r"), by: root)
        }
        #expect(error?.code == "NoSuchEntity")
        _ = try await administrator.deleteUserPermissionsBoundary(.init(userName: "alice"), by: root)
        _ = try await administrator.deletePolicy(.init(policyARN: policy.arn), by: root)
    }
}
