internal import ArgumentParser

extension Policies {
    struct Test: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Decide cases without the daemon, and tell which are not decided as expected.",
            discussion: """
                A file is a suite in YAML or JSON (`policies` with names, `defaults`, `cases`), or has one case a line
                (.jsonl). A case has `action`, `resource`, `principal` and `expect` (ALLOW, EXPLICIT_DENY or
                IMPLICIT_DENY), and may have `id`, `context`, `resource_account`, `identity_policies`,
                `permissions_boundaries`, `session_policy`, `resource_policy`, `service_control_policies` and
                `resource_control_policies`. A policy is the name of one of the suite's, {"file": PATH}, or the
                policy itself. Policies of a suite are held to what the daemon would store; those of .jsonl files are
                taken as other tools take them.
                Exit codes: 0 all passed, 1 some did not, 2 a file could not be read.
                """
        )
        @Argument(help: "The files; `-` is standard input.") var files: [String]
        @Option(help: ArgumentHelp("Also write the results to this file, as JUnit does.", valueName: "file"))
        var junit: String?
        @OptionGroup(title: "Global options") var global: GlobalOptions

        func validate() throws {
            guard !files.isEmpty else { throw ValidationError("Name a file of cases.") }
        }

        func run() throws {
            var suites: [TestReport.Suite] = []
            for path in files {
                let cases = try SuiteFile(path: path).cases()
                suites.append(TestReport.Suite(name: path, results: cases.map { $0.run() }))
            }
            let report = TestReport(suites: suites)
            if let junit { try TextFile.write(JUnitReport(report).text, to: junit, what: "the JUnit report") }
            if global.output.isJSON {
                global.output.printJSON(report.document)
            } else {
                global.output.printLines(report.lines(global.output.style))
            }
            guard report.failed == 0 else { throw Exit.denied }
        }
    }
}
