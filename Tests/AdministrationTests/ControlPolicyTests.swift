import Administration
import Directory
import Model
import Testing

/// The account's service and resource control policies.
struct ControlPolicyTests {
    private static let full = Documents.document(action: "*")
    private static let deny = #"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#

    private func put(
        _ fixture: Fixture,
        _ name: String,
        _ document: String = full,
        type: ControlPolicyType = .serviceControlPolicy,
        level: UInt32 = 0
    ) async throws {
        let request = PutControlPolicyRequest(type: type, level: level, policyName: name, policyDocument: document)
        _ = try await fixture.administrator.putControlPolicy(request, by: fixture.root)
    }

    private func get(_ fixture: Fixture, _ name: String, level: UInt32 = 0) async throws -> ControlPolicy {
        let request = GetControlPolicyRequest(type: .serviceControlPolicy, level: level, policyName: name)
        return try #require(
            try await fixture.administrator.getControlPolicy(request, by: fixture.root).controlPolicy
        )
    }

    private func delete(_ fixture: Fixture, _ name: String, level: UInt32 = 0) async throws {
        let request = DeleteControlPolicyRequest(type: .serviceControlPolicy, level: level, policyName: name)
        _ = try await fixture.administrator.deleteControlPolicy(request, by: fixture.root)
    }

    private func names(_ fixture: Fixture, _ request: ListControlPoliciesRequest = .init()) async throws -> [String] {
        try await fixture.administrator.listControlPolicies(request, by: fixture.root).controlPolicies.map(\.policyName)
    }

    @Test func `is put, shown as it was given, replaced and deleted`() async throws {
        let fixture = try await Fixture.make()
        let given = " " + Self.full + "\n"
        try await put(fixture, "Guard", given, level: 5)
        let made = try await get(fixture, "GUARD", level: 5)
        let now = fixture.clock.now.seconds
        #expect(
            made
                == ControlPolicy(
                    type: .serviceControlPolicy,
                    level: 5,
                    policyName: "Guard",
                    policyDocument: given,
                    createDate: now,
                    updateDate: now
                )
        )
        fixture.clock.advance(seconds: 60)
        try await put(fixture, "guard", Documents.allow, level: 5)
        let replaced = try await get(fixture, "guard", level: 5)
        // Names keep the letters that they were made with.
        #expect(replaced.policyName == "Guard" && replaced.policyDocument == Documents.allow)
        #expect(replaced.createDate == now && replaced.updateDate == now + 60)
        #expect(try await names(fixture) == ["Guard"])
        try await delete(fixture, "gUARD", level: 5)
        #expect(try await names(fixture).isEmpty)
        #expect(await refusal { try await get(fixture, "Guard", level: 5) }?.code == "NoSuchEntity")
        #expect(await refusal { try await delete(fixture, "Guard", level: 5) }?.code == "NoSuchEntity")
    }

    @Test func `lists by type and level, from the root down`() async throws {
        let fixture = try await Fixture.make()
        try await put(fixture, "b", level: 1)
        try await put(fixture, "R", Documents.resourceControl, type: .resourceControlPolicy, level: 1)
        try await put(fixture, "A", level: 1)
        try await put(fixture, "z", level: 0)
        #expect(try await names(fixture) == ["z", "A", "b", "R"])
        #expect(try await names(fixture, .init(type: .serviceControlPolicy)) == ["z", "A", "b"])
        #expect(try await names(fixture, .init(type: .resourceControlPolicy)) == ["R"])
        #expect(try await names(fixture, .init(level: UInt32Value(value: 0))) == ["z"])
        let both = ListControlPoliciesRequest(type: .serviceControlPolicy, level: UInt32Value(value: 1))
        #expect(try await names(fixture, both) == ["A", "b"])
        let far = ListControlPoliciesRequest(level: UInt32Value(value: 6))
        #expect(await refusal { try await names(fixture, far) }?.code == "ValidationError")
    }

    @Test func `a page of long documents fits a frame`() async throws {
        let fixture = try await Fixture.make()
        let long = Self.full + String(repeating: " ", count: Limits.policyBytesMax - Self.full.utf8.count)
        for level in 0..<Limits.controlLevelsMax {
            for index in 0..<Limits.controlPoliciesPerLevelMax {
                try await put(fixture, "p\(index)", long, level: level)
            }
        }
        let (administrator, root) = (fixture.administrator, fixture.root)
        var (count, marker, pages) = (0, "", 0)
        repeat {
            let page = try await administrator.listControlPolicies(.init(marker: marker, maxItems: 1_000), by: root)
            let bytes = page.controlPolicies.reduce(0) { $0 + $1.policyDocument.utf8.count }
            #expect(bytes < Limits.frameBytesMax)
            #expect(page.isTruncated == !page.marker.isEmpty)
            (count, marker, pages) = (count + page.controlPolicies.count, page.marker, pages + 1)
        } while !marker.isEmpty
        #expect(count == 30 && pages > 1)
    }

    struct Bad: Sendable, CustomTestStringConvertible {
        let name: String
        let request: PutControlPolicyRequest
        let code: String
        var part = ""

        var testDescription: String { name }
    }

    @Test(arguments: [
        Bad(
            name: "no type",
            request: .init(policyName: "a", policyDocument: full),
            code: "ValidationError",
            part: "SERVICE_CONTROL_POLICY or RESOURCE_CONTROL_POLICY"
        ),
        Bad(
            name: "a level too far",
            request: .init(type: .serviceControlPolicy, level: 6, policyName: "a", policyDocument: full),
            code: "ValidationError",
            part: "level 6 is not 0 to 5"
        ),
        Bad(
            name: "no name",
            request: .init(type: .serviceControlPolicy, policyDocument: full),
            code: "ValidationError"
        ),
        Bad(
            name: "a name with a slash",
            request: .init(type: .serviceControlPolicy, policyName: "a/b", policyDocument: full),
            code: "ValidationError"
        ),
        Bad(
            name: "no policy",
            request: .init(type: .serviceControlPolicy, policyName: "a", policyDocument: "{"),
            code: "MalformedPolicyDocument",
            part: "line 1"
        ),
        Bad(
            name: "a principal where none belongs",
            request: .init(
                type: .serviceControlPolicy,
                policyName: "a",
                policyDocument: Documents.resourceControl
            ),
            code: "MalformedPolicyDocument",
            part: "line 1"
        ),
        Bad(
            name: "no principal where one belongs",
            request: .init(type: .resourceControlPolicy, policyName: "a", policyDocument: full),
            code: "MalformedPolicyDocument",
            part: "line 1"
        ),
        Bad(
            name: "another principal than everybody",
            request: .init(
                type: .resourceControlPolicy,
                policyName: "a",
                policyDocument: Documents.resourceControl.replacing(#""*","Action"#, with: #"{"AWS":"1"},"Action"#)
            ),
            code: "MalformedPolicyDocument"
        ),
    ]) func `is refused for what is wrong with it, and nothing is stored`(_ bad: Bad) async throws {
        let fixture = try await Fixture.make()
        let before = fixture.snapshot.revision
        let found = await refusal { try await fixture.administrator.putControlPolicy(bad.request, by: fixture.root) }
        #expect(found?.code == bad.code)
        #expect(found?.message.contains(bad.part) == true || bad.part.isEmpty, "\(found as Any)")
        #expect(fixture.snapshot.revision == before)
    }

    @Test func `has at most 5,120 characters, white space not counted`() async throws {
        let fixture = try await Fixture.make()
        let longest = Documents.document(characters: 5_120)
        try await put(fixture, "a", longest + String(repeating: "\n", count: 500))
        let long = Documents.document(characters: 5_121)
        #expect(await refusal { try await put(fixture, "b", long) }?.code == "LimitExceeded")
    }

    @Test func `a level has at most five of a type`() async throws {
        let fixture = try await Fixture.make()
        for index in 0..<5 { try await put(fixture, "p\(index)") }
        let sixth = await refusal { try await put(fixture, "p5") }
        #expect(sixth?.code == "LimitExceeded")
        #expect(sixth?.message.contains("level 0 has 5 service control policies already, at most 5") == true)
        // One that is there is replaced, and other levels and types have their own five.
        try await put(fixture, "P4", Documents.allow)
        try await put(fixture, "p5", level: 1)
        try await put(fixture, "p5", Documents.resourceControl, type: .resourceControlPolicy)
    }

    @Test func `a level that would allow nothing is refused, with what to put first`() async throws {
        let fixture = try await Fixture.make()
        let first = await refusal { try await put(fixture, "No", Self.deny) }
        #expect(first?.code == "InvalidInput")
        let full = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#
        #expect(first?.message.contains(full) == true, "\(first as Any)")
        let resource = await refusal {
            try await put(
                fixture,
                "No",
                Documents.resourceControl.replacing("Allow", with: "Deny"),
                type: .resourceControlPolicy
            )
        }
        // What the message proposes is taken, for its type.
        #expect(resource?.message.contains(Documents.resourceControl) == true, "\(resource as Any)")
        try await put(fixture, "Full", full)
        try await put(fixture, "No", Self.deny)
        #expect(await refusal { try await put(fixture, "Full", Self.deny) }?.code == "InvalidInput")
        let conflict = await refusal { try await delete(fixture, "Full") }
        #expect(conflict?.code == "DeleteConflict" && conflict?.message.contains("`No`") == true)
        #expect(try await names(fixture) == ["Full", "No"])
        try await delete(fixture, "No")
        try await delete(fixture, "Full")
        #expect(try await names(fixture).isEmpty)
    }

    @Test func `a restart keeps them`() async throws {
        let fixture = try await Fixture.make()
        try await put(fixture, "Guard", level: 2)
        let reopened = try await fixture.reopened()
        #expect(try await get(reopened, "Guard", level: 2) == get(fixture, "Guard", level: 2))
    }
}
