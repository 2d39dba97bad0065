import Administration
import Directory
import Model
import Testing

struct RotationTests {
    private static let day: Int64 = 86_400

    /// An account with a user `alice` and one key.
    private func fixture(
        _ change: (inout Quotas) -> Void = { _ in }
    ) async throws -> (fixture: Fixture, old: String) {
        let fixture = try await Fixture.make(quotas: change)
        try await fixture.user("alice")
        return (fixture, try await fixture.accessKey("alice").accessKeyID)
    }

    private func rotate(
        _ fixture: Fixture,
        _ key: String = "",
        overlap: UInt32 = 3_600,
        deleteAfter: UInt32? = nil,
        replace: Bool = false,
        token: String = ""
    ) async throws -> RotateAccessKeyResponse {
        let request = RotateAccessKeyRequest(
            userName: "alice",
            accessKeyID: key,
            overlapSeconds: overlap,
            deleteAfterSeconds: deleteAfter.map { UInt32Value(value: $0) },
            replaceInactive: replace,
            idempotencyToken: token
        )
        return try await fixture.administrator.rotateAccessKey(request, by: fixture.root)
    }

    private func works(_ fixture: Fixture, _ key: String) throws -> Bool {
        let id = try #require(UniqueID(key))
        let record = try #require(fixture.snapshot.accessKey(id: id))
        return record.works(at: fixture.clock.now)
    }

    @Test func `makes the new key and schedules the old one in one commit`() async throws {
        let (fixture, old) = try await fixture()
        let before = fixture.snapshot.revision
        let rotated = try await rotate(fixture, overlap: 3_600, deleteAfter: 7_200)
        #expect(fixture.snapshot.revision == before.next)
        let new = try #require(rotated.accessKey)
        #expect(new.secretAccessKey.utf8.count == 40 && new.status == .active && new.accessKeyID != old)
        let start = fixture.clock.now.seconds
        let listed = try await fixture.accessKeys("alice")
        let previous = try #require(listed.first { $0.accessKeyID == old })
        #expect(previous == rotated.previous)
        #expect(previous.status == .active && previous.replacedBy == new.accessKeyID)
        #expect(previous.deactivationDate == start + 3_600 && previous.deletionDate == start + 10_800)
        #expect(listed.count == 2)
    }

    @Test func `the old key works for its overlap and no second longer, swept or not`() async throws {
        let (fixture, old) = try await fixture()
        let new = try #require(try await rotate(fixture, overlap: 3_600).accessKey)
        fixture.clock.advance(seconds: 3_599)
        #expect(try works(fixture, old) && works(fixture, new.accessKeyID))
        fixture.clock.advance(seconds: 1)
        #expect(try !works(fixture, old) && works(fixture, new.accessKeyID))
        #expect(try await fixture.accessKeys("alice").first { $0.accessKeyID == old }?.status == .inactive)
    }

    @Test func `without an overlap the old key is off at once, whatever the clock does`() async throws {
        let (fixture, old) = try await fixture()
        let rotated = try await rotate(fixture, overlap: 0)
        #expect(try rotated.previous?.status == .inactive && !works(fixture, old))
        fixture.clock.jump(seconds: -Self.day)
        #expect(try !works(fixture, old))
    }

    @Test(arguments: [(UInt32(7_776_000), true), (7_776_001, false), (.max, false)])
    func `takes 90 days at most`(_ seconds: UInt32, _ isGood: Bool) async throws {
        let (fixture, _) = try await fixture()
        if isGood {
            _ = try await rotate(fixture, overlap: seconds, deleteAfter: seconds)
        } else {
            #expect(await refusal { try await rotate(fixture, overlap: seconds) }?.code == "ValidationError")
            #expect(await refusal { try await rotate(fixture, deleteAfter: seconds) }?.code == "ValidationError")
            #expect(fixture.snapshot.accessKeyCount == 1)
        }
    }

    @Test func `says which of two keys may be retired, or replaces the inactive one`() async throws {
        let (fixture, old) = try await fixture()
        let second = try await fixture.accessKey("alice").accessKeyID
        #expect(await refusal { try await rotate(fixture) }?.code == "ValidationError")
        let full = await refusal { try await rotate(fixture, old, replace: true) }
        #expect(full?.code == "LimitExceeded")
        #expect(full?.message.contains("`\(old)` (active)") == true)
        #expect(full?.message.contains("`\(second)` (active)") == true)
        #expect(full?.message.hasSuffix("the quota is 2: delete one, or switch off one that nobody uses") == true)
        let update = UpdateAccessKeyRequest(userName: "alice", accessKeyID: second, status: .inactive)
        _ = try await fixture.administrator.updateAccessKey(update, by: fixture.root)
        let one = await refusal { try await rotate(fixture, old) }
        #expect(one?.code == "LimitExceeded" && one?.message.contains("`\(second)` (inactive)") == true)
        #expect(one?.message.hasSuffix("delete `\(second)`, or ask for the inactive one to be replaced") == true)
        let before = fixture.snapshot.revision
        let rotated = try await rotate(fixture, replace: true)
        #expect(fixture.snapshot.revision == before.next)
        let left = Set(try await fixture.accessKeys("alice").map(\.accessKeyID))
        let new = try #require(rotated.accessKey?.accessKeyID)
        #expect(left == [old, new])
    }

    @Test func `rotates only a key of the user that is active and in no rotation`() async throws {
        let (fixture, old) = try await fixture { $0.accessKeysPerUser = 4 }
        try await fixture.user("bob")
        let bobs = try await fixture.accessKey("bob").accessKeyID
        #expect(await refusal { try await rotate(fixture, bobs) }?.code == "NoSuchEntity")
        _ = try await rotate(fixture, old)
        #expect(await refusal { try await rotate(fixture, old) }?.code == "InvalidInput")
        let update = UpdateAccessKeyRequest(userName: "alice", accessKeyID: old, status: .inactive)
        _ = try await fixture.administrator.updateAccessKey(update, by: fixture.root)
        #expect(await refusal { try await rotate(fixture, old) }?.code == "InvalidInput")
        for key in try await fixture.accessKeys("alice") {
            let deletion = DeleteAccessKeyRequest(userName: "alice", accessKeyID: key.accessKeyID)
            _ = try await fixture.administrator.deleteAccessKey(deletion, by: fixture.root)
        }
        #expect(await refusal { try await rotate(fixture) }?.code == "NoSuchEntity")
    }

    @Test func `the same token gives the same key and secret within a day`() async throws {
        let (fixture, old) = try await fixture()
        let first = try await rotate(fixture, token: "t-1")
        fixture.clock.advance(seconds: 600)
        let revision = fixture.snapshot.revision
        #expect(try await rotate(fixture, token: "t-1") == first)
        #expect(fixture.snapshot.revision == revision)
        // Set back, the clock does not make the token forgotten either.
        fixture.clock.jump(seconds: -Self.day)
        #expect(try await rotate(fixture, token: "t-1").accessKey == first.accessKey)
        fixture.clock.advance(seconds: 2 * Self.day - 600 - 1)
        let late = try await rotate(fixture, token: "t-1")
        #expect(late.accessKey == first.accessKey && late.previous?.status == .inactive)
        fixture.clock.advance(seconds: 1)
        let delete = DeleteAccessKeyRequest(userName: "alice", accessKeyID: old)
        _ = try await fixture.administrator.deleteAccessKey(delete, by: fixture.root)
        #expect(try await rotate(fixture, token: "t-1").accessKey?.accessKeyID != first.accessKey?.accessKeyID)
    }

    @Test func `the same token for another wish is refused`() async throws {
        let (fixture, old) = try await fixture()
        _ = try await rotate(fixture, old, overlap: 60, token: "t-1")
        for call in 0..<4 {
            let error = await refusal {
                switch call {
                case 0: try await rotate(fixture, old, overlap: 61, token: "t-1")
                case 1: try await rotate(fixture, "", overlap: 60, token: "t-1")
                case 2: try await rotate(fixture, old, overlap: 60, deleteAfter: 0, token: "t-1")
                default: try await rotate(fixture, old, overlap: 60, replace: true, token: "t-1")
                }
            }
            #expect(error?.code == "InvalidInput" && error?.message.hasPrefix("the idempotency token was used") == true)
        }
        // Another token is another call, which finds two keys.
        #expect(await refusal { try await rotate(fixture, old, overlap: 60, token: "t-2") }?.code == "InvalidInput")
    }

    @Test func `a token is one user's`() async throws {
        let (fixture, _) = try await fixture()
        try await fixture.user("bob")
        try await fixture.accessKey("bob")
        let alices = try await rotate(fixture, token: "t-1")
        let request = RotateAccessKeyRequest(userName: "bob", overlapSeconds: 3_600, idempotencyToken: "t-1")
        let bobs = try await fixture.administrator.rotateAccessKey(request, by: fixture.root)
        #expect(bobs.accessKey?.userName == "bob" && bobs.accessKey?.accessKeyID != alices.accessKey?.accessKeyID)
    }

    @Test(arguments: [
        ("a", true), (String(repeating: "~", count: 64), true), (String(repeating: "~", count: 65), false),
        ("a b", false), ("é", false), ("a\n", false),
    ])
    func `takes tokens of visible ASCII`(_ token: String, _ isGood: Bool) async throws {
        let (fixture, _) = try await fixture()
        if isGood {
            _ = try await rotate(fixture, token: token)
        } else {
            #expect(await refusal { try await rotate(fixture, token: token) }?.code == "ValidationError")
        }
    }

    @Test func `calls with one token side by side make one key`() async throws {
        let (fixture, _) = try await fixture()
        let keys = try await withThrowingTaskGroup(of: AccessKey?.self) { group in
            for _ in 0..<16 { group.addTask { try await rotate(fixture, token: "t-1").accessKey } }
            return try await group.reduce(into: Set<AccessKey?>()) { $0.insert($1) }
        }
        #expect(keys.count == 1 && fixture.snapshot.accessKeyCount == 2)
    }

    @Test func `calls a rotation off while the old key works`() async throws {
        let (fixture, old) = try await fixture()
        let request = CancelRotationRequest(userName: "alice", accessKeyID: old)
        func cancel() async throws { _ = try await fixture.administrator.cancelRotation(request, by: fixture.root) }
        #expect(await refusal { try await cancel() }?.code == "InvalidInput")
        _ = try await rotate(fixture, overlap: 60, deleteAfter: 60)
        try await cancel()
        let listed = try await fixture.accessKeys("alice")
        #expect(listed.count == 2 && listed.allSatisfy { $0.status == .active && $0.replacedBy.isEmpty })
        #expect(listed.allSatisfy { $0.deactivationDate == 0 && $0.deletionDate == 0 })
        fixture.clock.advance(seconds: Self.day)
        #expect(try works(fixture, old))
        #expect(await fixture.administrator.nextSweep() == nil)
    }

    @Test func `does not call a rotation off that is over`() async throws {
        let (fixture, old) = try await fixture()
        _ = try await rotate(fixture, overlap: 60)
        fixture.clock.advance(seconds: 60)
        let request = CancelRotationRequest(userName: "alice", accessKeyID: old)
        let error = await refusal { try await fixture.administrator.cancelRotation(request, by: fixture.root) }
        #expect(error?.code == "InvalidInput")
        #expect(error?.message == "access key `\(old)` is switched off already: set it active to keep it")
        #expect(try !works(fixture, old))
    }

    @Test func `an administrator may switch a rotated key on again, which ends its schedule`() async throws {
        let (fixture, old) = try await fixture()
        _ = try await rotate(fixture, overlap: 60, deleteAfter: 60)
        fixture.clock.advance(seconds: 90)
        let update = UpdateAccessKeyRequest(userName: "alice", accessKeyID: old, status: .active)
        _ = try await fixture.administrator.updateAccessKey(update, by: fixture.root)
        fixture.clock.advance(seconds: Self.day)
        try await fixture.administrator.sweep()
        #expect(try works(fixture, old))
    }

    @Test func `setting the old key active during its overlap keeps the schedule`() async throws {
        let (fixture, old) = try await fixture()
        _ = try await rotate(fixture, overlap: 60)
        let update = UpdateAccessKeyRequest(userName: "alice", accessKeyID: old, status: .active)
        _ = try await fixture.administrator.updateAccessKey(update, by: fixture.root)
        fixture.clock.advance(seconds: 60)
        #expect(try !works(fixture, old))
    }

    @Test func `a replacement that was deleted is not named any more`() async throws {
        let (fixture, old) = try await fixture()
        let new = try #require(try await rotate(fixture).accessKey)
        let deletion = DeleteAccessKeyRequest(userName: "alice", accessKeyID: new.accessKeyID)
        _ = try await fixture.administrator.deleteAccessKey(deletion, by: fixture.root)
        let listed = try await fixture.accessKeys("alice")
        #expect(listed.map(\.accessKeyID) == [old] && listed[0].replacedBy.isEmpty && listed[0].deactivationDate > 0)
    }
}
