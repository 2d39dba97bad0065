import Administration
import Directory
import Model
import Testing

struct PolicyTests {
    @Test func `makes a policy whose document stays as it was given`() async throws {
        let fixture = try await Fixture.make { $0.policies = 1 }
        let document = " " + Documents.allow + "\n"
        let request = CreatePolicyRequest(policyName: "Read", path: "/p/", policyDocument: document, description: "d")
        let policy = try #require(try await fixture.administrator.createPolicy(request, by: fixture.root).policy)
        #expect(policy.policyID.hasPrefix("ANPA") && policy.arn == Fixture.arn + "policy/p/Read")
        #expect(policy.defaultVersionID == "v1" && policy.attachmentCount == 0 && policy.description == "d")
        #expect(policy.isAttachable && policy.permissionsBoundaryUsageCount == 0)
        let version = try await fixture.administrator.getPolicyVersion(
            .init(policyARN: policy.arn, versionID: "v1"),
            by: fixture.root
        )
        #expect(version.policyVersion?.document == document && version.policyVersion?.isDefaultVersion == true)
        #expect(await refusal { try await fixture.policy("READ") }?.code == "EntityAlreadyExists")
        #expect(await refusal { try await fixture.policy("Other") }?.code == "LimitExceeded")
    }

    @Test func `names the place where a document goes wrong`() async throws {
        let fixture = try await Fixture.make()
        let document = "{\"Version\":\"2012-10-17\",\n  \"Statement\":{\"Effect\":\"Alow\"}}"
        let request = CreatePolicyRequest(policyName: "P", policyDocument: document)
        let error = await refusal { try await fixture.administrator.createPolicy(request, by: fixture.root) }
        #expect(error?.code == "MalformedPolicyDocument" && error?.message.hasPrefix("line 2, column ") == true)
    }

    @Test func `refuses a trust policy and a document of a megabyte`() async throws {
        let fixture = try await Fixture.make()
        for document in [Documents.trust, String(repeating: " ", count: 1_024 * 1_024), ""] {
            let request = CreatePolicyRequest(policyName: "P", policyDocument: document)
            let error = await refusal { try await fixture.administrator.createPolicy(request, by: fixture.root) }
            #expect(error?.code == "MalformedPolicyDocument")
        }
        #expect(fixture.snapshot.policyCount == 0)
    }

    @Test(arguments: [(6_144, true), (6_145, false)])
    func `counts a managed policy's characters without white space`(_ characters: Int, _ fits: Bool) async throws {
        let fixture = try await Fixture.make { $0.managedPolicyCharacters = min($0.managedPolicyCharacters, 6_144) }
        let filler = Documents.document(characters: 200)
        let statements = Array(repeating: #"{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}"#, count: 90)
        let start = #"{"Version":"2012-10-17","Id":""#
        let rest = #"","Statement":[\#(statements.joined(separator: ","))]}"#
        let document = start + String(repeating: "i", count: characters - start.utf8.count - rest.utf8.count) + rest
        #expect(filler.utf8.count == 200 && document.utf8.count == characters)
        let spaced = document.replacing("},{", with: "} ,\n {")
        let request = CreatePolicyRequest(policyName: "P", policyDocument: spaced)
        if fits {
            _ = try await fixture.administrator.createPolicy(request, by: fixture.root)
        } else {
            let error = await refusal { try await fixture.administrator.createPolicy(request, by: fixture.root) }
            #expect(error?.code == "LimitExceeded" && error?.message.contains("6145") == true)
            #expect(error?.message.contains("6144") == true)
        }
    }

    @Test func `numbers versions and never uses a number again`() async throws {
        let fixture = try await Fixture.make { $0.versionsPerPolicy = 3 }
        let administrator = fixture.administrator
        let arn = try await fixture.policy("P").arn
        func version(_ isDefault: Bool) async throws -> PolicyVersion? {
            fixture.clock.advance(seconds: 60)
            let document = Documents.document(action: "s3:PutObject")
            return try await administrator.createPolicyVersion(
                .init(policyARN: arn, policyDocument: document, setAsDefault: isDefault),
                by: fixture.root
            ).policyVersion
        }
        #expect(try await version(true)?.versionID == "v2")
        #expect(try await version(false)?.versionID == "v3")
        #expect(await refusal { try await version(false) }?.code == "LimitExceeded")
        let policy = try #require(try await administrator.getPolicy(.init(policyARN: arn), by: fixture.root).policy)
        #expect(policy.defaultVersionID == "v2" && policy.updateDate > policy.createDate)
        let first = try await administrator.listPolicyVersions(.init(policyARN: arn, maxItems: 2), by: fixture.root)
        #expect(first.versions.map(\.versionID) == ["v3", "v2"] && first.isTruncated)
        #expect(first.versions.allSatisfy { $0.document.isEmpty })
        let rest = ListPolicyVersionsRequest(policyARN: arn, marker: first.marker)
        #expect(try await administrator.listPolicyVersions(rest, by: fixture.root).versions.map(\.versionID) == ["v1"])
        _ = try await administrator.deletePolicyVersion(.init(policyARN: arn, versionID: "v3"), by: fixture.root)
        #expect(try await version(false)?.versionID == "v4")
    }

    @Test func `keeps the version in force`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        let arn = try await fixture.policy("P").arn
        let request = CreatePolicyVersionRequest(policyARN: arn, policyDocument: Documents.allow)
        fixture.clock.advance(seconds: 60)
        let made = fixture.clock.now
        _ = try await administrator.createPolicyVersion(request, by: fixture.root)
        // AWS: when the newest version was made, and not when one came into force.
        fixture.clock.advance(seconds: 60)
        func delete(_ version: String) async throws {
            _ = try await administrator.deletePolicyVersion(.init(policyARN: arn, versionID: version), by: fixture.root)
        }
        #expect(await refusal { try await delete("v1") }?.code == "DeleteConflict")
        #expect(await refusal { try await delete("v9") }?.code == "NoSuchEntity")
        _ = try await administrator.setDefaultPolicyVersion(.init(policyARN: arn, versionID: "v2"), by: fixture.root)
        try await delete("v1")
        let policy = try await administrator.getPolicy(.init(policyARN: arn), by: fixture.root).policy
        #expect(policy?.defaultVersionID == "v2" && policy?.updateDate == made.seconds)
        #expect(
            await refusal {
                try await administrator.setDefaultPolicyVersion(
                    .init(policyARN: arn, versionID: "v1"),
                    by: fixture.root
                )
            }?.code == "NoSuchEntity"
        )
    }

    @Test func `deletes a policy only where nobody has it and no other version is left`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        let root = fixture.root
        let arn = try await fixture.policy("P").arn
        try await fixture.user("alice")
        try await fixture.role("r")
        _ = try await administrator.attachUserPolicy(.init(userName: "alice", policyARN: arn), by: root)
        _ = try await administrator.putRolePermissionsBoundary(.init(roleName: "r", permissionsBoundary: arn), by: root)
        _ = try await administrator.createPolicyVersion(
            .init(policyARN: arn, policyDocument: Documents.allow),
            by: root
        )
        let error = await refusal { try await administrator.deletePolicy(.init(policyARN: arn), by: root) }
        #expect(error?.code == "DeleteConflict")
        #expect(
            error?.message == "policy `P` still has 1 user that has it (`alice`), 1 role that it bounds (`r`),"
                + " 1 other version (`v2`): remove that first"
        )
        _ = try await administrator.detachUserPolicy(.init(userName: "alice", policyARN: arn), by: root)
        _ = try await administrator.deleteRolePermissionsBoundary(.init(roleName: "r"), by: root)
        #expect(
            await refusal { try await administrator.deletePolicy(.init(policyARN: arn), by: root) }?.code
                == "DeleteConflict"
        )
        _ = try await administrator.deletePolicyVersion(.init(policyARN: arn, versionID: "v2"), by: root)
        _ = try await administrator.deletePolicy(.init(policyARN: arn), by: root)
        #expect(
            await refusal { try await administrator.getPolicy(.init(policyARN: arn), by: root) }?.code == "NoSuchEntity"
        )
    }

    @Test func `tells that AWS's managed policies are not built in`() async throws {
        let fixture = try await Fixture.make()
        let request = GetPolicyRequest(policyARN: "arn:aws:iam::aws:policy/IAMReadOnlyAccess")
        let error = await refusal { try await fixture.administrator.getPolicy(request, by: fixture.root) }
        #expect(error?.code == "NoSuchEntity")
        #expect(error?.message.hasSuffix("create it as a policy of this account from AWS's document") == true)
    }

    @Test func `lists policies, all or only those that somebody has`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        for name in ["c", "B", "a"] { try await fixture.policy(name) }
        try await fixture.user("alice")
        let arn = Fixture.arn + "policy/B"
        _ = try await administrator.attachUserPolicy(.init(userName: "alice", policyARN: arn), by: fixture.root)
        let all = try await administrator.listPolicies(.init(maxItems: 2), by: fixture.root)
        #expect(all.policies.map(\.policyName) == ["a", "B"] && all.isTruncated)
        let attached = try await administrator.listPolicies(.init(onlyAttached: true), by: fixture.root)
        #expect(attached.policies.map(\.policyName) == ["B"] && attached.policies[0].attachmentCount == 1)
    }

    @Test func `lists policies by what they are used for, and whose they are`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        for name in ["a", "b", "c", "d", "e"] { try await fixture.policy(name) }
        try await fixture.user("alice")
        for name in ["b", "e"] {
            let request = AttachUserPolicyRequest(userName: "alice", policyARN: Fixture.arn + "policy/\(name)")
            _ = try await administrator.attachUserPolicy(request, by: fixture.root)
        }
        let bound = PutUserPermissionsBoundaryRequest(
            userName: "alice",
            permissionsBoundary: Fixture.arn + "policy/c"
        )
        _ = try await administrator.putUserPermissionsBoundary(bound, by: fixture.root)
        func names(_ request: ListPoliciesRequest) async throws -> [String] {
            let page = try await administrator.listPolicies(request, by: fixture.root)
            #expect(page.isTruncated == !page.marker.isEmpty)
            return page.policies.map(\.policyName) + (page.isTruncated ? ["…"] : [])
        }
        #expect(try await names(.init(policyUsageFilter: .any)) == ["a", "b", "c", "d", "e"])
        #expect(try await names(.init(policyUsageFilter: .permissionsPolicy)) == ["b", "e"])
        #expect(try await names(.init(maxItems: 1, policyUsageFilter: .permissionsPolicy)) == ["b", "…"])
        #expect(try await names(.init(policyUsageFilter: .permissionsBoundary)) == ["c"])
        #expect(try await names(.init(onlyAttached: true, policyUsageFilter: .permissionsBoundary)) == [])
        #expect(try await names(.init(maxItems: 4, scope: .local)) == ["a", "b", "c", "d", "…"])
        #expect(try await names(.init(scope: .aws)) == [])
    }

    @Test func `takes no wildcard in a policy's path`() async throws {
        let fixture = try await Fixture.make()
        func create(_ path: String) async throws -> Policy? {
            let request = CreatePolicyRequest(policyName: "P", path: path, policyDocument: Documents.allow)
            return try await fixture.administrator.createPolicy(request, by: fixture.root).policy
        }
        for path in ["/*/", "/a*/", "/a/?/", "/a//b/", "/a:b/"] {
            #expect(await refusal { try await create(path) }?.code == "ValidationError", "\(path)")
        }
        #expect(try await create("/a/b/")?.arn == Fixture.arn + "policy/a/b/P")
    }

    @Test func `tells who has a policy, over pages`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        let arn = try await fixture.policy("P").arn
        try await fixture.user("u", path: "/x/")
        try await fixture.group("g")
        try await fixture.role("r")
        _ = try await administrator.attachUserPolicy(.init(userName: "u", policyARN: arn), by: fixture.root)
        _ = try await administrator.attachGroupPolicy(.init(groupName: "g", policyARN: arn), by: fixture.root)
        _ = try await administrator.attachRolePolicy(.init(roleName: "r", policyARN: arn), by: fixture.root)
        let first = try await administrator.listEntitiesForPolicy(.init(policyARN: arn, maxItems: 2), by: fixture.root)
        let rest = ListEntitiesForPolicyRequest(policyARN: arn, marker: first.marker)
        let second = try await administrator.listEntitiesForPolicy(rest, by: fixture.root)
        #expect((first.policyGroups + second.policyGroups).map(\.name) == ["g"])
        #expect((first.policyUsers + second.policyUsers).map(\.name) == ["u"])
        #expect((first.policyRoles + second.policyRoles).map(\.name) == ["r"])
        #expect(first.isTruncated && !second.isTruncated)
        let some = ListEntitiesForPolicyRequest(policyARN: arn, pathPrefix: "/x/")
        let found = try await administrator.listEntitiesForPolicy(some, by: fixture.root)
        #expect(found.policyUsers.count == 1 && found.policyGroups.isEmpty && found.policyRoles.isEmpty)
    }
    struct Filter: Sendable, CustomTestStringConvertible {
        let kind: ListEntitiesForPolicyRequest.Kind
        let usage: ListEntitiesForPolicyRequest.Usage
        let found: [String]

        var testDescription: String { "\(kind), \(usage)" }
    }

    @Test(arguments: [
        Filter(kind: .any, usage: .any, found: ["both", "bounded", "g", "has", "r", "rb"]),
        Filter(kind: .any, usage: .permissionsPolicy, found: ["both", "g", "has", "r"]),
        Filter(kind: .any, usage: .permissionsBoundary, found: ["both", "bounded", "rb"]),
        Filter(kind: .user, usage: .any, found: ["both", "bounded", "has"]),
        Filter(kind: .user, usage: .permissionsBoundary, found: ["both", "bounded"]),
        Filter(kind: .group, usage: .any, found: ["g"]),
        Filter(kind: .group, usage: .permissionsBoundary, found: []),
        Filter(kind: .role, usage: .any, found: ["r", "rb"]),
        Filter(kind: .role, usage: .permissionsPolicy, found: ["r"]),
    ])
    func `tells who has a policy by kind and by usage, each once`(_ filter: Filter) async throws {
        let fixture = try await Fixture.make()
        let (administrator, root) = (fixture.administrator, fixture.root)
        let arn = try await fixture.policy("P").arn
        let other = try await fixture.policy("other").arn
        for user in ["both", "bounded", "has", "none"] { try await fixture.user(user) }
        try await fixture.group("g")
        for role in ["r", "rb"] { try await fixture.role(role) }
        for user in ["both", "has"] {
            _ = try await administrator.attachUserPolicy(.init(userName: user, policyARN: arn), by: root)
        }
        _ = try await administrator.attachUserPolicy(.init(userName: "none", policyARN: other), by: root)
        for user in ["both", "bounded"] {
            let boundary = PutUserPermissionsBoundaryRequest(userName: user, permissionsBoundary: arn)
            _ = try await administrator.putUserPermissionsBoundary(boundary, by: root)
        }
        _ = try await administrator.attachGroupPolicy(.init(groupName: "g", policyARN: arn), by: root)
        _ = try await administrator.attachRolePolicy(.init(roleName: "r", policyARN: arn), by: root)
        let boundary = PutRolePermissionsBoundaryRequest(roleName: "rb", permissionsBoundary: arn)
        _ = try await administrator.putRolePermissionsBoundary(boundary, by: root)
        var request = ListEntitiesForPolicyRequest(policyARN: arn)
        (request.entityFilter, request.policyUsageFilter, request.maxItems) = (filter.kind, filter.usage, 2)
        var found: [PolicyEntity] = []
        repeat {
            let page = try await administrator.listEntitiesForPolicy(request, by: root)
            found += page.policyUsers + page.policyGroups + page.policyRoles
            #expect(page.isTruncated == !page.marker.isEmpty)
            request.marker = page.marker
        } while !request.marker.isEmpty
        #expect(found.map(\.name).sorted() == filter.found)
    }
}
