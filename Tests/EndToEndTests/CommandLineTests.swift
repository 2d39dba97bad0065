import Foundation
import Model
import Secrets
import Testing

/// The main job through the two programs, as a person does it.
@Suite struct CommandLineTests {
    private static let policy = """
        {
          "Version": "2012-10-17",
          "Statement": [
            { "Effect": "Allow", "Action": "orders:Read", "Resource": "arn:aws:orders:::order/*" },
            { "Effect": "Allow", "Action": "orders:Refund", "Resource": "arn:aws:orders:::order/*",
              "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } },
            { "Sid": "Archive", "Effect": "Deny", "Action": "*", "Resource": "arn:aws:orders:::order/archive/*" }
          ]
        }
        """
    private static let order = "arn:aws:orders:::order/7"

    /// An account with the user alice in a group that has the policy, and a daemon on it.
    private static func shop() async throws -> TestDaemon {
        let account = try await TestAccount.made()
        let daemon = try await account.start()
        let document = try account.folder.write(policy, to: "policy.json")
        let password = try account.folder.write("correct horse battery\n", to: "password")
        for words in [
            ["policy", "create", "Orders", document], ["group", "create", "Clerks"],
            ["policy", "attach", "Orders", "--group", "Clerks"], ["user", "create", "alice"],
            ["group", "add", "Clerks", "alice"], ["password", "create", "alice", "--password-file", password],
        ] {
            let outcome = try await account.postern(words)
            #expect(outcome.ending == .exit(0), "\(words): \(outcome.errors)")
        }
        return daemon
    }

    @Test func `both programs tell their version`() async throws {
        for program in [Programs.commandLine, Programs.daemon] {
            let outcome = try await TestAccount().run([program, "--version"])
            #expect(outcome.ending == .exit(0), "\(outcome.errors)")
            #expect(outcome.output == PosternVersion.text + "\n")
        }
    }

    @Test func `exit codes say allowed, denied, or not asked`() async throws {
        let daemon = try await Self.shop()
        let account = daemon.account
        #expect(try await account.postern("can", "alice", "orders:Read", Self.order).ending == .exit(0))
        #expect(try await account.postern("can", "alice", "orders:Delete", Self.order).ending == .exit(1))
        #expect(try await account.postern("can", "nobody", "orders:Read", Self.order).ending == .exit(2))
        #expect(try await account.postern("can", "alice").ending == .exit(2))
        #expect(await daemon.stop() == .exit(0))
        let stopped = try await account.postern("can", "alice", "orders:Read", Self.order)
        #expect(stopped.ending == .exit(2))
        #expect(stopped.errors.contains("posternd"), "\(stopped.errors)")
    }

    @Test func `a person with a device signs in with password and code, and is allowed more`() async throws {
        let daemon = try await Self.shop()
        let account = daemon.account
        let password = account.folder.file("password")
        let without = try await account.postern("sign-in", "alice", "--password-file", password, "--print-token")
        let plain = try account.folder.write(without.output, to: "plain.token")
        #expect(try await account.postern("can", "@\(plain)", "orders:Refund", Self.order).ending == .exit(1))

        let device = try await account.postern("mfa", "create", "phone", "--json")
        let seed = try #require(device.output.split(separator: "\"").map(String.init).first { Self.isSeed($0) })
        let now = Int64(Date().timeIntervalSince1970)
        let first = try Self.code(seed, at: now - 30)
        let second = try Self.code(seed, at: now)
        let codes = try account.folder.write("\(first)\n\(second)\n", to: "codes")
        let enabled = try await account.postern("mfa", "enable", "alice", "phone", "--code-file", codes)
        #expect(enabled.ending == .exit(0), "\(enabled.errors)")

        let spent = try account.folder.write(second, to: "code")
        let words = ["sign-in", "alice", "--password-file", password, "--code-file", spent, "--print-token"]
        #expect(try await account.postern(words).ending == .exit(2))
        _ = try account.folder.write(try Self.code(seed, at: now + 30), to: "code")
        let signedIn = try await account.postern(words)
        #expect(signedIn.ending == .exit(0), "\(signedIn.errors)")
        let token = try account.folder.write(signedIn.output, to: "token")
        #expect(try await account.postern("can", "@\(token)", "orders:Refund", Self.order).ending == .exit(0))
        #expect(await daemon.stop() == .exit(0))
        for secret in [seed, "correct horse", signedIn.output.trimmingCharacters(in: .whitespacesAndNewlines)] {
            #expect(!daemon.log.contains(secret))
        }
    }

    private static func isSeed(_ text: String) -> Bool { text.count >= 26 && Base32.decode(text) != nil }

    private static func code(_ seed: String, at seconds: Int64) throws -> String {
        let device = try OneTimePassword(seed: try #require(Base32.decode(seed)))
        return device.code(step: OneTimePassword.step(at: Timestamp(seconds: seconds)))
    }

    @Test func `a batch is answered item by item, and a denial is explained`() async throws {
        let daemon = try await Self.shop()
        let account = daemon.account
        let items = """
            {"Action": "orders:Read", "Resource": "\(Self.order)"}
            {"Action": "orders:Delete", "Resource": "\(Self.order)"}
            """
        let batch = try account.folder.write(items, to: "batch")
        let outcome = try await account.postern("batch", batch, "--principal", "alice")
        #expect(outcome.ending == .exit(1), "\(outcome.errors)")
        let one = try account.folder.write(String(items.prefix { $0 != "\n" }), to: "one")
        #expect(try await account.postern("batch", one, "--principal", "alice").ending == .exit(0))

        let why = try await account.postern("why", "alice", "orders:Read", "arn:aws:orders:::order/archive/1")
        #expect(why.ending == .exit(1))
        #expect(why.output.contains("Archive"), "\(why.output)")
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a rotated key and its successor both work, also after a restart`() async throws {
        var daemon = try await Self.shop()
        let account = daemon.account
        let made = try await account.postern("key", "create", "alice", "--json")
        let rotate = ["key", "rotate", "alice", "--overlap", "24h", "--idempotency-token", "t1", "--json"]
        let rotated = try await account.postern(rotate)
        #expect(rotated.ending == .exit(0), "\(rotated.errors)")
        #expect(await daemon.stop() == .exit(0))
        daemon = try await account.start()
        let again = try await account.postern(rotate)
        for outcome in [made, rotated] {
            let (id, secret) = try Self.key(in: outcome.output)
            let file = try account.folder.write(secret, to: "secret")
            let signIn = try await account.postern("key", "sign-in", id, "--secret-file", file, "--print-token")
            #expect(signIn.ending == .exit(0), "\(signIn.errors)")
            #expect(!daemon.log.contains(secret))
        }
        #expect(try Self.key(in: again.output) == Self.key(in: rotated.output))
        #expect(await daemon.stop() == .exit(0))
    }

    private static func key(in json: String) throws -> (id: String, secret: String) {
        let texts = json.split(separator: "\"").map(String.init)
        let id = try #require(texts.firstIndex(of: "AccessKeyId"))
        let secret = try #require(texts.firstIndex(of: "SecretAccessKey"))
        return (texts[id + 2], texts[secret + 2])
    }
}
