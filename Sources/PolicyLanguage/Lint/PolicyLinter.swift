/// Reads a policy as a careful colleague would, and says what caught the eye.
///
/// Looks at one document: what others allow or deny beside it is not known here. Whatever it says is so for that
/// document; where it cannot tell, it says nothing.
package enum PolicyLinter {
    /// What there is to say about a text; where it is no policy of the kind, just that.
    package static func findings(in text: String, kind: DocumentKind) -> [PolicyFinding] {
        do {
            return findings(in: try PolicyDocument(parsing: text, kind: kind))
        } catch {
            let place = TextPosition(line: error.line, column: error.column)
            let fix = "mend it; nothing stores the document as it is"
            return [PolicyFinding(.malformedPolicy, at: place, error.message, fix: fix)]
        }
    }

    /// What there is to say about a valid document, in the order of its text.
    package static func findings(in document: PolicyDocument) -> [PolicyFinding] {
        var findings: [PolicyFinding] = []
        let statements = document.statements.map { LintedStatement($0, hasVariables: document.version == .v2012) }
        findings += VersionRules.findings(in: document, statements)
        for (index, statement) in statements.enumerated() {
            findings += BreadthRules.findings(in: statement, of: statements, kind: document.kind)
            findings += ConditionRules.findings(in: statement)
            findings += SpellingRules.findings(in: statement)
            findings += ResourceRules.findings(in: statement)
            findings += RedundancyRules.findings(in: statement, index, of: statements)
        }
        return findings.enumerated().sorted { left, right in
            let (one, other) = (left.element.position, right.element.position)
            return (one.line, one.column, left.offset) < (other.line, other.column, right.offset)
        }.map(\.element)
    }
}
