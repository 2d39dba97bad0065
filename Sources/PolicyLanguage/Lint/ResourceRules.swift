/// Resources that stand for other texts than they seem to.
enum ResourceRules {
    static func findings(in statement: LintedStatement) -> [PolicyFinding] {
        guard let resource = statement.statement.resource else { return unreachable(statement) }
        return unreachable(statement)
            + resource.values.flatMap { value in
                dots(in: value) + questionMark(in: value, hasVariables: statement.hasVariables)
            }
    }

    private static func dots(in value: LocatedText) -> [PolicyFinding] {
        let segments = value.text.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.dropFirst().contains(where: { $0 == ".." || $0 == "." }) else { return [] }
        return [
            PolicyFinding(
                .dotSegmentInResource,
                at: value.position,
                "\(PolicyError.quoted(value.text)) is compared letter by letter: `.` and `..` lead nowhere else",
                fix: "write the path that is meant"
            )
        ]
    }

    private static func questionMark(in value: LocatedText, hasVariables: Bool) -> [PolicyFinding] {
        let text = WildcardText(resource: value.text, hasVariables: hasVariables)
        guard text.symbols.contains(.one) else { return [] }
        return [
            PolicyFinding(
                .questionMarkInResource,
                at: value.position,
                "each `?` in \(PolicyError.quoted(value.text)) stands for any one character, `/` included",
                fix: hasVariables ? "write `${?}` where a question mark is meant" : "spell the character out"
            )
        ]
    }

    /// All but everything is nothing.
    private static func unreachable(_ statement: LintedStatement) -> [PolicyFinding] {
        let (action, resource) = (statement.statement.action, statement.statement.resource)
        let noAction = action.isNegated && statement.actions.isEverything
        let noResource = resource?.isNegated == true && statement.resources.isEverything
        guard noAction || noResource else { return [] }
        let values = noAction ? action.values : resource?.values ?? []
        return [
            PolicyFinding(
                .unreachableStatement,
                at: values.first?.position ?? statement.position,
                "\(statement.name) applies to nothing: `\(noAction ? "NotAction" : "NotResource")` leaves out everything",
                fix: "remove the statement, or use `\(noAction ? "Action" : "Resource")`"
            )
        ]
    }
}
