import Administration
import Directory
import Model
import Testing

struct AccountTests {
    @Test func `gives the account one alias`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        func aliases() async throws -> [String] {
            try await administrator.listAccountAliases(.init(), by: fixture.root).accountAliases
        }
        #expect(try await aliases().isEmpty)
        _ = try await administrator.createAccountAlias(.init(accountAlias: "one"), by: fixture.root)
        _ = try await administrator.createAccountAlias(.init(accountAlias: "two"), by: fixture.root)
        #expect(try await aliases() == ["two"])
        let page = try await administrator.listAccountAliases(.init(maxItems: 1), by: fixture.root)
        #expect(!page.isTruncated && page.marker.isEmpty)
        #expect(
            await refusal {
                try await administrator.listAccountAliases(.init(maxItems: 1_001), by: fixture.root)
            }?.code == "ValidationError"
        )
        #expect(try await fixture.reopened().snapshot.account.alias == "two")
        let error = await refusal {
            try await administrator.deleteAccountAlias(.init(accountAlias: "one"), by: fixture.root)
        }
        #expect(error?.code == "NoSuchEntity")
        _ = try await administrator.deleteAccountAlias(.init(accountAlias: "two"), by: fixture.root)
        #expect(try await aliases().isEmpty)
    }

    @Test func `sums the account up with AWS's names`() async throws {
        let fixture = try await Fixture.make()
        for name in ["a", "b"] { try await fixture.user(name) }
        try await fixture.group("g")
        try await fixture.role("r")
        let policy = try await fixture.policy("p")
        _ = try await fixture.administrator.createPolicyVersion(
            .init(policyARN: policy.arn, policyDocument: Documents.allow),
            by: fixture.root
        )
        _ = try await fixture.administrator.createVirtualMFADevice(.init(virtualMFADeviceName: "m"), by: fixture.root)
        let entries = try await fixture.administrator.getAccountSummary(.init(), by: fixture.root).summaryMap
        #expect(entries.map(\.key) == entries.map(\.key).sorted())
        let map = Dictionary(uniqueKeysWithValues: entries.map { ($0.key, $0.value) })
        let wanted: [String: Int64] = [
            "Users": 2, "UsersQuota": 5_000, "Groups": 1, "GroupsQuota": 300, "Roles": 1, "RolesQuota": 1_000,
            "Policies": 1, "PoliciesQuota": 1_500, "GroupsPerUserQuota": 10, "AttachedPoliciesPerUserQuota": 10,
            "AccessKeysPerUserQuota": 2, "MFADevices": 1, "MFADevicesInUse": 0, "AccountMFAEnabled": 0,
            "VersionsPerPolicyQuota": 5, "PolicySizeQuota": 6_144, "PolicyVersionsInUse": 2,
        ]
        for (key, value) in wanted { #expect(map[key] == value, "\(key)") }
    }

    @Test func `gives all details in order, over pages of any size`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        let arn = try await fixture.policy("P").arn
        for name in ["b", "A"] { try await fixture.user(name) }
        try await fixture.group("g")
        try await fixture.role("r")
        _ = try await administrator.addUserToGroup(.init(groupName: "g", userName: "a"), by: fixture.root)
        _ = try await administrator.attachUserPolicy(.init(userName: "a", policyARN: arn), by: fixture.root)
        _ = try await administrator.putRolePolicy(
            .init(roleName: "r", policyName: "in", policyDocument: Documents.allow),
            by: fixture.root
        )
        for size in UInt32(1)...6 {
            var (whole, marker, pages) = (GetAccountAuthorizationDetailsResponse(), "", 0)
            repeat {
                let request = GetAccountAuthorizationDetailsRequest(marker: marker, maxItems: size)
                let page = try await administrator.getAccountAuthorizationDetails(request, by: fixture.root)
                whole.userDetailList += page.userDetailList
                whole.groupDetailList += page.groupDetailList
                whole.roleDetailList += page.roleDetailList
                whole.policies += page.policies
                marker = page.marker
                pages += 1
                #expect(page.isTruncated == !marker.isEmpty)
            } while !marker.isEmpty && pages < 10
            #expect(pages == (5 + Int(size) - 1) / Int(size))
            #expect(whole.userDetailList.map { $0.user?.userName } == ["A", "b"])
            #expect(whole.userDetailList[0].groupList == ["g"])
            #expect(whole.userDetailList[0].attachedManagedPolicies.map(\.policyARN) == [arn])
            #expect(whole.groupDetailList.map { $0.group?.groupName } == ["g"])
            #expect(whole.roleDetailList.map { $0.role?.assumeRolePolicyDocument } == [Documents.trust])
            #expect(whole.roleDetailList[0].rolePolicyList.map(\.policyDocument) == [Documents.allow])
            #expect(whole.policies.map { $0.policyVersionList.map(\.document) } == [[Documents.allow]])
        }
    }

    @Test func `gives only the kinds that are asked for`() async throws {
        let fixture = try await Fixture.make()
        try await fixture.policy("P")
        try await fixture.user("a")
        try await fixture.role("r")
        func details(_ filter: [String]) async throws -> GetAccountAuthorizationDetailsResponse {
            try await fixture.administrator.getAccountAuthorizationDetails(.init(filter: filter), by: fixture.root)
        }
        let some = try await details(["Role", "LocalManagedPolicy"])
        #expect(some.userDetailList.isEmpty && some.roleDetailList.count == 1 && some.policies.count == 1)
        #expect(try await details(["AWSManagedPolicy"]) == GetAccountAuthorizationDetailsResponse())
        #expect(await refusal { try await details(["user"]) }?.code == "ValidationError")
    }
}
