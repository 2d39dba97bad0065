import Foundation
import Testing

/// `postern policy test`: cases that are decided without a daemon.
@Suite struct PolicyTestTests {
    private static let suite = """
        policies:
          readers:
            Version: 2012-10-17
            Statement:
              - Sid: Read
                Effect: Allow
                Action: [s3:GetObject, "s3:List*"]
                Resource: arn:aws:s3:::orders/${aws:username}/*
          no-archive: {file: no-archive.json}
        defaults:
          principal: arn:aws:iam::123456789012:user/alice
          identity_policies: [readers, no-archive]
          context: {"aws:MultiFactorAuthPresent": true}
        cases:
          - id: alice reads her own
            action: s3:GetObject
            resource: arn:aws:s3:::orders/alice/1
            expect: ALLOW
          - id: alice does not read bob's
            action: s3:GetObject
            resource: arn:aws:s3:::orders/bob/1
            expect: IMPLICIT_DENY
          - id: nobody reads the archive
            action: s3:GetObject
            resource: arn:aws:s3:::orders/alice/archive
            expect: EXPLICIT_DENY
          - id: nor without a second factor
            action: s3:GetObject
            resource: arn:aws:s3:::orders/alice/1
            context: {"AWS:multifactorauthpresent": false}
            expect: EXPLICIT_DENY

        """

    private static let noArchive = """
        {"Version": "2012-10-17", "Statement": [
          {"Sid": "NoArchive", "Effect": "Deny", "Action": "*", "Resource": "arn:aws:s3:::*/archive"},
          {"Sid": "Factor", "Effect": "Deny", "Action": "*", "Resource": "*",
           "Condition": {"Bool": {"aws:MultiFactorAuthPresent": "false"}}}]}
        """

    /// A folder with files, and what a run on one of them said.
    private static func run(_ files: [String: String], _ words: String...) async throws -> TestAccount.Outcome {
        let account = try TestAccount()
        for (name, text) in files { _ = try account.folder.write(text, to: name) }
        let paths = words.map { files.keys.contains($0) ? account.folder.file($0) : $0 }
        return try await account.postern(["policy", "test"] + paths)
    }

    @Test func `a suite whose cases are decided as expected passes`() async throws {
        let outcome = try await Self.run(["s.yaml": Self.suite, "no-archive.json": Self.noArchive], "s.yaml")
        #expect(outcome.output == "4 passed, 0 failed\n")
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
    }

    @Test func `a case that is decided otherwise fails, and tells why`() async throws {
        let suite = Self.suite.replacingOccurrences(of: "IMPLICIT_DENY", with: "ALLOW")
        let outcome = try await Self.run(["s.yaml": suite, "no-archive.json": Self.noArchive], "s.yaml")
        #expect(outcome.ending == .exit(1), "\(outcome.errors)")
        #expect(outcome.output.hasSuffix("\n3 passed, 1 failed\n"))
        for part in [
            "s.yaml:19: alice does not read bob's", "expected ALLOW, decided IMPLICIT_DENY",
            "statement `Read` of identity policy `readers` (line 5) would allow it, but its Resource is",
        ] {
            #expect(outcome.output.contains(part), "\(outcome.output)")
        }
    }

    @Test(arguments: [
        (
            "action: s3:GetObject\n    resource: arn:aws:s3:::orders/bob/1", "action: s3\n    resource: \"*\"",
            "no action"
        ),
        ("expect: IMPLICIT_DENY", "expect: DENY", "`expect` is `DENY`"),
        ("expect: IMPLICIT_DENY", "expects: IMPLICIT_DENY\n    expect: IMPLICIT_DENY", "`expects` is not known"),
        (
            "expect: IMPLICIT_DENY", "expect: IMPLICIT_DENY\n    identity_policies: [readres]",
            "no policy `readres`: the suite names `no-archive`, `readers`"
        ),
        ("expect: IMPLICIT_DENY", "expect: IMPLICIT_DENY\n    principal: alice", "`alice` is no principal"),
        ("expect: IMPLICIT_DENY", "expect: IMPLICIT_DENY\n    session_policy: {Version: 2012-10-17}", "no `Statement`"),
    ])
    func `a case that cannot be read fails alone`(old: String, new: String, reason: String) async throws {
        let suite = Self.suite.replacingOccurrences(of: old, with: new)
        let outcome = try await Self.run(["s.yaml": suite, "no-archive.json": Self.noArchive], "s.yaml")
        #expect(outcome.ending == .exit(1), "\(outcome.errors)")
        #expect(outcome.output.contains(reason), "\(outcome.output)")
        #expect(outcome.output.hasSuffix("\n3 passed, 1 failed\n"), "\(outcome.output)")
    }

    @Test(arguments: [
        ("", "the file is empty"), ("cases: [\n", "did not find"), ("cases: []\n", "has no cases"),
        ("cases:\n  - &a {id: x}\n", "anchors and tags"), ("cases:\n  - {id: x, id: y}\n", "`id` is given twice"),
        ("tests: []\n", "`tests` is not known"), ("policies: {}\n", "the suite has no `cases`"),
        ("cases: []\n---\ncases: []\n", "a second document"), ("- \u{0}\n", "control characters"),
        (String(repeating: "[", count: 10_000), "nested deeper"), ("7\n", "not a number"),
    ])
    func `a file that is no suite could not be run`(text: String, reason: String) async throws {
        let outcome = try await Self.run(["s.yaml": text], "s.yaml")
        #expect(outcome.ending == .exit(2))
        #expect(outcome.errors.contains(reason), "\(outcome.errors)")
        #expect(!outcome.output.contains("passed"))
    }

    @Test func `a policy of a suite must be one that the daemon would store, one of a line need not`() async throws {
        let policy =
            #"{"Statement": [{"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "a:b", "Resource": "*"}]}"#
        let one = """
            {"action": "a:b", "resource": "*", "principal": "arn:aws:iam::123456789012:user/u", \
            "identity_policies": [\(policy)], "expect": "ALLOW"}
            """
        let lines = try await Self.run(["c.jsonl": one], "c.jsonl")
        #expect(lines.output == "1 passed, 0 failed\n")
        let suite = try await Self.run(["c.json": "[\(one)]"], "c.json")
        #expect(suite.ending == .exit(1))
        #expect(suite.output.contains("Principal"), "\(suite.output)")
    }

    @Test func `numbers keep their digits, and words of YAML 1-1 are texts`() async throws {
        let suite = """
            - principal: arn:aws:iam::012345678901:user/u
              resource_account: 012345678901
              action: a:b
              resource: arn:aws:a:::x
              context: {"a:n": 900000000000000001, "a:w": no}
              identity_policies:
                - Version: 2012-10-17
                  Statement:
                    Effect: Allow
                    Action: a:b
                    Resource: "*"
                    Condition:
                      NumericEquals: {"a:n": "900000000000000001"}
                      StringEquals: {"a:w": "no"}
              expect: ALLOW

            """
        let outcome = try await Self.run(["s.yml": suite], "s.yml")
        #expect(outcome.output == "1 passed, 0 failed\n", "\(outcome.errors)")
    }

    @Test func `results are written for CI systems`() async throws {
        let account = try TestAccount()
        let suite = Self.suite.replacingOccurrences(of: "alice does not read bob's", with: #""a <b> & \"c\"""#)
            .replacingOccurrences(of: "IMPLICIT_DENY", with: "ALLOW")
        let path = try account.folder.write(suite, to: "s.yaml")
        _ = try account.folder.write(Self.noArchive, to: "no-archive.json")
        let report = account.folder.file("junit.xml")
        let outcome = try await account.postern("policy", "test", path, "--junit", report, "--json")
        #expect(outcome.ending == .exit(1))
        let reader = XMLReader(account.folder.text(of: "junit.xml"))
        #expect(reader.counts == ["testsuites": 1, "testsuite": 1, "testcase": 4, "failure": 1])
        #expect(reader.names.contains(#"a <b> & "c""#))
        let json = try #require(
            try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
        )
        #expect(json["Passed"] as? Int == 3)
        #expect(json["Failed"] as? Int == 1)
        let refused = try await account.postern("policy", "test", path, "--junit", account.folder.file("no/where"))
        #expect(refused.ending == .exit(2))
    }

    @Test func `cases that others wrote are decided as they expect, or as AWS's documentation says`() async throws {
        let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let shared = ProcessInfo.processInfo.environment["POSTERN_SHARED"].map { URL(fileURLWithPath: $0) }
        let file = (shared ?? package.deletingLastPathComponent().appendingPathComponent("shared"))
            .appendingPathComponent("conformance/decisions.jsonl").path
        guard FileManager.default.fileExists(atPath: file) else {
            print("skipped: decision cases: no conformance data; set POSTERN_SHARED to the folder that holds it")
            return
        }
        let outcome = try await TestAccount().postern("policy", "test", file)
        // PolicyLanguageTests/ConformanceTests has the page that decides the one that fails.
        #expect(outcome.output.hasSuffix("\n107 passed, 1 failed\n"))
        #expect(
            outcome.output.contains("Implicit-deny-in-session-policy-denies-even-if-session-ARN-in-resource-policy")
        )
    }
}
