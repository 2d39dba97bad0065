import Client
import Foundation
import Model
import Secrets
import Testing

/// What `posternd` writes while it is used, at the level that tells most.
@Suite struct SecretLogTests {
    private static let passwords = ["correct horse battery", "another horse battery", "a wrong horse battery"]

    /// The account's secrets: those of its folder, and those that its answers gave away.
    private struct Secrets {
        private(set) var texts: Set<String> = []

        mutating func add(_ secret: String) {
            let bytes = Data(secret.utf8)
            texts.formUnion([secret, bytes.base64EncodedString(), "\(Array(bytes))"])
        }

        /// The secrets that a text holds; not told which, so that a failure does not show them.
        func count(in text: String) -> Int { texts.count { text.contains($0) } }
    }

    @Test func `the log of a whole run at its most talkative level holds no secret of that run`() async throws {
        let account = try TestAccount()
        try account.configure(#""logLevel": "trace""#)
        let password = try account.folder.write(Self.passwords[0] + "\n", to: "password")
        let made = try await account.initialize(["--administrator", "admin", "--password-file", password])
        #expect(made.ending == .exit(0), "\(made.errors)")
        var secrets = Secrets()
        for text in Self.passwords { secrets.add(text) }
        let masterKey = try String(contentsOfFile: account.data + "/master.key", encoding: .utf8)
        secrets.add(masterKey.trimmingCharacters(in: .newlines))
        secrets.add(masterKey.trimmingCharacters(in: .newlines).uppercased())

        let first = try await account.start()
        try await Self.use(first, &secrets)
        try await first.reload()
        try account.configure(#""logLevel": "trace", "peers": "not a list""#)
        try await first.reload()
        try account.configure(#""logLevel": "trace""#)
        #expect(await first.stop() == .exit(0))
        let second = try await account.start()
        try await Self.guess(second)
        await second.kill()
        let third = try await account.start()
        #expect(await third.stop() == .exit(0))
        // A master key that does not fit, and one that is none.
        let file = URL(fileURLWithPath: account.data + "/master.key")
        for key in [String(repeating: "5a", count: 32), "correct horse battery"] {
            try Data(key.utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            let refused = try await account.launch()
            #expect(await refused.process.ending() == .exit(1))
            #expect(secrets.count(in: refused.log) == 0 && !refused.log.contains(key) && !refused.log.isEmpty)
        }

        for daemon in [first, second, third] {
            #expect(daemon.log.contains("posternd") || daemon.log.contains("listening") || !daemon.log.isEmpty)
            #expect(secrets.count(in: daemon.log) == 0)
        }
        #expect(secrets.count(in: made.output + made.errors) == 0)
        // The logs are those of calls, and the search is one that finds.
        #expect(first.log.contains("call refused") && second.log.contains("call refused"))
        #expect(secrets.count(in: "x \(Self.passwords[1]) y") == 1)
    }

    /// Keys, a device, codes, tokens, right and wrong.
    private static func use(_ daemon: TestDaemon, _ secrets: inout Secrets) async throws {
        let client = try await daemon.client()
        _ = try await client.call(CreateUserRequest(userName: "alice"))
        _ = try await client.call(CreateLoginProfileRequest(userName: "alice", password: passwords[1]))
        let made = try await client.call(CreateVirtualMFADeviceRequest(virtualMFADeviceName: "phone")).response
        secrets.add(made.base32StringSeed)
        secrets.add(made.otpauthURI)
        let device = try OneTimePassword(seed: try #require(Base32.decode(made.base32StringSeed)))
        let step = OneTimePassword.step(at: Timestamp(seconds: Int64(Date().timeIntervalSince1970)))
        let codes = (step - 1...step + 1).map { device.code(step: $0) }
        for code in codes { secrets.add(" \(code) ") }
        let enable = EnableMFADeviceRequest(
            userName: "alice",
            serialNumber: made.virtualMFADevice?.serialNumber ?? "",
            authenticationCode1: codes[0],
            authenticationCode2: codes[1]
        )
        _ = try await client.call(enable)
        let signIn = SignInRequest(userName: "alice", password: passwords[1])
        let challenge = try #require(try await client.call(signIn).response.challenge)
        secrets.add(challenge.token)
        // Spent already, and so refused; then the next one, which is within the window.
        for code in [codes[1], codes[2]] {
            let answer = AnswerChallengeRequest(challengeToken: challenge.token, mfaCode: code)
            if let session = try? await client.call(answer).response.session { secrets.add(session.token) }
        }
        let key = try #require(try await client.call(CreateAccessKeyRequest(userName: "alice")).response.accessKey)
        let rotation = RotateAccessKeyRequest(userName: "alice", accessKeyID: key.accessKeyID, overlapSeconds: 60)
        let next = try #require(try await client.call(rotation).response.accessKey)
        for made in [key, next] {
            secrets.add(made.secretAccessKey)
            let request = AuthenticateAccessKeyRequest(
                accessKeyID: made.accessKeyID,
                secretAccessKey: made.secretAccessKey
            )
            let token = try #require(try await client.call(request).response.session).token
            secrets.add(token)
            _ = try await client.call(GetCallerIdentityRequest(), token: token)
            for wrong in [token, token + "A"] {
                await #expect(throws: Refusal.self) { try await client.call(ListUsersRequest(), token: wrong) }
            }
        }
        try await guess(daemon)
    }

    /// What is refused, with something secret in it.
    private static func guess(_ daemon: TestDaemon) async throws {
        let client = try await daemon.client()
        for (name, password) in [("alice", passwords[2]), (passwords[0], "alice"), ("nobody", passwords[1])] {
            let request = SignInRequest(userName: name, password: password)
            await #expect(throws: Refusal.self) { try await client.call(request) }
        }
        await #expect(throws: Refusal.self) {
            try await client.call(AnswerChallengeRequest(challengeToken: passwords[0], mfaCode: passwords[1]))
        }
        await #expect(throws: Refusal.self) { try await client.call(GetUserRequest(userName: passwords[0])) }
    }
}
