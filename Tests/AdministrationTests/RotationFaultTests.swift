import Administration
import Directory
import Model
import Support
import Testing

/// What a rotation leaves behind when the machine stops in the middle of it.
struct RotationFaultTests {
    private static let request = RotateAccessKeyRequest(
        userName: "alice",
        overlapSeconds: 3_600,
        idempotencyToken: "t-1"
    )

    private func rotate(_ fixture: Fixture) async throws -> RotateAccessKeyResponse {
        try await fixture.administrator.rotateAccessKey(Self.request, by: fixture.root)
    }

    @Test(arguments: FaultyStore.Fault.allCases)
    func `a call repeated after a fault gives one new key`(_ fault: FaultyStore.Fault) async throws {
        let before = try await Fixture.make()
        try await before.user("alice")
        let old = try await before.accessKey("alice").accessKeyID
        let faulty = try await before.reopened { FaultyStore($0, fault, atWrite: 1) }
        #expect(await refusal { try await rotate(faulty) }?.status == .unavailable)
        let after = try await faulty.reopened()
        // The commit is whole or absent: the new key and the old one's schedule come together.
        let isThere = fault == .cutAfter
        #expect(after.snapshot.accessKeyCount == (isThere ? 2 : 1))
        #expect(after.snapshot.scheduledKeys.count == (isThere ? 1 : 0))
        let revision = after.snapshot.revision
        let made = try await rotate(after)
        #expect((after.snapshot.revision == revision) == isThere)
        #expect(try await rotate(after) == made)
        let listed = try await after.accessKeys("alice")
        #expect(listed.count == 2)
        #expect(listed.first { $0.accessKeyID == old }?.replacedBy == made.accessKey?.accessKeyID)
        #expect(made.accessKey?.secretAccessKey.utf8.count == 40)
    }

    @Test func `a repeated call gives the same secret after a restart`() async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        try await fixture.accessKey("alice")
        let made = try await rotate(fixture)
        #expect(try await rotate(fixture.reopened()) == made)
    }

    @Test func `a disk that refuses once takes the same call next`() async throws {
        let before = try await Fixture.make()
        try await before.user("alice")
        try await before.accessKey("alice")
        let faulty = try await before.reopened { FaultyStore($0, .refused, atWrite: 1) }
        #expect(await refusal { try await rotate(faulty) }?.status == .unavailable)
        _ = try await rotate(faulty)
        #expect(faulty.snapshot.accessKeyCount == 2)
    }
}
