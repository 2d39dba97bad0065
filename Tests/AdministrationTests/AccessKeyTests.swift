import Administration
import Directory
import Model
import Secrets
import Store
import Testing

struct AccessKeyTests {
    @Test func `shows a secret once and keeps it sealed`() async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        let key = try await fixture.accessKey("alice")
        #expect(key.accessKeyID.hasPrefix("AKIA") && key.accessKeyID.utf8.count == 20)
        #expect(key.secretAccessKey.utf8.count == 40 && key.status == .active && key.userName == "alice")
        let id = try #require(UniqueID(key.accessKeyID))
        let record = try #require(fixture.snapshot.accessKey(id: id))
        let place = Array("key/\(key.accessKeyID)".utf8)
        let opened = try SealedBox.open(record.sealedSecret, key: fixture.keys.records, associatedData: place)
        #expect(String(decoding: opened, as: UTF8.self) == key.secretAccessKey)
        for record in try await fixture.store.scan(prefix: "") {
            #expect(!String(decoding: record.value, as: UTF8.self).contains(key.secretAccessKey))
        }
        #expect(try await fixture.accessKeys("alice").map(\.accessKeyID) == [key.accessKeyID])
    }

    @Test func `gives a user two keys, and the caller its own`() async throws {
        let fixture = try await Fixture.make()
        try await fixture.user("alice")
        try await fixture.user("bob")
        let caller = try fixture.caller("alice")
        for _ in 0..<2 { _ = try await fixture.administrator.createAccessKey(.init(), by: caller) }
        let error = await refusal { try await fixture.administrator.createAccessKey(.init(), by: caller) }
        #expect(
            error?.code == "LimitExceeded" && error?.message == "user `alice` has 2 access keys, and the quota is 2"
        )
        try await fixture.accessKey("bob")
        #expect(try await fixture.administrator.listAccessKeys(.init(), by: caller).accessKeyMetadata.count == 2)
        #expect(await refusal { try await fixture.administrator.createAccessKey(.init(), by: fixture.root) } != nil)
    }

    @Test func `switches a key off and on, and deletes it`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        try await fixture.user("alice")
        let id = try await fixture.accessKey("alice").accessKeyID
        func update(_ status: AccessKeyStatus) async throws {
            let request = UpdateAccessKeyRequest(userName: "alice", accessKeyID: id, status: status)
            _ = try await administrator.updateAccessKey(request, by: fixture.root)
        }
        try await update(.inactive)
        #expect(try await fixture.accessKeys("alice").map(\.status) == [.inactive])
        try await update(.active)
        #expect(try await fixture.accessKeys("alice").map(\.status) == [.active])
        #expect(await refusal { try await update(.unspecified) }?.code == "ValidationError")
        _ = try await administrator.deleteAccessKey(.init(userName: "alice", accessKeyID: id), by: fixture.root)
        #expect(fixture.snapshot.accessKeyCount == 0)
        #expect(await refusal { try await update(.active) }?.code == "NoSuchEntity")
    }

    @Test func `another user's key is not there`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        try await fixture.user("alice")
        try await fixture.user("bob")
        let id = try await fixture.accessKey("alice").accessKeyID
        let update = UpdateAccessKeyRequest(userName: "bob", accessKeyID: id, status: .inactive)
        #expect(
            await refusal { try await administrator.updateAccessKey(update, by: fixture.root) }?.code == "NoSuchEntity"
        )
        let delete = DeleteAccessKeyRequest(userName: "bob", accessKeyID: id)
        #expect(
            await refusal { try await administrator.deleteAccessKey(delete, by: fixture.root) }?.code == "NoSuchEntity"
        )
        #expect(try await fixture.accessKeys("alice").map(\.status) == [.active])
    }

    @Test func `tells when a key was last used, and forgets it with the key`() async throws {
        let fixture = try await Fixture.make()
        let administrator = fixture.administrator
        try await fixture.user("alice")
        let key = try await fixture.accessKey("alice")
        let id = try #require(UniqueID(key.accessKeyID))
        let never = try await administrator.getAccessKeyLastUsed(.init(accessKeyID: key.accessKeyID), by: fixture.root)
        #expect(never == GetAccessKeyLastUsedResponse(userName: "alice", lastUsedDate: 0))
        var used = LastUsedRecord(id: id)
        used.usedAt = Timestamp(seconds: 99)
        let record = used
        _ = try await fixture.directory.write { $0.put(record) }
        let found = try await administrator.getAccessKeyLastUsed(.init(accessKeyID: key.accessKeyID), by: fixture.root)
        #expect(found.lastUsedDate == 99)
        _ = try await administrator.deleteAccessKey(
            .init(userName: "alice", accessKeyID: key.accessKeyID),
            by: fixture.root
        )
        #expect(fixture.snapshot.lastUsed(id: id) == nil)
        let request = GetAccessKeyLastUsedRequest(accessKeyID: key.accessKeyID)
        #expect(
            await refusal { try await administrator.getAccessKeyLastUsed(request, by: fixture.root) }?.code
                == "NoSuchEntity"
        )
    }

    @Test(arguments: [
        "", "AKIA", "AKIAAAAAAAAAAAAAAAA1", "ASIAAAAAAAAAAAAAAAAA", "AKIAAAAAAAAAAAAAAAAAA", "akiaaaaaaaaaaaaaaaaa",
    ])
    func `refuses what is no key's id`(_ text: String) async throws {
        let fixture = try await Fixture.make()
        let request = GetAccessKeyLastUsedRequest(accessKeyID: text)
        let error = await refusal { try await fixture.administrator.getAccessKeyLastUsed(request, by: fixture.root) }
        #expect(error?.code == "ValidationError")
    }
}
