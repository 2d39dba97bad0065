import Model
import PolicyLanguage
import Support

/// Policies drawn from a seed: few names, so that statements and questions meet.
struct RandomPolicies {
    private var generator: SeededGenerator

    init(_ seed: Seed) {
        generator = SeededGenerator(seed)
    }

    static let actions = ["s3:GetObject", "S3:getobject", "s3:GetObjectAcl", "s3:Put", "sqs:Send", "s:G"]
    static let resources = [
        "*", "arn:aws:s3:::bucket/alice/k", "arn:aws:s3:::bucket/bob", "arn:aws:s3:::b",
        "arn:aws:sqs:eu:123456789012:q", "arn:aws:sqs:eu:999999999999:q:r", "arn:aws:s3:::", "bucket",
    ]
    static let principals = [
        "arn:aws:iam::123456789012:user/alice", "arn:aws:sts::123456789012:assumed-role/r/s",
        "arn:aws:iam::123456789012:root", "anonymous",
    ]

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &generator)]
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    mutating func policies() throws -> ApplicablePolicies {
        var policies = ApplicablePolicies(identity: try list(.identity))
        if chance(50) { policies.permissionsBoundary = try list(.permissionsBoundary) }
        if chance(30) { policies.session = try list(.session) }
        if chance(40) { policies.resource = [try policy(.resource)] }
        if chance(20) { policies.serviceControl = [try list(.serviceControl)] }
        return policies
    }

    private mutating func list(_ kind: DocumentKind) throws -> [CompiledPolicy] {
        try (0..<Int.random(in: 0...4, using: &generator)).map { _ in try policy(kind) }
    }

    private mutating func policy(_ kind: DocumentKind) throws -> CompiledPolicy {
        let count = Int.random(in: 1...6, using: &generator)
        let statements = (0..<count).map { _ in statement(named: kind == .resource) }
        return try Samples.compiled(
            #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#,
            kind,
            .foreign
        )
    }

    private mutating func statement(named: Bool) -> String {
        let patterns = [
            "s3:*", "s3:Get*", "s3:GetObject", "S3:GETOBJECT", "*", "s*:Get*", "s3:?etObject", "s3:*Object*", "sqs:*",
            "s:*", "s3:Put", "sqs:Send",
        ]
        let actions = (0..<Int.random(in: 1...3, using: &generator)).map { _ in #""\#(pick(patterns))""# }
        let places = [
            "*", "arn:aws:s3:::bucket/${aws:username}/*", "arn:aws:s3:::bucket/*", "arn:aws:sqs:*", "arn:aws:s3:::b",
            "arn:aws:s3:::b*k", "arn:aws:*:::bucket/?ob", "arn:aws:sqs:eu:*:q", "arn:a*", "bucket",
        ]
        let resources = (0..<Int.random(in: 1...2, using: &generator)).map { _ in #""\#(pick(places))""# }
        let conditions = [
            "", "", "", #"{"StringEquals":{"k:1":"a"}}"#, #"{"StringNotEquals":{"k:1":"a"}}"#,
            #"{"StringLike":{"aws:username":"a*"}}"#, #"{"Null":{"k:1":"true"}}"#,
        ]
        let condition = pick(conditions)
        let principal = named ? #""Principal":\#(pick([#""*""#, #"{"AWS":"123456789012"}"#])),"# : ""
        return #"{\#(principal)"Effect":"\#(chance(70) ? "Allow" : "Deny")","#
            + #""\#(chance(85) ? "Action" : "NotAction")":[\#(actions.joined(separator: ","))],"#
            + #""\#(chance(85) ? "Resource" : "NotResource")":[\#(resources.joined(separator: ","))]"#
            + #"\#(condition.isEmpty ? "" : #","Condition":\#(condition)"#)}"#
    }

    mutating func context() -> [String: [String]] {
        var context: [String: [String]] = [:]
        if chance(70) { context["aws:username"] = [pick(["alice", "bob"])] }
        if chance(60) { context["k:1"] = [pick(["a", "b"])] }
        return context
    }
}
