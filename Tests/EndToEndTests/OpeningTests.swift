import Client
import Foundation
import Model
import Testing

/// A daemon that cannot vouch for the account does not start, and says what is wrong.
@Suite struct OpeningTests {
    private static func refusal(of account: TestAccount) async throws -> String {
        let daemon = try await account.launch()
        #expect(await daemon.process.ending() == .exit(1))
        return daemon.log
    }

    @Test func `a folder that is not there is no account`() async throws {
        let account = try TestAccount()
        let log = try await Self.refusal(of: account)
        #expect(log.contains("no account at `\(account.data)`: run `posternd init --data \(account.data)`"))
        #expect(!FileManager.default.fileExists(atPath: account.data))
    }

    @Test func `an empty folder is no account, and stays empty`() async throws {
        let account = try TestAccount()
        try FileManager.default.createDirectory(atPath: account.data, withIntermediateDirectories: false)
        #expect(try await Self.refusal(of: account).contains("no account at"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: account.data).isEmpty)
    }

    @Test func `a folder that others may write to is refused`() async throws {
        let account = try await TestAccount.made()
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: account.data)
        #expect(try await Self.refusal(of: account).contains("others may write to `\(account.data)`"))
        try FileManager.default.setAttributes([.posixPermissions: 0o750], ofItemAtPath: account.data)
        let daemon = try await account.start()
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a second daemon on the folder is refused, and the first goes on`() async throws {
        let account = try await TestAccount.made()
        let first = try await account.start()
        let second = try await account.launch(words: [
            Programs.daemon, "run", "--data", account.data, "--socket", account.folder.file("run/other.sock"),
        ])
        #expect(await second.process.ending() == .exit(1))
        #expect(second.log.contains("is in use by another process"), "\(second.log)")
        let client = try await first.client()
        _ = try await client.call(CreateUserRequest(userName: "alice"))
        #expect(await first.stop() == .exit(0))
    }

    @Test func `another account's daemon does not take the socket over`() async throws {
        let account = try await TestAccount.made()
        let first = try await account.start()
        let other = try await TestAccount.made()
        let second = try await other.launch(words: [
            Programs.daemon, "run", "--data", other.data, "--socket", account.socket,
        ])
        #expect(await second.process.ending() == .exit(1))
        #expect(second.log.contains("somebody listens on `\(account.socket)` already"), "\(second.log)")
        #expect(try await first.client().call(GetCallerIdentityRequest()).response.account == TestAccount.id)
        #expect(await first.stop() == .exit(0))
    }

    @Test func `another master key is told from a damaged account`() async throws {
        let account = try await TestAccount.made()
        let key = account.data + "/master.key"
        let own = try Data(contentsOf: URL(fileURLWithPath: key))
        try Data(String(repeating: "5a", count: 32).utf8).write(to: URL(fileURLWithPath: key))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        #expect(try await Self.refusal(of: account).contains("does not open with this master key"))
        try FileManager.default.removeItem(atPath: key)
        #expect(try await Self.refusal(of: account).contains("master key file `\(key)`: there is no such file"))
        try own.write(to: URL(fileURLWithPath: key))
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: key)
        #expect(try await Self.refusal(of: account).contains("mode 0644 is too wide"))
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: key)
        let daemon = try await account.start()
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `the master key comes from a command or from systemd as well`() async throws {
        let account = try await TestAccount.made()
        let key = account.folder.file("moved")
        try FileManager.default.moveItem(atPath: account.data + "/master.key", toPath: key)
        #expect(try await Self.refusal(of: account).contains("there is no such file"))

        try account.configure(#""masterKeyCommand": ["/bin/cat", "\#(key)"]"#)
        let first = try await account.start()
        #expect(await first.stop() == .exit(0))
        try account.configure(#""masterKeyCommand": ["/bin/false"]"#)
        #expect(try await Self.refusal(of: account).contains("`/bin/false` failed with exit code 1"))
        try account.configure(#""masterKeyCommand": ["/no/such/program"]"#)
        #expect(try await Self.refusal(of: account).contains("cannot be started"))

        try account.configure("")
        try FileManager.default.moveItem(atPath: key, toPath: account.folder.file("master-key"))
        let second = try await account.start(environment: ["CREDENTIALS_DIRECTORY": account.folder.path])
        #expect(await second.stop() == .exit(0))
    }

    @Test(arguments: ["user/alice", "policy/deny"])
    func `a flipped bit stops the start, and names the record`(_ record: String) async throws {
        let account = try await TestAccount.made()
        let first = try await account.start()
        let client = try await first.client()
        let mark = "mark-\(UInt32.random(in: .min ... .max))"
        _ = try await client.call(CreateUserRequest(userName: "alice", path: "/\(mark)/"))
        let document = """
            {"Statement": {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::deny-\(mark)"}}
            """
        _ = try await client.call(CreatePolicyRequest(policyName: "deny", policyDocument: document))
        #expect(await first.stop() == .exit(0))

        let wanted = record == "user/alice" ? "/\(mark)/" : "deny-\(mark)"
        let file = URL(fileURLWithPath: account.data + "/postern.db")
        let sound = try Data(contentsOf: file)
        var damaged = sound
        let place = try #require(damaged.range(of: Data(wanted.utf8)))
        damaged[place.lowerBound + 3] ^= 0x04
        try damaged.write(to: file)
        let log = try await Self.refusal(of: account)
        #expect(log.contains("`\(record)") && log.contains("corrupt"), "\(log)")

        try sound.write(to: file)
        let second = try await account.start()
        #expect(try await second.client().call(GetUserRequest(userName: "alice")).response.user != nil)
        #expect(await second.stop() == .exit(0))
    }
}
