/// What became of the cases of all files.
struct TestReport {
    struct Suite {
        let name: String
        let results: [TestResult]

        var failed: Int { results.count { !$0.hasPassed } }
    }

    let suites: [Suite]

    var passed: Int { suites.reduce(0) { $0 + $1.results.count - $1.failed } }
    var failed: Int { suites.reduce(0) { $0 + $1.failed } }

    /// The cases that failed with their explanations, and how many there were.
    func lines(_ style: Style) -> [String] {
        var lines: [String] = []
        for suite in suites {
            for result in suite.results {
                guard let headline = result.headline else { continue }
                lines.append(style.bad("FAILED") + PlainText.line(" \(result.test.place): \(result.test.name)"))
                lines += ([headline] + result.details).map { "    " + PlainText.line($0) }
            }
        }
        return lines + ["\(passed) passed, \(failed) failed"]
    }

    var document: Document {
        let cases = suites.flatMap(\.results).map { result in
            Document.object([
                .init(key: "Name", value: .text(result.test.name)),
                .init(key: "Place", value: .text(result.test.place)),
                .init(key: "Passed", value: .truth(result.hasPassed)),
                .init(
                    key: "Reasons",
                    value: .list(([result.headline].compactMap(\.self) + result.details).map { .text($0) })
                ),
            ])
        }
        return .object([
            .init(key: "Passed", value: .number("\(passed)")),
            .init(key: "Failed", value: .number("\(failed)")),
            .init(key: "Cases", value: .list(cases)),
        ])
    }
}
