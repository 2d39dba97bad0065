import Foundation
import Glibc
import Testing

/// What `postern` says when it cannot do what it was told: what is wrong, and the next step.
@Suite struct MessageTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let words: [String]
        let says: [String]
        var testDescription: String { words.joined(separator: " ") }

        init(_ words: String..., says: String...) {
            self.words = words
            self.says = says
        }
    }

    private static let cases = [
        Case("usr", says: "`postern` has no `usr`: did you mean `postern user`?"),
        Case("frobnicate", says: "`postern` has no `frobnicate`: it has sign-in, sign-out,"),
        Case("user", "craete", "x", says: "`postern user` has no `craete`: did you mean `postern user create`?"),
        Case("policy", "version", "lsit", "Orders", says: "did you mean `postern policy version list`?"),
        Case("can", says: "missing expected argument '<principal>'", "See 'postern can --help'"),
        Case("user", "create", "a", "--tga", "x=y", says: "unknown option '--tga'. Did you mean '--tag'?"),
        Case("user", "list", "--timeout", "1x", says: "'1x' is invalid for '--timeout"),
        Case("policy", "attach", "Orders", says: "give one of --user, --group, --role and --scope"),
        Case("user", "get", "nobody", says: "NoSuchEntity", "`postern user list` shows what there is"),
        Case(
            "policy",
            "attach",
            "Nope",
            "--user",
            "alice",
            says: "policy/Nope",
            "`postern user list` or `postern policy list` shows what there is"
        ),
        Case("group", "add", "Nope", "alice", says: "`postern user list` or `postern group list`"),
        Case("user", "create", "a/b", says: "ValidationError", "a/b", "1 to 64"),
        Case(
            "user",
            "delete",
            "alice",
            says: "DeleteConflict",
            "1 attached policy (`Orders`)",
            "`postern policy detach`"
        ),
        Case("policy", "delete", "Orders", says: "DeleteConflict", "`alice`", "`postern policy detach`"),
        Case("policy", "create", "Bad", "bad.json", says: "line 2, column", "`Alow`", "`postern policy check FILE`"),
        Case("policy", "check", "bad.json", says: "bad.json:2:", "`Alow`"),
        Case("policy", "create", "Bad", "none.json", says: "`none.json`: no such file or directory"),
        Case("password", "create", "alice", says: "no terminal", "give --password-file or --password-fd"),
        Case("sign-in", "alice", "--password-file", "wrong", says: "wrong", "`postern password update NAME`"),
        Case("key", "sign-in", "AKIA2345672345672345", "--secret-file", "wrong", says: "`postern key list NAME`"),
        Case("mfa", "enable", "alice", "phone", "--code-file", "wrong", says: "need 2 lines", "one a line"),
        Case("user", "list", "--token-file", "wrong", says: "run `postern sign-in NAME`"),
        Case("assume-role", "Night", "--session-name", "w", says: "postern"),
        Case("batch", "bad.json", says: "of the batch", "JSON"),
        Case("user", "list", "--socket", String(repeating: "x", count: 108), says: "give --socket a path of 1 to 107"),
        Case("user", "list", "--socket", "/dev/null", says: "/dev/null"),
        Case("sign-out", says: "nobody is signed in"),
        Case("key", "rotate", "alice", "--overlap", "24h", says: "has no active access key", "create one"),
    ]

    @Test func `a message says what is wrong and what to do, on standard error alone`() async throws {
        let daemon = try await TestAccount.made().start()
        let account = daemon.account
        let good = try account.folder.write(
            #"{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "a:B", "Resource": "*"}]}"#,
            to: "good.json"
        )
        _ = try account.folder.write(
            "{\"Version\": \"2012-10-17\",\n \"Statement\": [{\"Effect\": \"Alow\", \"Action\": \"a:B\", \"Resource\": \"*\"}]}",
            to: "bad.json"
        )
        _ = try account.folder.write("a wrong horse battery\n", to: "wrong")
        for words in [
            ["user", "create", "alice"], ["policy", "create", "Orders", good],
            ["policy", "attach", "Orders", "--user", "alice"], ["mfa", "create", "phone"],
        ] {
            #expect(try await account.postern(words).ending == .exit(0))
        }
        for wrong in Self.cases {
            let line = ["/bin/sh", "-c", "cd \"$1\" && shift && exec \"$@\"", "sh", account.folder.path]
            let outcome = try await account.run(
                line + [Programs.commandLine] + wrong.words,
                environment: account.environment
            )
            #expect(outcome.ending == .exit(2), "\(wrong.testDescription)")
            #expect(outcome.output.isEmpty, "\(wrong.testDescription)")
            #expect(outcome.errors.hasPrefix("postern: ") && !outcome.errors.contains("\u{1B}"))
            #expect(outcome.errors.split(separator: "\n").count <= 2, "\(outcome.errors)")
            for text in wrong.says { #expect(outcome.errors.contains(text), "\(text) in \(outcome.errors)") }
        }
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `who is nobody is told to sign in, and who may not is told how to see who it is`() async throws {
        let account = try await TestAccount.made()
        try account.configure(#""rootPeers": false"#)
        var daemon = try await account.start()
        let nobody = try await account.postern("user", "list")
        #expect(nobody.ending == .exit(2))
        #expect(nobody.errors.contains("run `postern sign-in NAME`"), "\(nobody.errors)")
        #expect(await daemon.stop() == .exit(0))

        try account.configure("")
        daemon = try await account.start()
        #expect(try await account.postern("user", "create", "alice").ending == .exit(0))
        #expect(await daemon.stop() == .exit(0))
        try account.configure(#""rootPeers": false, "peers": ["uid:\#(geteuid())=user/alice"]"#)
        daemon = try await account.start()
        let alice = try await account.postern("user", "list")
        #expect(alice.ending == .exit(2))
        #expect(alice.errors.contains("AccessDenied") && alice.errors.contains("`postern whoami`"), "\(alice.errors)")
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `an answer that cannot be written is no success`() async throws {
        let daemon = try await TestAccount.made().start()
        let account = daemon.account
        for verb in [["whoami"], ["user", "create", "alice"], ["account", "summary", "--json"]] {
            let errors = account.folder.file("errors-\(verb[0])")
            let process = try await ChildProcess.start(
                [Programs.commandLine] + verb,
                environment: account.environment,
                files: ChildProcess.Files(output: "/dev/full", errors: errors)
            )
            #expect(await process.ending() == .exit(2))
            let text = try String(contentsOfFile: errors, encoding: .utf8)
            #expect(text == "postern: the answer cannot be written: no space left on device\n")
        }
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `global options may stand before the noun, before the verb and after it`() async throws {
        let daemon = try await TestAccount.made().start()
        let account = daemon.account
        let socket = ["--socket", account.socket]
        for words in [
            ["--json"] + socket + ["user", "list"], ["user", "--json"] + socket + ["list"],
            ["user", "list", "--json"] + socket, ["--socket=\(account.socket)", "user", "--json", "list"],
        ] {
            let outcome = try await account.postern(words, environment: ["POSTERN_SOCKET": "/none"])
            #expect(outcome.ending == .exit(0), "\(words): \(outcome.errors)")
            #expect(outcome.output.contains("\"Users\": []"), "\(words): \(outcome.output)")
        }
        #expect(await daemon.stop() == .exit(0))
    }
}
