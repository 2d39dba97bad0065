import Administration
import Directory
import Model
import Testing

/// What all lists have in common: `Marker`, `MaxItems` and `IsTruncated`.
struct ListTests {
    /// An operation that lists, asked for one page of what `account` has.
    struct List: Sendable, CustomTestStringConvertible {
        let name: String
        /// How many items there are.
        let count: Int
        let page: @Sendable (Fixture, String, UInt32) async throws -> (count: Int, isTruncated: Bool, marker: String)
        var testDescription: String { name }
    }

    private static let policy = Fixture.arn + "policy/p0"

    /// Three of everything: alice is in three groups, and has three of all that a user may have.
    private static func account() async throws -> Fixture {
        let fixture = try await Fixture.make { $0.accessKeysPerUser = 3 }
        let (administrator, root) = (fixture.administrator, fixture.root)
        for index in 0..<3 {
            try await fixture.user(["alice", "bob", "carol"][index])
            try await fixture.group("g\(index)")
            try await fixture.role("r\(index)")
            try await fixture.policy("p\(index)")
            try await fixture.accessKey("alice")
            let device = CreateVirtualMFADeviceRequest(virtualMFADeviceName: "m\(index)")
            _ = try await administrator.createVirtualMFADevice(device, by: root)
        }
        for index in 0..<3 {
            let tags = [Tag(key: "k\(index)", value: "v")]
            let (name, arn) = ("i\(index)", Fixture.arn + "policy/p\(index)")
            _ = try await administrator.tagUser(.init(userName: "alice", tags: tags), by: root)
            _ = try await administrator.tagRole(.init(roleName: "r0", tags: tags), by: root)
            let group = AddUserToGroupRequest(groupName: "g\(index)", userName: "alice")
            _ = try await administrator.addUserToGroup(group, by: root)
            _ = try await administrator.attachUserPolicy(.init(userName: "alice", policyARN: arn), by: root)
            _ = try await administrator.attachGroupPolicy(.init(groupName: "g0", policyARN: arn), by: root)
            _ = try await administrator.attachRolePolicy(.init(roleName: "r0", policyARN: arn), by: root)
            let document = Documents.allow
            _ = try await administrator.putUserPolicy(
                .init(userName: "alice", policyName: name, policyDocument: document),
                by: root
            )
            _ = try await administrator.putGroupPolicy(
                .init(groupName: "g0", policyName: name, policyDocument: document),
                by: root
            )
            _ = try await administrator.putRolePolicy(
                .init(roleName: "r0", policyName: name, policyDocument: document),
                by: root
            )
            let control = PutControlPolicyRequest(
                type: index > 1 ? .resourceControlPolicy : .serviceControlPolicy,
                level: 5,
                policyName: "c\(index)",
                policyDocument: index > 1 ? Documents.resourceControl : document
            )
            _ = try await administrator.putControlPolicy(control, by: root)
            let version = CreatePolicyVersionRequest(policyARN: policy, policyDocument: document)
            if index > 0 { _ = try await administrator.createPolicyVersion(version, by: root) }
        }
        for name in ["bob", "carol"] {
            _ = try await administrator.addUserToGroup(.init(groupName: "g0", userName: name), by: root)
        }
        _ = try await administrator.createAccountAlias(.init(accountAlias: "alias"), by: root)
        return fixture
    }

    static let lists: [List] = [
        List(name: "ListUsers", count: 3) {
            let page = try await $0.administrator.listUsers(.init(marker: $1, maxItems: $2), by: $0.root)
            return (page.users.count, page.isTruncated, page.marker)
        },
        List(name: "ListUserTags", count: 3) {
            let request = ListUserTagsRequest(userName: "alice", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listUserTags(request, by: $0.root)
            return (page.tags.count, page.isTruncated, page.marker)
        },
        List(name: "GetGroup", count: 3) {
            let request = GetGroupRequest(groupName: "g0", marker: $1, maxItems: $2)
            let page = try await $0.administrator.getGroup(request, by: $0.root)
            return (page.users.count, page.isTruncated, page.marker)
        },
        List(name: "ListGroups", count: 3) {
            let page = try await $0.administrator.listGroups(.init(marker: $1, maxItems: $2), by: $0.root)
            return (page.groups.count, page.isTruncated, page.marker)
        },
        List(name: "ListGroupsForUser", count: 3) {
            let request = ListGroupsForUserRequest(userName: "alice", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listGroupsForUser(request, by: $0.root)
            return (page.groups.count, page.isTruncated, page.marker)
        },
        List(name: "ListRoles", count: 3) {
            let page = try await $0.administrator.listRoles(.init(marker: $1, maxItems: $2), by: $0.root)
            return (page.roles.count, page.isTruncated, page.marker)
        },
        List(name: "ListRoleTags", count: 3) {
            let request = ListRoleTagsRequest(roleName: "r0", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listRoleTags(request, by: $0.root)
            return (page.tags.count, page.isTruncated, page.marker)
        },
        List(name: "ListPolicies", count: 3) {
            let page = try await $0.administrator.listPolicies(.init(marker: $1, maxItems: $2), by: $0.root)
            return (page.policies.count, page.isTruncated, page.marker)
        },
        List(name: "ListControlPolicies", count: 3) {
            let page = try await $0.administrator.listControlPolicies(.init(marker: $1, maxItems: $2), by: $0.root)
            return (page.controlPolicies.count, page.isTruncated, page.marker)
        },
        List(name: "ListPolicyVersions", count: 3) {
            let request = ListPolicyVersionsRequest(policyARN: policy, marker: $1, maxItems: $2)
            let page = try await $0.administrator.listPolicyVersions(request, by: $0.root)
            return (page.versions.count, page.isTruncated, page.marker)
        },
        List(name: "ListEntitiesForPolicy", count: 3) {
            let request = ListEntitiesForPolicyRequest(policyARN: policy, marker: $1, maxItems: $2)
            let page = try await $0.administrator.listEntitiesForPolicy(request, by: $0.root)
            let count = page.policyUsers.count + page.policyGroups.count + page.policyRoles.count
            return (count, page.isTruncated, page.marker)
        },
        List(name: "ListAttachedUserPolicies", count: 3) {
            let request = ListAttachedUserPoliciesRequest(userName: "alice", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listAttachedUserPolicies(request, by: $0.root)
            return (page.attachedPolicies.count, page.isTruncated, page.marker)
        },
        List(name: "ListAttachedGroupPolicies", count: 3) {
            let request = ListAttachedGroupPoliciesRequest(groupName: "g0", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listAttachedGroupPolicies(request, by: $0.root)
            return (page.attachedPolicies.count, page.isTruncated, page.marker)
        },
        List(name: "ListAttachedRolePolicies", count: 3) {
            let request = ListAttachedRolePoliciesRequest(roleName: "r0", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listAttachedRolePolicies(request, by: $0.root)
            return (page.attachedPolicies.count, page.isTruncated, page.marker)
        },
        List(name: "ListUserPolicies", count: 3) {
            let request = ListUserPoliciesRequest(userName: "alice", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listUserPolicies(request, by: $0.root)
            return (page.policyNames.count, page.isTruncated, page.marker)
        },
        List(name: "ListGroupPolicies", count: 3) {
            let request = ListGroupPoliciesRequest(groupName: "g0", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listGroupPolicies(request, by: $0.root)
            return (page.policyNames.count, page.isTruncated, page.marker)
        },
        List(name: "ListRolePolicies", count: 3) {
            let request = ListRolePoliciesRequest(roleName: "r0", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listRolePolicies(request, by: $0.root)
            return (page.policyNames.count, page.isTruncated, page.marker)
        },
        List(name: "ListAccessKeys", count: 3) {
            let request = ListAccessKeysRequest(userName: "alice", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listAccessKeys(request, by: $0.root)
            return (page.accessKeyMetadata.count, page.isTruncated, page.marker)
        },
        List(name: "ListMFADevices", count: 0) {
            let request = ListMFADevicesRequest(userName: "alice", marker: $1, maxItems: $2)
            let page = try await $0.administrator.listMFADevices(request, by: $0.root)
            return (page.mfaDevices.count, page.isTruncated, page.marker)
        },
        List(name: "ListVirtualMFADevices", count: 3) {
            let page = try await $0.administrator.listVirtualMFADevices(.init(marker: $1, maxItems: $2), by: $0.root)
            return (page.virtualMFADevices.count, page.isTruncated, page.marker)
        },
        List(name: "ListAccountAliases", count: 1) {
            let page = try await $0.administrator.listAccountAliases(.init(marker: $1, maxItems: $2), by: $0.root)
            return (page.accountAliases.count, page.isTruncated, page.marker)
        },
        List(name: "GetAccountAuthorizationDetails", count: 12) {
            let request = GetAccountAuthorizationDetailsRequest(marker: $1, maxItems: $2)
            let page = try await $0.administrator.getAccountAuthorizationDetails(request, by: $0.root)
            let identities = page.userDetailList.count + page.groupDetailList.count + page.roleDetailList.count
            return (identities + page.policies.count, page.isTruncated, page.marker)
        },
    ]

    @Test func `every operation with a marker is among them`() {
        let named = Set(Self.lists.map(\.name))
        let listing = RPC.allCases.compactMap { $0.rawValue.split(separator: "/").last.map(String.init) }
            .filter { $0.hasPrefix("List") || ["GetGroup", "GetAccountAuthorizationDetails"].contains($0) }
        #expect(Set(listing) == named)
    }

    @Test(arguments: lists) func `goes on from page to page until everything was shown`(_ list: List) async throws {
        let fixture = try await Self.account()
        for size in UInt32(1)...4 {
            var (counts, marker) = ([Int](), "")
            repeat {
                let page = try await list.page(fixture, marker, size)
                #expect(page.isTruncated == !page.marker.isEmpty)
                #expect(page.count == Int(size) || !page.isTruncated)
                counts.append(page.count)
                marker = page.marker
            } while !marker.isEmpty && counts.count < 20
            #expect(counts.reduce(0, +) == list.count)
            #expect(counts.count == max(1, (list.count + Int(size) - 1) / Int(size)))
        }
        let whole = try await list.page(fixture, "", 0)
        #expect(whole.count == list.count && !whole.isTruncated && whole.marker.isEmpty)
    }

    @Test(arguments: lists) func `takes 1 to 1,000 items and its own markers only`(_ list: List) async throws {
        let fixture = try await Self.account()
        #expect(try await list.page(fixture, "", 1_000).count == list.count)
        #expect(await refusal { try await list.page(fixture, "", 1_001) }?.code == "ValidationError")
        let users = try await fixture.administrator.listUsers(.init(maxItems: 1), by: fixture.root).marker
        let groups = try await fixture.administrator.listGroups(.init(maxItems: 1), by: fixture.root).marker
        let foreign = list.name == "ListUsers" ? groups : users
        for marker in [foreign, foreign + "A", "x"] {
            #expect(await refusal { try await list.page(fixture, marker, 0) }?.code == "InvalidInput", "\(marker)")
        }
    }
}
