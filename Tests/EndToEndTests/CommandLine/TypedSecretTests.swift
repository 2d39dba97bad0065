import Foundation
import Glibc
import Testing

/// Where passwords and codes come from, and that nobody sees them.
@Suite struct TypedSecretTests {
    private static let password = VerbWalk.password

    private static func accountOfAlice() async throws -> TestDaemon {
        let daemon = try await TestAccount.made().start()
        let account = daemon.account
        let file = try account.folder.write(password + "\n", to: "password")
        #expect(try await account.postern("user", "create", "alice").ending == .exit(0))
        let made = try await account.postern("password", "create", "alice", "--password-file", file)
        #expect(made.ending == .exit(0), "\(made.errors)")
        return daemon
    }

    @Test func `what is typed is not echoed, whether password or code`() async throws {
        let daemon = try await Self.accountOfAlice()
        let account = daemon.account
        let signedIn = try await account.posternOnTerminal(
            ["sign-in", "alice"],
            typing: [.init(after: "Password for alice: ", typed: Self.password)]
        )
        #expect(signedIn.ending == .exit(0), "\(signedIn.output)")
        #expect(signedIn.output.contains("signed in as"))
        #expect(!signedIn.output.contains("horse"))

        let new = "another horse battery"
        let updated = try await account.posternOnTerminal(
            ["password", "update", "alice", "--no-session"],
            typing: [.init(after: "New password for alice: ", typed: new), .init(after: "Once more: ", typed: new)]
        )
        #expect(updated.ending == .exit(0), "\(updated.output)")
        #expect(!updated.output.contains("horse"))

        let device = try await account.postern("mfa", "create", "phone", "--no-session", "--json")
        let seed = try #require(device.output.split(separator: "\"").map(String.init).first { VerbWalk.isSeed($0) })
        let now = Int64(Date().timeIntervalSince1970)
        let codes = try [now - 30, now, now + 30].map { try VerbWalk.code(seed, at: $0) }
        let enabled = try await account.posternOnTerminal(
            ["mfa", "enable", "alice", "phone", "--no-session"],
            typing: [
                .init(after: "A code of the device: ", typed: codes[0]),
                .init(after: "The code that follows it: ", typed: codes[1]),
            ]
        )
        #expect(enabled.ending == .exit(0), "\(enabled.output)")
        // The second code is spent: it is asked for again, and the next one is taken.
        let both = try await account.posternOnTerminal(
            ["sign-in", "alice"],
            typing: [
                .init(after: "Password for alice: ", typed: new), .init(after: "MFA code: ", typed: codes[1]),
                .init(after: "MFA code: ", typed: codes[2]),
            ]
        )
        #expect(both.ending == .exit(0), "\(both.output)")
        #expect(both.output.contains("postern: InvalidAuthenticationCode"))
        for secret in codes + ["horse"] {
            #expect(!enabled.output.contains(secret) && !both.output.contains(secret))
        }
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `the terminal of these tests shows what is typed where nothing hides it`() async throws {
        let terminal = try PseudoTerminal()
        let files = ChildProcess.Files(output: "", terminal: terminal.path)
        let words = ["/bin/sh", "-c", "printf 'say: '; read answer; test \"$answer\" = visible"]
        let process = try await ChildProcess.start(words, files: files)
        let shown = try await terminal.read(answering: [.init(after: "say: ", typed: "visible")])
        #expect(shown == "say: visible\n")
        #expect(await process.ending() == .exit(0))
    }

    @Test func `the echo is back after a question, and after an interrupted one`() async throws {
        let daemon = try await Self.accountOfAlice()
        let account = daemon.account
        let postern = "\(Programs.commandLine) password create alice --socket \(account.socket)"
        // The shell is not stopped by the interrupt, and reads on the same terminal afterwards.
        let line = "trap : INT; \(postern); printf 'say: '; read answer"
        for (typed, says) in [("short", "the two are not the same"), ("\u{3}", "say: ")] {
            let terminal = try PseudoTerminal()
            let files = ChildProcess.Files(output: "", terminal: terminal.path)
            let process = try await ChildProcess.start(["/bin/bash", "-c", line], files: files)
            var answers = [PseudoTerminal.Answer(after: "New password for alice: ", typed: typed)]
            if typed == "short" { answers.append(.init(after: "Once more: ", typed: "other")) }
            let shown = try await terminal.read(answering: answers + [.init(after: "say: ", typed: "visible")])
            #expect(shown.contains(says) && shown.hasSuffix("say: visible\n"), "\(shown)")
            _ = await process.ending()
        }
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a file, standard input and a descriptor give a password, and an argument does not`() async throws {
        let daemon = try await Self.accountOfAlice()
        let account = daemon.account
        let file = account.folder.file("password")
        let signIn = ["sign-in", "alice", "--print-token"]
        #expect(try await account.postern(signIn + ["--password-file", file]).ending == .exit(0))
        let line = [Programs.commandLine] + signIn
        let input = try await account.run(
            line + ["--password-file", "-"],
            environment: account.environment,
            input: file
        )
        #expect(input.ending == .exit(0), "\(input.errors)")
        let descriptor = unsafe open(file, O_RDONLY | O_CLOEXEC)
        defer { close(descriptor) }
        let files = ChildProcess.Files(output: account.folder.file("o"), third: descriptor)
        let process = try await ChildProcess.start(
            line + ["--password-fd", "3"],
            environment: account.environment,
            files: files
        )
        #expect(await process.ending() == .exit(0), "\(account.folder.text(of: "o"))")

        for rest in [
            [Self.password], ["--password", Self.password], ["--password-fd", "9"], ["--password-file", "/none"],
            ["--password-file", file, "--password-fd", "0"], ["--password-file", "/dev/null"],
        ] {
            let refused = try await account.postern(signIn + rest)
            #expect(refused.ending == .exit(2), "\(rest): \(refused.errors)")
            #expect(refused.output.isEmpty && refused.errors.hasPrefix("postern: "), "\(rest): \(refused.errors)")
        }
        #expect(await daemon.stop() == .exit(0))
    }
}
