import Foundation
import Model
import PolicyLanguage
import Testing

/// Decision cases that others wrote, and the policies that AWS publishes.
@Suite struct ConformanceTests {
    /// Cases that AWS's documentation decides otherwise, with what it says and where.
    ///
    /// "A resource-based policy can specify the ARN of the session as a principal. In that case, the permissions from
    /// the resource-based policy are added after the session is created. The resource-based policy permissions are not
    /// limited by the session policy."
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
    static let decidedOtherwise: [String: Decision.Outcome] = [
        "sessionPolicies/Implicit-deny-in-session-policy-denies-even-if-session-ARN-in-resource-policy": .allow
    ]

    static let outcomes: [String: Decision.Outcome] = [
        "ALLOW": .allow, "EXPLICIT_DENY": .explicitDeny, "IMPLICIT_DENY": .implicitDeny,
    ]

    @Test func `decides all cases as expected, or as AWS's documentation says`() throws {
        guard let file = SharedData.file("decisions.jsonl", for: "decision cases") else { return }
        let cases = try SharedData.lines(of: file)
        #expect(cases.count == 108)
        for one in cases {
            let name = try #require(one["id"] as? String)
            let expected = Self.decidedOtherwise[name] ?? Self.outcomes[one["expect"] as? String ?? ""]
            let request = try request(of: one)
            let policies = try policies(of: one)
            #expect(Evaluator.decide(request, under: policies).outcome == expected, "\(name)")
        }
    }

    private func request(of one: [String: Any]) throws -> AccessRequest {
        try Samples.request(
            one["principal"] as? String ?? "anonymous",
            action: try #require(one["action"] as? String),
            resource: try #require(one["resource"] as? String),
            owner: one["resource_account"] as? String,
            context: try #require(one["context"] as? [String: [String]])
        )
    }

    private func policies(of one: [String: Any]) throws -> ApplicablePolicies {
        func list(_ value: Any?, _ kind: DocumentKind) throws -> [CompiledPolicy] {
            try (value as? [Any] ?? []).map { try Samples.compiled(SharedData.text(of: $0), kind, .foreign) }
        }
        func levels(_ name: String, _ kind: DocumentKind) throws -> [[CompiledPolicy]] {
            try (one[name] as? [[Any]] ?? []).map { try list($0, kind) }
        }
        var policies = ApplicablePolicies(
            identity: try list(one["identity_policies"], .identity),
            resource: try list((one["resource_policy"]).map { [$0] }, .resource),
            serviceControl: try levels("service_control_policies", .serviceControl),
            resourceControl: try levels("resource_control_policies", .resourceControl)
        )
        let boundaries = try list(one["permissions_boundaries"], .permissionsBoundary)
        if !boundaries.isEmpty { policies.permissionsBoundary = boundaries }
        if let session = one["session_policy"] { policies.session = try list([session], .session) }
        if one["action"] as? String == "sts:AssumeRole" { policies.resourceRule = .mustAllow }
        return policies
    }

    @Test func `parses, compiles and prints every policy that AWS publishes`() throws {
        guard let file = SharedData.file("aws-managed-policies.jsonl.gz", for: "managed policies") else { return }
        let policies = try SharedData.lines(of: file)
        #expect(policies.count == 1485)
        var statements = 0
        for one in policies {
            let name = try #require(one["name"] as? String)
            let text = try SharedData.text(of: try #require(one["document"]))
            let document = try PolicyDocument(parsing: text, kind: .identity)
            statements += CompiledPolicy(compiling: document).statementCount
            let printed = PolicyPrinter.print(document)
            let again = try PolicyDocument(parsing: printed, kind: .identity)
            #expect(again == document, "\(name)")
            #expect(PolicyPrinter.print(again) == printed, "\(name)")
            let findings = PolicyLinter.findings(in: document)
            // Each of the others was read and found to be so.
            #expect(findings.allSatisfy { [.securityWarning, .suggestion].contains($0.severity) }, "\(name)")
        }
        #expect(statements == 7860)
    }

    @Test func `answers the benchmark's workloads as they want`() throws {
        guard let file = SharedData.file("workload.json", for: "workloads") else { return }
        let workloads = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: [String: Any]]
        )
        for (name, one) in workloads {
            let sets = try #require(one["sets"] as? [[Any]])
            let asked = try #require(one["req"] as? [String: Any])
            let bucket = try #require(asked["bucket"] as? String)
            let key = try #require(asked["key"] as? String)
            let compiled = try sets.map { try $0.map { try Samples.compiled(SharedData.text(of: $0)) } }
            let request = try Samples.request(
                "arn:aws:iam::123456789012:user/\(try #require(asked["user"] as? String))",
                action: try #require(asked["action"] as? String),
                resource: "arn:aws:s3:::\(bucket)/\(key)",
                context: try #require(asked["ctx"] as? [String: [String]])
            )
            var policies = ApplicablePolicies(identity: compiled[0])
            if compiled.count > 1 { policies.permissionsBoundary = compiled[1] }
            #expect(Evaluator.decide(request, under: policies).isAllowed == (one["want"] as? Bool), "\(name)")
        }
    }
}
