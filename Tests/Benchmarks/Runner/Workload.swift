import Model
import PolicyLanguage

/// A request, the policies that decide it, and the answer: shapes such as accounts have, of our own making.
struct Workload {
    let name: String
    let identity: [String]
    var boundary: String?
    let request: AccessRequest
    let isAllowed: Bool

    static let account = "123456789012"

    /// - Throws: Where a text is none that the engine takes.
    init(
        _ name: String,
        identity: [String],
        boundary: String? = nil,
        resource: String,
        context: [(key: String, values: [String])],
        isAllowed: Bool
    ) throws {
        guard let account = AccountID(Self.account), let action = Action("s3:GetObject") else {
            throw Daemon.Failure(description: "no request for \(name)")
        }
        let arn = try ARN(parsing: "arn:aws:iam::\(Self.account):user/alice")
        let user = UserPrincipal(account: account, arn: arn, uniqueID: "AIDAEXAMPLEUSER00001", name: "alice")
        self.name = name
        self.identity = identity
        self.boundary = boundary
        self.isAllowed = isAllowed
        let facts: [(key: String, values: [String])] = [
            ("aws:username", ["alice"]), ("aws:SourceIp", ["10.1.2.3"]), ("aws:SecureTransport", ["true"]),
        ]
        self.request = AccessRequest(
            principal: .user(user),
            action: action,
            resource: resource,
            context: RequestContext(facts + context)
        )
    }

    func compiled() throws -> ApplicablePolicies {
        var policies = ApplicablePolicies(identity: try identity.map { try Self.compile($0) })
        policies.permissionsBoundary = try boundary.map { [try Self.compile($0)] }
        return policies
    }

    static func compile(_ text: String) throws -> CompiledPolicy {
        CompiledPolicy(compiling: try PolicyDocument(parsing: text, kind: .identity))
    }

    // MARK: Shapes

    static func all() throws -> [Workload] { [try one(), try many("L"), try many("LX"), try many("D"), try usual()] }

    /// One statement.
    private static func one() throws -> Workload {
        let statement = allow(#""s3:GetObject""#, "arn:aws:s3:::bucket-one/*")
        return try Workload(
            "S",
            identity: [document([statement])],
            resource: "arn:aws:s3:::bucket-one/a/file.txt",
            context: [],
            isAllowed: true
        )
    }

    /// A hundred statements in 20 documents, 30 of them with a condition: only the last allows; of `LX` by spelling
    /// its action out; in `D` a Deny in the middle hits.
    private static func many(_ name: String) throws -> Workload {
        var statements = (0..<100).map { index in
            switch index % 10 {
            case 2: conditional(index, #""IpAddress":{"aws:SourceIp":"192.168.\#(index).0/24"}"#)
            case 6: conditional(index, #""NumericLessThan":{"s3:signatureAge":"\#(index)"}"#)
            case 8: conditional(index, #""StringEquals":{"aws:username":"user-\#(index)"}"#)
            default: allow(#""s3:Get*","s3:List*""#, "arn:aws:s3:::team-\(index)-*/data/*")
            }
        }
        let last = name == "LX" ? #""s3:GetObject""# : #""s3:GetObj*""#
        statements[99] = allow(last, "arn:aws:s3:::app-data-*/reports/*")
        if name == "D" {
            statements[50] =
                #"{"Effect":"Deny","Action":["s3:Get*"],"Resource":["arn:aws:s3:::app-data-*/reports/*"]}"#
        }
        return try Workload(
            name,
            identity: (0..<20).map { document(Array(statements[$0 * 5..<$0 * 5 + 5])) },
            resource: "arn:aws:s3:::app-data-19/reports/2026/q3/summary.csv",
            context: [("s3:signatureAge", ["5000"])],
            isAllowed: name != "D"
        )
    }

    /// A user's and its group's policy, with a variable and a Deny without TLS, and a boundary.
    private static func usual() throws -> Workload {
        let tls =
            #"{"Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}"#
        let own = document([
            allow(#""s3:GetObject","s3:GetObjectVersion""#, "arn:aws:s3:::homes/${aws:username}/*"), tls,
            allow(#""s3:ListBucket""#, "arn:aws:s3:::homes"),
        ])
        let group = document([
            allow(#""s3:ListAllMyBuckets","s3:GetBucketLocation""#, "arn:aws:s3:::*"),
            allow(#""s3:GetObject""#, "arn:aws:s3:::shared/*"),
            conditional(1, #""IpAddress":{"aws:SourceIp":"10.0.0.0/8"}"#),
            #"{"Effect":"Deny","Action":["s3:DeleteBucket","s3:PutBucketPolicy"],"Resource":"*"}"#,
        ])
        let boundary = document([
            allow(#""s3:*""#, "arn:aws:s3:::*"),
            #"{"Effect":"Deny","Action":["s3:DeleteObject","s3:PutObject"],"Resource":"arn:aws:s3:::*/audit/*"}"#,
        ])
        return try Workload(
            "A",
            identity: [own, group],
            boundary: boundary,
            resource: "arn:aws:s3:::homes/alice/docs/report.pdf",
            context: [("aws:MultiFactorAuthPresent", ["true"])],
            isAllowed: true
        )
    }

    static func document(_ statements: [String]) -> String {
        #"{"Version":"2012-10-17","Statement":[\#(statements.joined(separator: ","))]}"#
    }

    private static func allow(_ actions: String, _ resource: String) -> String {
        #"{"Effect":"Allow","Action":[\#(actions)],"Resource":["\#(resource)"]}"#
    }

    private static func conditional(_ index: Int, _ condition: String) -> String {
        let actions = index.isMultiple(of: 4) ? #""s3:Get*""# : #""s3:Get*","s3:Put*""#
        return #"{"Effect":"Allow","Action":[\#(actions)],"Resource":["arn:aws:s3:::app-*/reports/*"],"#
            + #""Condition":{\#(condition)}}"#
    }
}
