import Authorization
import Directory
import Model
import Support

/// Accounts and questions drawn from a seed: few names, so that policies and questions meet.
struct RandomQuestions {
    var generator: SeededGenerator

    init(_ seed: Seed) {
        generator = SeededGenerator(seed)
    }

    mutating func pick<Value>(_ values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &generator)]
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &generator) < percent }

    static let users = ["alice", "bob", "carol"]
    static let actions = ["s3:GetObject", "s3:PutObject", "S3:getobject", "sqs:SendMessage", "sts:AssumeRole"]
    static let resources = [
        "*", "arn:aws:s3:::bucket/alice/k", "arn:aws:s3:::bucket/../k", "arn:aws:sqs:eu-west-1:123456789012:q",
        "arn:aws:sqs:eu-west-1:999999999999:q", SampleAccount.arn("role/orders"), SampleAccount.arn("role/none"),
    ]
    static let keys = ["aws:SourceIp", "aws:sourceip", "aws:RequestTag/Team", "k:1", "k:2"]
    static let values = ["10.1.2.3", "11.1.2.3", "alice", "red", ""]

    mutating func account() async throws -> SampleAccount {
        let account = try await SampleAccount()
        let policies = try (1...3).map { try SampleAccount.policy("P\($0)", $0, document()) }
        for policy in policies { try await account.put(policy) }
        var group = try SampleAccount.group("staff", 1, inline: [document()])
        group.attachedPolicies = [policies[0].id]
        try await account.put(group)
        for (number, name) in Self.users.enumerated() {
            try await account.put(try user(name, number, policies, group))
        }
        var role = try SampleAccount.role(
            "orders",
            1,
            trust: SampleAccount.trust(#"{"AWS":"\#(SampleAccount.arn("user/alice"))"}"#),
            inline: [document()]
        )
        if chance(50) { role.permissionsBoundary = policies[1].id }
        try await account.put(role)
        return account
    }

    mutating func user(
        _ name: String,
        _ number: Int,
        _ policies: [PolicyRecord],
        _ group: GroupRecord
    ) throws -> UserRecord {
        var user = try SampleAccount.user(name, number, inline: chance(70) ? [document()] : [])
        if chance(50) { user.attachedPolicies = [pick(policies).id] }
        if chance(50) { user.groups = [group.id] }
        if chance(30) { user.permissionsBoundary = pick(policies).id }
        if chance(50) { user.tags = [Tag(key: "Team", value: pick(Self.values))] }
        return user
    }

    mutating func document() -> String {
        let statements = (0..<Int.random(in: 1...3, using: &generator)).map { _ in statement("") }
        return #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    mutating func resourcePolicy() -> String {
        let principals = [
            #""*""#, #"{"AWS":"123456789012"}"#, #"{"AWS":"\#(SampleAccount.arn("user/alice"))"}"#,
            #"{"AWS":"\#(SampleAccount.arn("role/orders"))"}"#,
        ]
        return #"{"Version":"2012-10-17","Statement":[\#(statement(#""Principal":\#(pick(principals)),"#))]}"#
    }

    private mutating func statement(_ principal: String) -> String {
        let action = pick(["s3:*", "s3:Get*", "*", "sqs:SendMessage", "sts:*"])
        let resource = pick(["*", "arn:aws:s3:::bucket/${aws:username}/*", "arn:aws:s3:::bucket/*", "arn:aws:sqs:*"])
        let conditions = [
            "", "", #"{"IpAddress":{"aws:SourceIp":"10.0.0.0/8"}}"#, #"{"StringEquals":{"k:1":["alice","red"]}}"#,
            #"{"StringEquals":{"aws:PrincipalTag/Team":"${aws:RequestTag/Team}"}}"#,
            #"{"StringEquals":{"aws:ResourceAccount":"123456789012"}}"#, #"{"Null":{"k:2":"false"}}"#,
            #"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}"#,
            #"{"StringNotEquals":{"aws:username":"bob"}}"#,
        ]
        let condition = pick(conditions)
        return #"{\#(principal)"Effect":"\#(chance(75) ? "Allow" : "Deny")","Action":"\#(action)","#
            + #""Resource":"\#(resource)"\#(condition.isEmpty ? "" : #","Condition":\#(condition)"#)}"#
    }

    mutating func principal() -> String {
        pick(
            Self.users.map { SampleAccount.arn("user/\($0)") } + [
                SampleAccount.sessionARN("orders/host-7"), SampleAccount.sessionARN("orders/host-8"),
                SampleAccount.arn("root"),
            ]
        )
    }

    mutating func context() -> [ContextEntry] {
        (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            let key = chance(3) ? "aws:username" : pick(Self.keys)
            return ContextEntry(key: key, values: chance(90) ? [pick(Self.values)] : [])
        }
    }

    /// Mostly a question; sometimes one that is refused.
    mutating func question() -> AuthorizeRequest {
        AuthorizeRequest(
            action: chance(97) ? pick(Self.actions) : "s3",
            resource: chance(97) ? pick(Self.resources) : "bucket",
            context: context(),
            resourcePolicy: chance(30) ? resourcePolicy() : chance(3) ? "{" : "",
            resourceAccount: chance(10) ? pick(["123456789012", "999999999999", "1"]) : ""
        )
    }

    mutating func session() -> SessionFacts? {
        chance(50) ? SampleAccount.session(mfaAt: chance(50) ? SampleAccount.now : nil) : nil
    }
}

/// An answer or a refusal, to compare.
enum Outcome: Equatable {
    case answered(DecisionOutcome, [StatementReference])
    case refused(code: String, message: String)

    init(_ result: BatchResult) {
        self =
            result.errorCode.isEmpty
            ? .answered(result.decision, result.statements)
            : .refused(code: result.errorCode, message: result.errorMessage)
    }

    init(_ body: () throws(Refusal) -> AuthorizeResponse) {
        do throws(Refusal) {
            let response = try body()
            self = .answered(response.decision, response.statements)
        } catch {
            self = .refused(code: error.code, message: error.message)
        }
    }
}
