import Administration
import Directory
import Model
import Testing

struct PolicyHolderTests {
    @Test(arguments: Holder.allCases)
    func `attaches a policy once, however often it is asked`(_ holder: Holder) async throws {
        let fixture = try await Fixture.make()
        try await holder.make(fixture)
        let arn = try await fixture.policy("P").arn
        try await holder.attach(arn, fixture)
        let revision = fixture.snapshot.revision
        try await holder.attach(arn, fixture)
        #expect(fixture.snapshot.revision == revision)
        #expect(try await holder.attached(fixture) == [AttachedPolicy(policyName: "P", policyARN: arn)])
        #expect(await refusal { try await holder.delete(fixture) }?.code == "DeleteConflict")
        try await holder.detach(arn, fixture)
        let error = await refusal { try await holder.detach(arn, fixture) }
        #expect(error?.code == "NoSuchEntity")
        #expect(error?.message == "policy `P` is not attached to \(holder.rawValue) `x`")
        try await holder.delete(fixture)
    }

    @Test(arguments: Holder.allCases)
    func `attaches no more policies than the quota`(_ holder: Holder) async throws {
        let fixture = try await Fixture.make { $0.attachedPoliciesPerIdentity = 1 }
        try await holder.make(fixture)
        for name in ["a", "b"] { try await fixture.policy(name) }
        try await holder.attach(Fixture.arn + "policy/a", fixture)
        #expect(await refusal { try await holder.attach(Fixture.arn + "policy/b", fixture) }?.code == "LimitExceeded")
    }

    @Test(arguments: Holder.allCases)
    func `finds a policy by its ARN to the byte, its name in any case`(_ holder: Holder) async throws {
        let fixture = try await Fixture.make()
        try await holder.make(fixture)
        let request = CreatePolicyRequest(policyName: "P", path: "/a/", policyDocument: Documents.allow)
        _ = try await fixture.administrator.createPolicy(request, by: fixture.root)
        for arn in ["policy/A/P", "policy/P", "policy/a/P/", "policy/a//P"] {
            #expect(await refusal { try await holder.attach(Fixture.arn + arn, fixture) }?.code == "NoSuchEntity")
        }
        for arn in ["arn:aws:s3::\(Fixture.account):policy/a/P", Fixture.arn + "user/a/P"] {
            #expect(await refusal { try await holder.attach(arn, fixture) }?.code == "ValidationError")
        }
        try await holder.attach(Fixture.arn + "policy/a/p", fixture)
    }

    @Test(arguments: Holder.allCases)
    func `keeps inline policies by name, whichever case`(_ holder: Holder) async throws {
        let fixture = try await Fixture.make()
        try await holder.make(fixture)
        let first = " " + Documents.allow
        try await holder.put("Read", first, fixture)
        try await holder.put("also", Documents.document(action: "s3:*"), fixture)
        #expect(try await holder.names(fixture) == ["also", "Read"])
        #expect(try await holder.get("READ", fixture) == (name: "Read", document: first))
        try await holder.put("read", Documents.allow, fixture)
        #expect(try await holder.get("read", fixture) == (name: "Read", document: Documents.allow))
        #expect(await refusal { try await holder.delete(fixture) }?.code == "DeleteConflict")
        try await holder.remove("READ", fixture)
        #expect(await refusal { try await holder.remove("Read", fixture) }?.code == "NoSuchEntity")
        #expect(await refusal { try await holder.get("Read", fixture) }?.code == "NoSuchEntity")
        #expect(await refusal { try await holder.put("a b", Documents.allow, fixture) }?.code == "ValidationError")
        #expect(await refusal { try await holder.put("a", "{", fixture) }?.code == "MalformedPolicyDocument")
    }

    @Test(arguments: Holder.allCases)
    func `counts all inline policies of an identity together`(_ holder: Holder) async throws {
        let fixture = try await Fixture.make { holder.setQuota(400, &$0) }
        try await holder.make(fixture)
        try await holder.put("a", Documents.document(characters: 200), fixture)
        let error = await refusal { try await holder.put("b", Documents.document(characters: 201), fixture) }
        #expect(error?.code == "LimitExceeded" && error?.message.contains("401") == true)
        #expect(error?.message.contains("400") == true)
        try await holder.put("b", Documents.document(characters: 200) + " \n", fixture)
        // One that gives way does not count.
        try await holder.put("a", Documents.document(characters: 199), fixture)
    }

    @Test(arguments: Holder.allCases)
    func `bounds inline policies by their bytes too`(_ holder: Holder) async throws {
        let fixture = try await Fixture.make()
        try await holder.make(fixture)
        let wide = Documents.allow + String(repeating: " ", count: Limits.policyBytesMax / 2)
        try await holder.put("a", wide, fixture)
        #expect(await refusal { try await holder.put("b", wide, fixture) }?.code == "LimitExceeded")
    }

    @Test(arguments: Holder.allCases)
    func `knows nothing of identities that are not there`(_ holder: Holder) async throws {
        let fixture = try await Fixture.make()
        let arn = try await fixture.policy("P").arn
        #expect(await refusal { try await holder.attach(arn, fixture) }?.code == "NoSuchEntity")
        #expect(await refusal { try await holder.attached(fixture) }?.code == "NoSuchEntity")
        #expect(await refusal { try await holder.put("a", Documents.allow, fixture) }?.code == "NoSuchEntity")
        #expect(await refusal { try await holder.names(fixture) }?.code == "NoSuchEntity")
    }
}
