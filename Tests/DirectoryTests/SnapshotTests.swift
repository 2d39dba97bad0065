import Model
import Store
import Testing

@testable import Directory

@Suite struct SnapshotTests {
    private func snapshot(_ records: [any StoredRecord]) async throws -> Snapshot {
        try await Directory.open(try await Fixtures.store(records)).current
    }

    @Test func `names ignore ASCII case and nothing else`() async throws {
        let snapshot = try await snapshot([
            try Fixtures.user(1) { $0.name = "Kate" }, try Fixtures.user(2) { $0.name = "ann" },
        ])
        for name in ["Kate", "kate", "KATE"] { #expect(snapshot.user(named: name)?.name == "Kate") }
        for name in ["\u{212A}ate", "Kate ", " Kate", "Kate\u{301}", "\u{FF2B}ate", "Kat", "", "Kate\0"] {
            #expect(snapshot.user(named: name) == nil)
        }
        #expect(snapshot.group(named: "kate") == nil)
    }

    @Test func `each record has its ARN and is found by it`() async throws {
        let user = try Fixtures.user(1) { ($0.name, $0.path) = ("Alice", "/staff/") }
        let (group, role, policy, device) = (
            try Fixtures.group(1), try Fixtures.role(1), try Fixtures.policy(1) { $0.path = "/a/b/" },
            Fixtures.device(1)
        )
        let snapshot = try await snapshot([user, group, role, policy, device])
        let start = "arn:aws:iam::123456789012:"
        #expect(snapshot.arn(of: user).text == start + "user/staff/Alice")
        #expect(snapshot.arn(of: group).text == start + "group/group-1")
        #expect(snapshot.arn(of: role).text == start + "role/role-1")
        #expect(snapshot.arn(of: policy).text == start + "policy/a/b/policy-1")
        #expect(snapshot.arn(of: device).text == start + "mfa/Device-1")
        #expect(snapshot.rootARN.text == start + "root")
        let session = snapshot.sessionARN(role: role, sessionName: "s-1")
        #expect(session.text == "arn:aws:sts::123456789012:assumed-role/role-1/s-1")
        #expect(session == (try ARN(parsing: session.text)) && session.resource == "assumed-role/role-1/s-1")
        #expect(session.account == "123456789012" && session.service == "sts" && session.region.isEmpty)
        #expect(snapshot.user(arn: snapshot.arn(of: user)) == user)
        #expect(snapshot.group(arn: snapshot.arn(of: group)) == group)
        #expect(snapshot.role(arn: snapshot.arn(of: role)) == role)
        #expect(snapshot.policy(arn: snapshot.arn(of: policy)) == policy)
        #expect(snapshot.mfaDevice(arn: snapshot.arn(of: device)) == device)
        #expect(snapshot.user(arn: start + "user/staff/aLICE") == user)
    }

    @Test(arguments: [
        "arn:aws:iam::123456789012:user/Alice", "arn:aws:iam::123456789012:user/Staff/Alice",
        "arn:aws:iam::123456789012:user/staff//Alice", "arn:aws:iam::123456789012:user/staff/x/Alice",
        "arn:aws:iam::123456789013:user/staff/Alice", "arn:aws:iam::aws:user/staff/Alice",
        "arn:aws-cn:iam::123456789012:user/staff/Alice", "arn:aws:sts::123456789012:user/staff/Alice",
        "arn:aws:iam:eu:123456789012:user/staff/Alice", "arn:aws:iam::123456789012:role/staff/Alice",
        "arn:aws:iam::123456789012:user/staff/", "arn:aws:iam::123456789012:user", "arn:aws:iam::123456789012:root",
        "arn:aws:iam::123456789012:user/staff/Alice ", "ARN:aws:iam::123456789012:user/staff/Alice", "user/staff/Alice",
        "arn:aws:iam::123456789012:userstaff/Alice", "", "Alice",
    ]) func `an ARN that differs is nobody's`(_ arn: String) async throws {
        let snapshot = try await snapshot([try Fixtures.user(1) { ($0.name, $0.path) = ("Alice", "/staff/") }])
        #expect(snapshot.user(arn: arn) == nil)
        #expect(snapshot.user(arn: "arn:aws:iam::123456789012:user/staff/Alice") != nil)
    }

    @Test func `lists come page by page in the order of names`() async throws {
        let names = ["b", "A", "c", "D", "a1", "Z", "e"]
        let users = try names.enumerated().map { index, name in
            try Fixtures.user(index) { ($0.name, $0.path) = (name, index % 2 == 0 ? "/even/" : "/odd/") }
        }
        let snapshot = try await snapshot(users)
        for max in 1...8 {
            var (found, marker, pages) = ([String](), String?.none, 0)
            while true {
                let page = snapshot.users(after: marker, max: max)
                found += page.items.map(\.name)
                pages += 1
                #expect(page.items.count == max || !page.isTruncated)
                guard page.isTruncated else { break }
                marker = page.items.last?.name
            }
            #expect(found == ["A", "a1", "b", "c", "D", "e", "Z"])
            #expect(pages == (7 + max - 1) / max)
        }
        #expect(snapshot.users(pathPrefix: "/odd/", after: nil, max: 10).items.map(\.name) == ["A", "D", "Z"])
        #expect(snapshot.users(pathPrefix: "/odd", after: "a", max: 1).items.map(\.name) == ["D"])
        #expect(snapshot.users(pathPrefix: "/ODD/", after: nil, max: 1).items.isEmpty)
        #expect(snapshot.users(after: "zz", max: 1).items.isEmpty)
        #expect(snapshot.users(after: nil, max: 0).isTruncated)
    }

    @Test func `a long list is cut as a short one is`() async throws {
        let users = try (0..<700).map { try Fixtures.user(($0 * 331) % 700) }
        let snapshot = try await snapshot(users)
        let sorted = users.map(\.name).sorted()
        for start in [0, 1, 350, 690] {
            let page = snapshot.users(after: start == 0 ? nil : sorted[start - 1], max: 25)
            #expect(page.items.map(\.name) == Array(sorted[start...].prefix(25)))
            #expect(page.isTruncated == (start + 25 < 700))
        }
    }

    @Test func `knows who belongs to what`() async throws {
        let (group, policy, unused) = (try Fixtures.group(1), try Fixtures.policy(1), try Fixtures.policy(2))
        let users = try (1...3).map { number in
            try Fixtures.user(number) {
                $0.groups = [group.id]
                if number > 1 { $0.attachedPolicies = [policy.id] }
                if number == 3 { $0.permissionsBoundary = policy.id }
            }
        }
        let role = try Fixtures.role(1) { ($0.attachedPolicies, $0.permissionsBoundary) = ([policy.id], policy.id) }
        let snapshot = try await snapshot([group, policy, unused, role] + users)
        #expect(Set(snapshot.members(of: group.id)) == Set(users.map(\.id)))
        #expect(snapshot.memberCount(of: group.id) == 3)
        #expect(snapshot.members(of: group.id, after: "user-1", max: 1).items == [users[1]])
        let holders = snapshot.holders(of: policy.id)
        #expect(Set(holders.users) == Set(users[1...].map(\.id)))
        #expect(holders.groups.isEmpty && holders.roles == [role.id])
        #expect(holders.boundaryUsers == [users[2].id] && holders.boundaryRoles == [role.id])
        #expect(snapshot.attachmentCount(of: policy.id) == 3 && snapshot.boundaryCount(of: policy.id) == 2)
        #expect(snapshot.holders(of: unused.id).isEmpty && !holders.isEmpty)
        #expect(snapshot.policies(onlyAttached: true, after: nil, max: 9).items == [policy])
        #expect((snapshot.userCount, snapshot.groupCount, snapshot.roleCount, snapshot.policyCount) == (3, 1, 1, 2))
    }
}
