/// A report in the XML that CI systems read.
///
/// JUnit: https://github.com/testmoapp/junitxml
struct JUnitReport {
    private let report: TestReport

    init(_ report: TestReport) {
        self.report = report
    }

    var text: String {
        let total = report.passed + report.failed
        var lines = [
            #"<?xml version="1.0" encoding="UTF-8"?>"#,
            #"<testsuites name="postern policy test" tests="\#(total)" failures="\#(report.failed)">"#,
        ]
        for suite in report.suites {
            let name = Self.escaped(suite.name)
            lines.append(#"  <testsuite name="\#(name)" tests="\#(suite.results.count)" failures="\#(suite.failed)">"#)
            lines += suite.results.flatMap { testCase($0, in: name) }
            lines.append("  </testsuite>")
        }
        return (lines + ["</testsuites>"]).map { $0 + "\n" }.joined()
    }

    private func testCase(_ result: TestResult, in suite: String) -> [String] {
        let start = #"    <testcase name="\#(Self.escaped(result.test.name))" classname="\#(suite)""#
        guard let headline = result.headline else { return [start + "/>"] }
        let details = ([result.test.place] + result.details).map(Self.escaped).joined(separator: "\n")
        return [
            start + ">",
            #"      <failure message="\#(Self.escaped(headline))">\#(details)</failure>"#,
            "    </testcase>",
        ]
    }

    /// XML 1.0 has no way to write most controls: they become a question mark.
    private static func escaped(_ text: String) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n": escaped += "&#\(scalar.value);"
            default:
                let isWritable = scalar.value >= 0x20 && scalar.value != 0xFFFE && scalar.value != 0xFFFF
                escaped.unicodeScalars.append(isWritable ? scalar : "?")
            }
        }
        return escaped
    }
}
