import Foundation
import Testing

/// How an account comes to be, and what is never taken for one.
@Suite struct InitTests {
    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `an account is made in a folder that its owner alone may enter`() async throws {
        let account = try TestAccount()
        let outcome = try await account.initialize(["--account-id", "000000000042", "--alias", "acme"])
        #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        #expect(outcome.output.contains("000000000042 (acme)"))
        #expect(try Self.mode(account.data) == 0o700)
        #expect(try Self.mode(account.data + "/master.key") == 0o600)
        #expect(try Self.mode(account.data + "/postern.db") == 0o600)
        let daemon = try await account.start()
        #expect(try await account.postern("account", "alias", "list", "--json").output.contains("acme"))
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a folder that has an account is left as it is`() async throws {
        let account = try await TestAccount.made()
        let key = try Data(contentsOf: URL(fileURLWithPath: account.data + "/master.key"))
        let database = try Data(contentsOf: URL(fileURLWithPath: account.data + "/postern.db"))
        let outcome = try await account.initialize()
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.contains("there is an account in `\(account.data)` already"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: account.data + "/master.key")) == key)
        #expect(try Data(contentsOf: URL(fileURLWithPath: account.data + "/postern.db")) == database)
    }

    @Test func `a folder that has something else is refused, and left as it is`() async throws {
        let account = try TestAccount()
        try FileManager.default.createDirectory(atPath: account.data, withIntermediateDirectories: false)
        _ = try account.folder.write("mine", to: "data/notes.txt")
        let outcome = try await account.initialize()
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.contains("is not empty (it has `notes.txt`)"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: account.data) == ["notes.txt"])
    }

    struct Refused: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let options: [String]
        let password: String
        let says: String
    }

    @Test(arguments: [
        Refused(
            testDescription: "an id of 11 digits",
            options: ["--account-id", "12345678901"],
            password: "",
            says: "an account id is 12 digits"
        ),
        Refused(testDescription: "an alias with a blank", options: ["--alias", "a b"], password: "", says: "alias"),
        Refused(
            testDescription: "a name with a slash",
            options: ["--administrator", "a/b"],
            password: "correct horse battery",
            says: "name"
        ),
        Refused(
            testDescription: "a short password",
            options: ["--administrator", "admin"],
            password: "correct horses",
            says: "the password is shorter than 15 characters, the least where it is the user's only factor"
        ),
    ])
    func `what the rules refuse makes no account, and can be put right`(_ refused: Refused) async throws {
        let account = try TestAccount()
        let password = try account.folder.write(refused.password + "\n", to: "password")
        let isWithPassword = refused.options.contains("--administrator")
        let outcome = try await account.initialize(
            refused.options + (isWithPassword ? ["--password-file", password] : [])
        )
        #expect(outcome.ending != .exit(0))
        #expect(outcome.errors.contains(refused.says), "\(outcome.errors)")
        let daemon = try await account.launch()
        #expect(await daemon.process.ending() == .exit(1))
        #expect(daemon.log.contains("run `posternd init"), "\(daemon.log)")

        _ = try account.folder.write("correct horse battery\n", to: "password")
        let again = try await account.initialize(["--administrator", "admin", "--password-file", password])
        #expect(again.ending == .exit(0), "\(again.errors)")
        let started = try await account.start()
        #expect(await started.stop() == .exit(0))
    }

    @Test func `an operator may choose how long passwords are`() async throws {
        let account = try TestAccount()
        try account.configure(#""passwordLengthMin": 14"#)
        let password = try account.folder.write("correct horse\n", to: "password")
        let options = ["--administrator", "admin", "--password-file", password]
        let refused = try await account.initialize(options)
        #expect(refused.ending == .exit(1) && refused.errors.contains("shorter than 14 characters"))
        _ = try account.folder.write("correct horses\n", to: "password")
        #expect(try await account.initialize(options).ending == .exit(0))
        let daemon = try await account.start()
        for name in ["alice", "bob"] { #expect(try await account.postern("user", "create", name).ending == .exit(0)) }
        let long = try await account.postern("password", "create", "alice", "--password-file", password)
        #expect(long.ending == .exit(0), "\(long.errors)")
        _ = try account.folder.write("correct horse\n", to: "password")
        let short = try await account.postern("password", "create", "bob", "--password-file", password)
        #expect(short.errors.contains("PasswordPolicyViolation") && short.errors.contains("14 characters"))
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `the first administrator signs in and may do everything`() async throws {
        let account = try TestAccount()
        let password = try account.folder.write("correct horse battery\n", to: "password")
        let made = try await account.initialize(["--administrator", "Admin", "--password-file", password])
        #expect(made.ending == .exit(0), "\(made.errors)")
        let daemon = try await account.start()
        let signIn = try await account.postern("sign-in", "Admin", "--password-file", password)
        #expect(signIn.output.contains("user/Admin"), "\(signIn.errors)")
        #expect(try await account.postern("can", "me", "iam:CreateUser", "*").ending == .exit(0))
        #expect(try await account.postern("user", "create", "alice").ending == .exit(0))
        #expect(await daemon.stop() == .exit(0))
        #expect(!daemon.log.contains("correct horse"))
    }

    @Test func `a password is asked for on a terminal only`() async throws {
        let account = try TestAccount()
        let outcome = try await account.initialize(["--administrator", "admin"])
        #expect(outcome.ending == .exit(1))
        #expect(outcome.errors.contains("give --password-file or --password-fd"))
    }

    @Test func `the master key may be anywhere, and is not made anew where it is there`() async throws {
        let account = try TestAccount()
        let key = account.folder.file("elsewhere.key")
        #expect(try await account.initialize(["--master-key-file", key]).ending == .exit(0))
        #expect(!FileManager.default.fileExists(atPath: account.data + "/master.key"))
        let text = try String(contentsOfFile: key, encoding: .utf8)
        let other = try TestAccount()
        #expect(try await other.initialize(["--master-key-file", key]).ending == .exit(0))
        #expect(try String(contentsOfFile: key, encoding: .utf8) == text)
    }
}
