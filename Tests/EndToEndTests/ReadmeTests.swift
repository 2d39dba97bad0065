import Foundation
import Model
import Testing

/// What the README promises, held against what is there.
@Suite struct ReadmeTests {
    private static let readme: String = {
        let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return (try? String(contentsOf: repository.appendingPathComponent("README.md"), encoding: .utf8)) ?? ""
    }()

    /// The tour's commands, a block after the other.
    private static var tour: String {
        let section = readme.components(separatedBy: "\n## ").first { $0.hasPrefix("A five-minute tour") } ?? ""
        let blocks = section.components(separatedBy: "\n```sh\n").dropFirst()
        return blocks.compactMap { $0.components(separatedBy: "\n```").first }.joined(separator: "\n")
    }

    @Test func `the tour of the README runs as it stands`() async throws {
        let account = try TestAccount()
        let programs = URL(fileURLWithPath: Programs.daemon).deletingLastPathComponent().path
        // `! COMMAND` is exempt from `set -e`, so that a denial that is allowed after all must be made to count.
        let checked = Self.tour.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            guard line.hasPrefix("! ") else { return String(line) }
            let command = line.dropFirst(2).split(separator: "#").first ?? ""
            return "if \(command); then echo 'allowed: \(command.prefix(30))' >&2; exit 9; fi"
        }
        let text = """
            set -euo pipefail
            export PATH='\(programs)':$PATH
            cd '\(account.folder.path)'
            trap 'kill %1 2>/dev/null || true' EXIT
            \(checked.joined(separator: "\n"))
            """
        #expect(Self.tour.contains("posternd init"), "the tour was not found")
        let script = try account.folder.write(text, to: "tour.sh")
        // The tour waits for its daemon without end, as a person would not.
        let outcome = try await account.run(
            ["/usr/bin/timeout", "60", "/bin/bash", script],
            environment: ["HOME": account.folder.path, "XDG_STATE_HOME": account.folder.file("state")]
        )
        #expect(outcome.ending == .exit(0), "\(outcome.output)\n\(outcome.errors)")
        #expect(outcome.output.contains("implicitDeny"), "\(outcome.output)")
    }

    @Test func `testing a policy prints what the README shows`() async throws {
        let blocks = Self.section("Policies: the language").components(separatedBy: "\n```").map { block in
            block.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        }
        let script = try #require(blocks.first { $0.first == "sh" }?.last)
        let shown = try #require(blocks.first { $0.first == "text" }?.last)
        let account = try TestAccount()
        let programs = URL(fileURLWithPath: Programs.daemon).deletingLastPathComponent().path
        let text = "export PATH='\(programs)':$PATH\ncd '\(account.folder.path)'\n\(script)\n"
        let outcome = try await account.run(["/bin/bash", try account.folder.write(text, to: "test.sh")])
        #expect(outcome.output == shown + "\n", "\(outcome.errors)")
    }

    @Test(arguments: RPC.allCases)
    func `the table names every RPC`(_ rpc: RPC) throws {
        let method = try #require(rpc.rawValue.split(separator: "/").last)
        #expect(Self.readme.contains("`\(method)`") || Self.readme.contains("/\(method)`"), "\(method)")
    }

    /// A section without its heading.
    private static func section(_ title: String) -> String {
        readme.components(separatedBy: "\n## ").first { $0.hasPrefix(title) } ?? ""
    }

    @Test func `the configuration reference has every key, with its default, and no other`() async throws {
        let account = try TestAccount()
        let shown = try await account.run([Programs.daemon, "check-config"]).output
        let rows = Self.section("Configuration").split(separator: "\n").filter { $0.hasPrefix("| `") }
        var defaults: [String: String] = [:]
        for row in rows {
            let cells = row.split(separator: "|", omittingEmptySubsequences: false)
            let keys = cells[1].split(separator: ",").map { $0.filter { $0.isLetter } }
            let values = cells[3].split(separator: ",").map { $0.filter { $0 != " " && $0 != "`" } }
            for (place, key) in keys.enumerated() { defaults[key] = place < values.count ? values[place] : "" }
        }
        var known: Set<String> = []
        for line in shown.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            let (key, value) = (String(parts[0]), parts[1].filter { $0 != " " && $0 != "\"" })
            known.insert(key)
            // What the machine decides, or nothing, is told in words.
            guard value != "notset", key != "masterKeyCommand" else { continue }
            #expect(defaults[key] == value, "\(key)")
        }
        #expect(known == Set(defaults.keys) && known.count >= 12, "\(shown)")
    }
}
