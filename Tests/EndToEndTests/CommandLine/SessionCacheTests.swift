import Foundation
import Glibc
import Testing

/// The session that is kept between runs, and whose it is.
@Suite struct SessionCacheTests {
    private static func signedIn() async throws -> (daemon: TestDaemon, file: String) {
        let daemon = try await TestAccount.made().start()
        let account = daemon.account
        let password = try account.folder.write(VerbWalk.password + "\n", to: "password")
        for words in [
            ["user", "create", "alice"], ["password", "create", "alice", "--password-file", password],
            ["sign-in", "alice", "--password-file", password],
        ] {
            let outcome = try await account.postern(words)
            #expect(outcome.ending == .exit(0), "\(outcome.errors)")
        }
        let folder = account.folder.file("state/postern")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(names.count == 1)
        return (daemon, "\(folder)/\(names.first ?? "")")
    }

    private static func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test func `a kept session is its owner's alone, and one that is not is refused`() async throws {
        let (daemon, file) = try await Self.signedIn()
        let account = daemon.account
        #expect(try Self.mode(file) == 0o600)
        #expect(try Self.mode((file as NSString).deletingLastPathComponent) == 0o700)
        #expect(try await account.postern("whoami").output.contains("user/alice"))
        for mode in [0o640, 0o604] {
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file)
            let refused = try await account.postern("whoami")
            #expect(refused.ending == .exit(2))
            #expect(refused.errors.contains("`\(file)` is not this user's alone"), "\(refused.errors)")
            #expect(refused.errors.contains("postern sign-in"))
        }
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        #expect(try await account.postern("whoami").ending == .exit(0))
        // A link is not followed, wherever it leads.
        let moved = account.folder.file("moved")
        try FileManager.default.moveItem(atPath: file, toPath: moved)
        try FileManager.default.createSymbolicLink(atPath: file, withDestinationPath: moved)
        #expect(try await account.postern("whoami").ending == .exit(2))
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a session that has ended says so, and how to begin another`() async throws {
        let (daemon, file) = try await Self.signedIn()
        let account = daemon.account
        let text = try String(contentsOfFile: file, encoding: .utf8)
        let expiration = try #require(text.firstMatch(of: /"expiration":([0-9]+)/)?.1)
        try Data(text.replacing(expiration, with: "1000").utf8).write(to: URL(fileURLWithPath: file))
        let expired = try await account.postern("whoami")
        #expect(expired.ending == .exit(2))
        #expect(expired.errors.contains("ended at 1970-01-01T00:16:40Z: run `postern sign-in`"), "\(expired.errors)")
        #expect(try await account.postern("whoami", "--no-session").output.contains(":root"))

        try Data("{".utf8).write(to: URL(fileURLWithPath: file))
        let damaged = try await account.postern("whoami")
        #expect(damaged.ending == .exit(2) && damaged.errors.contains("is damaged: delete it"), "\(damaged.errors)")

        try Data(text.utf8).write(to: URL(fileURLWithPath: file))
        #expect(try await account.postern("sessions", "revoke", "alice", "--no-session").ending == .exit(0))
        let revoked = try await account.postern("whoami")
        #expect(
            revoked.ending == .exit(2) && revoked.errors.contains("run `postern sign-in NAME`"),
            "\(revoked.errors)"
        )
        #expect(try await account.postern("sign-out").ending == .exit(0))
        #expect(!FileManager.default.fileExists(atPath: file))
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `without a home a session is not kept anywhere, and can be printed`() async throws {
        let (daemon, _) = try await Self.signedIn()
        let account = daemon.account
        let nowhere = ["HOME": "", "XDG_STATE_HOME": ""]
        let signIn = ["sign-in", "alice", "--password-file", account.folder.file("password")]
        let refused = try await account.postern(signIn, environment: nowhere)
        #expect(refused.ending == .exit(2))
        #expect(refused.errors.contains("HOME is not set") && refused.errors.contains("--print-token"))
        #expect(try await account.postern(signIn + ["--print-token"], environment: nowhere).ending == .exit(0))
        #expect(try await account.postern(["whoami"], environment: nowhere).output.contains(":root"))
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a session is for one socket, and the option goes before the environment`() async throws {
        let (daemon, _) = try await Self.signedIn()
        let account = daemon.account
        let other = try await TestAccount.made("--account-id", "000000000042").start()
        let there = try await account.postern("whoami", "--socket", other.account.socket)
        #expect(there.output.contains("000000000042:root"), "\(there.output)\(there.errors)")
        let environment = ["POSTERN_SOCKET": other.account.socket]
        #expect(try await account.postern(["whoami"], environment: environment).output.contains("000000000042:root"))
        let words = ["--socket", account.socket, "whoami"]
        #expect(try await account.postern(words, environment: environment).output.contains("user/alice"))
        let none = try await account.postern(["whoami"], environment: ["POSTERN_SOCKET": ""])
        // Where a daemon of the system runs, it answers for itself.
        let isStandard = none.errors.contains("/run/postern/postern.sock")
        #expect(isStandard || (none.ending == .exit(0) && !none.output.contains(TestAccount.id)), "\(none.errors)")
        #expect(await daemon.stop() == .exit(0))
        #expect(await other.stop() == .exit(0))
    }
}
