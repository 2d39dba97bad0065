internal import ArgumentParser
internal import PolicyLanguage

extension Policies {
    struct Lint: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Look through policies without the daemon, and tell what is wrong, too wide or needless.",
            discussion: """
                Each finding has a place, a severity (error, security warning, warning, suggestion), a code, a reason and
                what would be better. An error is what keeps the daemon from storing the document.
                Exit codes: 0 nothing as grave as --fail-on was found, 1 something was, 2 a file could not be read.
                """
        )
        @Argument(help: "The files; `-` is standard input.") var files: [String]
        @Option(help: "What the policies are for.") var kind = PolicyKind.identity
        @Option(
            help: ArgumentHelp(
                "The least grave severity that is a failure.",
                discussion: "One of error, security-warning, warning and suggestion.",
                valueName: "severity"
            )
        )
        var failOn = PolicyFinding.Severity.error
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func validate() throws {
            guard !files.isEmpty else { throw ValidationError("Name a file with a policy.") }
        }

        func run() throws {
            var found: [(file: String, finding: PolicyFinding)] = []
            for file in files {
                let text = try TextFile.read(file, bytesMax: PolicyDocument.bytesMax, what: "the policy")
                found += PolicyLinter.findings(in: text, kind: kind.documentKind).map { (file, $0) }
            }
            if global.output.isJSON {
                global.output.printJSON(.object([.init(key: "Findings", value: .list(found.map(document)))]))
            } else {
                global.output.printLines(found.flatMap(lines) + [summary(found.map(\.finding))])
            }
            guard !found.contains(where: { $0.finding.severity <= failOn }) else { throw Exit.denied }
        }

        private func lines(_ file: String, _ finding: PolicyFinding) -> [String] {
            let style = global.output.style
            let place = "\(file):\(finding.position.line):\(finding.position.column): "
            let severity = style.tinted(finding.severity.rawValue, finding.severity.tone)
            return [
                PlainText.line(place) + severity + PlainText.line(" \(finding.code.rawValue): \(finding.reason)"),
                "    " + style.faint(PlainText.line(finding.fix)),
            ]
        }

        private func document(_ file: String, _ finding: PolicyFinding) -> Document {
            .object([
                .init(key: "File", value: .text(file)),
                .init(key: "Line", value: .number("\(finding.position.line)")),
                .init(key: "Column", value: .number("\(finding.position.column)")),
                .init(key: "Severity", value: .text(finding.severity.rawValue)),
                .init(key: "Code", value: .text(finding.code.rawValue)),
                .init(key: "Reason", value: .text(finding.reason)),
                .init(key: "Fix", value: .text(finding.fix)),
            ])
        }

        private func summary(_ findings: [PolicyFinding]) -> String {
            let counts = PolicyFinding.Severity.allCases.compactMap { severity -> String? in
                let count = findings.count { $0.severity == severity }
                guard count > 0 else { return nil }
                return "\(count) \(severity.rawValue)\(count == 1 ? "" : "s")"
            }
            return counts.isEmpty ? "nothing to say" : counts.joined(separator: ", ")
        }
    }

    struct Format: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Print a policy canonically, without the daemon: what is printed means the same."
        )
        @OptionGroup var document: DocumentArgument
        @Option(help: "What it is for.") var kind = PolicyKind.identity
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func run() throws {
            let text = try TextFile.read(document.file, bytesMax: PolicyDocument.bytesMax, what: "the policy")
            do {
                let parsed = try PolicyDocument(parsing: text, kind: kind.documentKind)
                StandardOutput.write(PolicyPrinter.print(parsed))
            } catch {
                throw Complaint("\(document.file):\(error.line):\(error.column)", next: error.message)
            }
        }
    }
}

extension PolicyFinding.Severity: ExpressibleByArgument {
    /// As it is typed.
    package init?(argument: String) {
        self.init(rawValue: argument.replacing("-", with: " "))
    }

    fileprivate var tone: Style.Tone {
        switch self {
        case .error, .securityWarning: .bad
        case .warning: .heading
        case .suggestion: .faint
        }
    }
}
