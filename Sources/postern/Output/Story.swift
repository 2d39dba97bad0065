internal import Model

/// An explanation as a person reads it: the answer, what made it, what was looked at, and what would be needed.
struct Story {
    private let response: ExplainResponse
    private let style: Style

    init(_ response: ExplainResponse, style: Style) {
        self.response = response
        self.style = style
    }

    var lines: [String] {
        let decision = style.tinted(response.decision.word, response.decision.tone)
        var lines = [decision + (response.summary.isEmpty ? "" : ": " + PlainText.line(response.summary))]
        lines += section("Decided by", response.statements.map { [$0.sentence] })
        lines += section("Statements that were looked at, nearest to applying first", response.findings.map(found))
        if response.isTruncated {
            let rest = "the statements that are further from applying are left out: there are too many to show"
            lines += ["", style.faint(rest)]
        }
        lines += section("What an allow needs", response.needed.map { [PlainText.line($0)] })
        return lines + ["", style.faint("judged at revision \(response.revision)")]
    }

    private func found(_ finding: StatementFinding) -> [String] {
        let effect = finding.matched ? "\(finding.effect) applies" : "\(finding.effect) does not apply"
        let tone: Style.Tone = finding.matched ? (finding.effect == "Deny" ? .bad : .good) : .faint
        let place = finding.statement.map { ": \($0.sentence)" } ?? ""
        let line = finding.line == 0 ? "" : ", line \(finding.line)"
        return [style.tinted(PlainText.line(effect), tone) + place + line]
            + finding.reasons.map { "    " + PlainText.line($0) }
    }

    private func section(_ title: String, _ paragraphs: [[String]]) -> [String] {
        guard !paragraphs.isEmpty else { return [] }
        return ["", style.tinted(title, .heading)] + paragraphs.flatMap { $0.map { "  " + $0 } }
    }
}
