import Foundation
import Testing

/// What shells are given, so that verbs, options and names need not be typed.
@Suite struct CompletionTests {
    @Test func `the completions load in bash, and offer verbs, options and the names of the account`() async throws {
        let daemon = try await TestAccount.made().start()
        let account = daemon.account
        for name in ["alice", "albert", "bob"] {
            #expect(try await account.postern("user", "create", name).ending == .exit(0))
        }
        let script = try await account.postern("--generate-completion-script", "bash")
        let file = try account.folder.write(script.output, to: "completion.bash")
        #expect(try await account.run(["/bin/bash", "-n", file]).errors.isEmpty)
        let complete = """
            set -u; source '\(file)'; complete -p postern >/dev/null
            offer() {
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
                _postern postern "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
                printf '%s|' "${COMPREPLY[@]}"; printf '\\n'
            }
            offer postern us
            offer postern user cr
            offer postern user create x --bou
            offer postern user get al
            """
        let folder = URL(fileURLWithPath: Programs.commandLine).deletingLastPathComponent().path
        let environment = account.environment.merging(["PATH": "\(folder):/usr/bin:/bin"]) { $1 }
        let outcome = try await account.run(["/bin/bash", "-c", complete], environment: environment)
        #expect(outcome.ending == .exit(0) && outcome.errors.isEmpty, "\(outcome.errors)")
        let offers = outcome.output.split(separator: "\n").map { Set($0.split(separator: "|").map(String.init)) }
        #expect(offers == [["user"], ["create"], ["--boundary"], ["alice", "albert"]], "\(outcome.output)")
        #expect(await daemon.stop() == .exit(0))
    }

    @Test(arguments: ["zsh", "fish"])
    func `other shells have completions too, which name every verb`(_ shell: String) async throws {
        let account = try TestAccount()
        let outcome = try await account.postern("--generate-completion-script", shell)
        #expect(outcome.ending == .exit(0))
        for verb in try await CommandTree.dumped().verbs {
            #expect(outcome.output.contains(verb.words.last ?? ""), "\(verb.name)")
        }
    }
}
