import Foundation
import Testing

/// Every noun and verb of `postern`, as it lists them itself.
@Suite struct VerbTests {
    @Test(arguments: VerbWalk.Form.allCases)
    func `every verb does what it says, and shows it as a person or a program wants it`(
        _ form: VerbWalk.Form
    ) async throws {
        let daemon = try await TestAccount.made().start()
        let walk = try await VerbWalk(form, daemon)
        try await walk.walk()
        let verbs = Set(try await CommandTree.dumped().verbs.map(\.name))
        #expect(verbs.count > 80)
        #expect(verbs.subtracting(walk.walked).isEmpty, "verbs without a test")
        #expect(walk.walked.subtracting(verbs).isEmpty, "tested, and not there")
        #expect(walk.shown.contains("\u{1B}[") == (form == .terminal))
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `every verb says what to do where no daemon answers`() async throws {
        let account = try TestAccount()
        let offline: Set = ["policy check", "policy format", "policy lint", "policy test"]
        for verb in try await CommandTree.dumped().verbs where !offline.contains(verb.name) {
            let outcome = try await account.postern(verb.line(value: "x"))
            #expect(outcome.ending == .exit(2), "\(verb.name): \(outcome.errors)")
            let expected =
                "postern: no daemon answers at \(account.socket): start it with `posternd run`, or give --socket\n"
            #expect(outcome.errors == expected, "\(verb.name)")
            #expect(outcome.output.isEmpty, "\(verb.name)")
        }
    }

    @Test func `every verb, argument and option says what it is for`() async throws {
        for verb in try await CommandTree.dumped().verbs {
            #expect(verb.command.abstract?.hasSuffix(".") == true, "\(verb.name)")
            for argument in verb.arguments where argument.kind == "positional" || argument.option != "--help" {
                let name = argument.option.isEmpty ? argument.valueName ?? "" : argument.option
                // `--no-reset-required` is explained with `--reset-required`.
                guard !name.hasPrefix("--no-reset") else { continue }
                #expect(argument.abstract?.hasSuffix(".") == true, "\(verb.name) \(name)")
            }
        }
    }

    @Test func `no verb takes a password, code, secret or token from an argument`() async throws {
        let secrets = ["password", "code", "secret", "token", "pin", "seed"]
        var found = 0
        for verb in try await CommandTree.dumped().verbs {
            for argument in verb.arguments where ["option", "positional"].contains(argument.kind) {
                let name = argument.kind == "positional" ? argument.valueName ?? "" : argument.option
                // Names a repeated call, and opens nothing.
                guard name != "--idempotency-token", secrets.contains(where: name.contains) else { continue }
                found += 1
                #expect(name.hasSuffix("-file") || name.hasSuffix("-fd"), "\(verb.name) \(name)")
            }
        }
        #expect(found > 80)
    }
}
