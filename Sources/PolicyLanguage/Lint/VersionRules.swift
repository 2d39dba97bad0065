/// What a policy's version means for it.
enum VersionRules {
    static func findings(in document: PolicyDocument, _ statements: [LintedStatement]) -> [PolicyFinding] {
        guard document.version != .v2012 else { return [] }
        let texts = statements.flatMap { statement -> [LocatedText] in
            (statement.statement.resource?.values ?? []) + statement.statement.conditions.flatMap(\.values)
        }
        var findings: [PolicyFinding] = []
        if document.version == nil {
            findings.append(
                PolicyFinding(
                    .missingVersion,
                    at: TextPosition(line: 1, column: 1),
                    "the policy names no version and is read as one of 2008-10-17",
                    fix: "add `\"Version\": \"2012-10-17\"`"
                )
            )
        }
        return findings
            + texts.filter { $0.text.contains("${") }.map { text in
                PolicyFinding(
                    .variableInOldVersion,
                    at: text.position,
                    "\(PolicyError.quoted(text.text)) is taken letter by letter: variables need version 2012-10-17",
                    fix: "set `\"Version\": \"2012-10-17\"`, or write the text without `${`"
                )
            }
    }
}
