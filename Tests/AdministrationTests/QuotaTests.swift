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
