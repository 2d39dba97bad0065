import Administration
import Directory
import Model
import Testing

/// AWS's quotas: their defaults, and that one more is refused.
struct QuotaTests {
    // AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
    @Test func `an account begins with AWS's quotas`() async throws {
        let quotas = try await Fixture.make().snapshot.account.quotas
        let wanted: [(KeyPath<Quotas, Int>, Int)] = [
            (\.users, 5_000), (\.groups, 300), (\.roles, 1_000), (\.policies, 1_500), (\.groupsPerUser, 10),
            (\.attachedPoliciesPerIdentity, 10), (\.versionsPerPolicy, 5), (\.accessKeysPerUser, 2),
            (\.mfaDevicesPerUser, 8), (\.tagsPerEntity, 50), (\.managedPolicyCharacters, 6_144),
            (\.userInlineCharacters, 2_048), (\.groupInlineCharacters, 5_120), (\.roleInlineCharacters, 10_240),
            (\.trustPolicyCharacters, 2_048), (\.sessionPolicyCharacters, 2_048),
        ]
        for (quota, value) in wanted { #expect(quotas[keyPath: quota] == value, "\(quota)") }
    }

    /// What an account has so many of.
    enum Kind: String, CaseIterable {
        case user, group, role, policy, mfaDevice

        func setQuota(_ count: Int, _ quotas: inout Quotas) {
            switch self {
            // AWS: as many devices as users.
            case .user, .mfaDevice: quotas.users = count
            case .group: quotas.groups = count
            case .role: quotas.roles = count
            case .policy: quotas.policies = count
            }
        }

        func make(_ name: String, _ fixture: Fixture) async throws {
            switch self {
            case .user: try await fixture.user(name)
            case .group: try await fixture.group(name)
            case .role: try await fixture.role(name)
            case .policy: try await fixture.policy(name)
            case .mfaDevice:
                let request = CreateVirtualMFADeviceRequest(virtualMFADeviceName: name)
                _ = try await fixture.administrator.createVirtualMFADevice(request, by: fixture.root)
            }
        }
    }

    @Test(arguments: Kind.allCases)
    func `one more than the account's quota is refused, and nothing of it is left`(_ kind: Kind) async throws {
        let fixture = try await Fixture.make { kind.setQuota(2, &$0) }
        for name in ["a", "b"] { try await kind.make(name, fixture) }
        let revision = fixture.snapshot.revision
        #expect(await refusal { try await kind.make("c", fixture) }?.code == "LimitExceeded")
        #expect(fixture.snapshot.revision == revision)
    }

    @Test(arguments: Kind.allCases)
    func `a name is taken in every case, and kept as it was made`(_ kind: Kind) async throws {
        let fixture = try await Fixture.make()
        try await kind.make("Name", fixture)
        #expect(await refusal { try await kind.make("nAME", fixture) }?.code == "EntityAlreadyExists")
        try await kind.make("Name2", fixture)
        let names = [
            fixture.snapshot.user(named: "NAME")?.name, fixture.snapshot.group(named: "NAME")?.name,
            fixture.snapshot.role(named: "NAME")?.name, fixture.snapshot.policy(named: "NAME")?.name,
            fixture.snapshot.mfaDevice(named: "NAME")?.name,
        ].compactMap(\.self)
        // Of this kind, and of no other.
        #expect(names == ["Name"])
    }

    @Test func `one call tags or untags up to fifty`() async throws {
        let fixture = try await Fixture.make { $0.tagsPerEntity = 60 }
        let (administrator, root) = (fixture.administrator, fixture.root)
        try await fixture.user("alice")
        try await fixture.role("r")
        func tag(_ count: Int) async -> [String?] {
            let tags = (1...count).map { Tag(key: "k\($0)", value: "v") }
            let user = TagUserRequest(userName: "alice", tags: tags)
            let role = TagRoleRequest(roleName: "r", tags: tags)
            return [
                await code { _ = try await administrator.tagUser(user, by: root) },
                await code { _ = try await administrator.tagRole(role, by: root) },
            ]
        }
        func untag(_ count: Int) async -> [String?] {
            let keys = (1...count).map { "k\($0)" }
            let user = UntagUserRequest(userName: "alice", tagKeys: keys)
            let role = UntagRoleRequest(roleName: "r", tagKeys: keys)
            return [
                await code { _ = try await administrator.untagUser(user, by: root) },
                await code { _ = try await administrator.untagRole(role, by: root) },
            ]
        }
        func code(_ call: () async throws -> Void) async -> String? {
            do { try await call() } catch { return (error as? Refusal)?.code ?? "\(error)" }
            return nil
        }
        func counts() -> [Int?] {
            [fixture.snapshot.user(named: "alice")?.tags.count, fixture.snapshot.role(named: "r")?.tags.count]
        }
        #expect(await tag(51) == ["ValidationError", "ValidationError"] && counts() == [0, 0])
        #expect(await tag(50) == [nil, nil] && counts() == [50, 50])
        #expect(await untag(51) == ["ValidationError", "ValidationError"] && counts() == [50, 50])
        #expect(await untag(50) == [nil, nil] && counts() == [0, 0])
    }

    @Test func `fifty tags fit, together with those there are`() async throws {
        let fixture = try await Fixture.make()
        let tags = (1...50).map { Tag(key: "k\($0)", value: "v") }
        let request = CreateUserRequest(userName: "alice", tags: tags)
        _ = try await fixture.administrator.createUser(request, by: fixture.root)
        func tag(_ key: String) async throws {
            let request = TagUserRequest(userName: "alice", tags: [Tag(key: key, value: "w")])
            _ = try await fixture.administrator.tagUser(request, by: fixture.root)
        }
        try await tag("K50")
        #expect(await refusal { try await tag("k51") }?.code == "LimitExceeded")
        let tooMany = CreateUserRequest(userName: "bob", tags: tags + [Tag(key: "k51")])
        let error = await refusal { try await fixture.administrator.createUser(tooMany, by: fixture.root) }
        #expect(error?.code == "LimitExceeded" && fixture.snapshot.userCount == 1)
    }
}
