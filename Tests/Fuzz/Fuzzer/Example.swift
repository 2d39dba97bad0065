internal import Model
internal import PolicyLanguage

/// What policies are tried with.
enum Example {
    static let account = unwrap(AccountID("123456789012"))

    /// Allows everything.
    static let everything = CompiledPolicy(
        compiling: unwrap(
            try? PolicyDocument(
                parsing: #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
                kind: .identity
            )
        )
    )

    /// A request of lines: action, resource, then `KEY=VALUE` for each condition key.
    ///
    /// What the lines do not say is taken from the policy, as near as may be to what it is about.
    static func request(_ bytes: ArraySlice<UInt8>, for document: PolicyDocument) -> AccessRequest {
        let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line in
            String(decoding: line, as: UTF8.self)
        }
        let statement = document.statements.first
        var context = RequestContext()
        for clause in document.statements.flatMap(\.conditions) {
            context[clause.key.text] = clause.values.map { text(matching: $0.text) }
        }
        for line in lines.dropFirst(2) {
            let halves = line.split(separator: "=", maxSplits: 1)
            guard let key = halves.first else { continue }
            let values = halves.count > 1 ? halves[1].split(separator: ",").map(String.init) : nil
            context[String(key)] = values
        }
        let action =
            lines.first.flatMap { Action($0) }
            ?? statement?.action.values.first.flatMap { Action(text(matching: $0.text)) }
        let resource = lines.dropFirst().first ?? statement?.resource?.values.first.map { text(matching: $0.text) }
        return AccessRequest(
            principal: principals[bytes.count % principals.count],
            action: action ?? unwrap(Action("s3:GetObject")),
            resource: resource ?? "arn:aws:s3:::bucket/key",
            context: context
        )
    }

    /// A text that the pattern matches, but for its variables.
    private static func text(matching pattern: String) -> String {
        String(String.UnicodeScalarView(pattern.unicodeScalars.map { $0 == "*" || $0 == "?" ? "x" : $0 }))
    }

    private static let principals: [Principal] = [
        .user(
            UserPrincipal(
                account: account,
                arn: arn("iam", "user/alice"),
                uniqueID: "AIDAEXAMPLEEXAMPLE234",
                name: "alice"
            )
        ),
        .roleSession(
            RoleSessionPrincipal(
                account: account,
                arn: arn("sts", "assumed-role/orders/session"),
                roleARN: arn("iam", "role/orders"),
                roleID: "AROAEXAMPLEEXAMPLE234",
                sessionName: "session"
            )
        ),
        .root(account, arn: arn("iam", "root")),
        .federatedUser(account, arn: arn("sts", "federated-user/bob")),
        .service("lambda.amazonaws.com"),
        .anonymous,
    ]

    private static func arn(_ service: String, _ resource: String) -> ARN {
        unwrap(ARN(partition: "aws", service: service, account: account.digits, resource: resource))
    }
}
