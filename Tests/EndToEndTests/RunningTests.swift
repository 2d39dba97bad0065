import Client
import Foundation
import Glibc
import Model
import Testing
import Wire

/// What a daemon does when it is told something while it runs.
@Suite struct RunningTests {
    @Test func `systemd is told when the daemon is ready, reloads and stops`() async throws {
        let account = try await TestAccount.made()
        let daemon = try await account.start()
        _ = try await daemon.client()
        daemon.process.send(SIGHUP)
        let reloading = try await daemon.states.next()
        #expect(reloading.first == "RELOADING=1")
        #expect(reloading.last?.hasPrefix("MONOTONIC_USEC=") == true)
        #expect(try await daemon.states.next() == ["READY=1"])
        daemon.process.send(SIGTERM)
        #expect(try await daemon.states.next() == ["STOPPING=1"])
        #expect(await daemon.process.ending() == .exit(0))
        #expect(!FileManager.default.fileExists(atPath: account.socket))
    }

    @Test func `the socket is the group's too, in a folder that is not the others'`() async throws {
        let account = try await TestAccount.made()
        let daemon = try await account.start()
        let files = FileManager.default
        let socket = try files.attributesOfItem(atPath: account.socket)
        #expect(socket[.type] as? FileAttributeType == .typeSocket)
        #expect(socket[.posixPermissions] as? Int == 0o660)
        let folder = try files.attributesOfItem(atPath: account.folder.file("run"))
        #expect(folder[.posixPermissions] as? Int == 0o750)
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a socket that a killed daemon left is taken over`() async throws {
        let account = try await TestAccount.made()
        let first = try await account.start()
        await first.kill()
        #expect(FileManager.default.fileExists(atPath: account.socket))
        let second = try await account.start()
        #expect(try await second.client().call(GetCallerIdentityRequest()).response.account == TestAccount.id)
        #expect(await second.stop() == .exit(0))
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func `a call in flight is answered before the daemon ends`(_ signal: Int32) async throws {
        let account = try await TestAccount.made()
        // A hash that takes so long that the next call is answered first, and not so long that the daemon gives it up.
        try account.configure(#""passwordMemoryKibibytes": 32768, "passwordPasses": 3"#)
        let daemon = try await account.start()
        _ = try await daemon.client().call(CreateUserRequest(userName: "alice"))
        let connection = try FrameConnection(path: account.socket)
        let slow = CreateLoginProfileRequest(userName: "alice", password: "correct horse battery")
        try connection.send([
            .call(CallFrame(call: 1, method: RPC.createLoginProfile.rawValue, message: encode(slow))),
            .call(CallFrame(call: 2, method: RPC.healthCheck.rawValue, message: encode(HealthCheckRequest()))),
        ])
        // Frames are taken in order: the call before this one is in flight.
        #expect(try await connection.next().call == 2)
        daemon.process.send(signal)
        guard case .reply(let reply) = try await connection.next() else {
            Issue.record("not a reply")
            return
        }
        #expect(reply.call == 1 && reply.refusal == nil)
        #expect(await daemon.process.ending() == .exit(0))

        let next = try await account.start()
        let answer = try await next.client().call(GetLoginProfileRequest(userName: "alice"))
        #expect(answer.response.loginProfile?.userName == "alice")
        #expect(answer.revision >= reply.revision)
        #expect(await next.stop() == .exit(0))
    }

    @Test func `last-used times and failures are there after a stop`() async throws {
        let account = try await TestAccount.made()
        let daemon = try await account.start()
        let client = try await daemon.client()
        _ = try await client.call(CreateUserRequest(userName: "robot"))
        let key = try #require(try await client.call(CreateAccessKeyRequest(userName: "robot")).response.accessKey)
        _ = try await client.call(
            AuthenticateAccessKeyRequest(accessKeyID: key.accessKeyID, secretAccessKey: key.secretAccessKey)
        )
        #expect(await daemon.stop() == .exit(0))
        let next = try await account.start()
        let used = try await next.client().call(GetAccessKeyLastUsedRequest(accessKeyID: key.accessKeyID)).response
        #expect(used.lastUsedDate > 0)
        #expect(!daemon.log.contains(key.secretAccessKey))
        #expect(await next.stop() == .exit(0))
    }

    @Test func `a reload takes peers and log level at once, on connections that are there`() async throws {
        let account = try await TestAccount.made()
        let daemon = try await account.start()
        let client = try await daemon.client()
        _ = try await client.call(CreateUserRequest(userName: "alice"))
        try account.configure(#""peers": ["uid:\#(geteuid())=user/alice"]"#)
        try await daemon.reload()
        #expect(try await client.call(GetCallerIdentityRequest()).response.arn.hasSuffix(":user/alice"))
        await #expect(throws: Refusal.self) { try await client.call(CreateUserRequest(userName: "bob")) }
        try account.configure("")
        try await daemon.reload()
        #expect(try await client.call(GetCallerIdentityRequest()).response.arn.hasSuffix(":root"))
        #expect(daemon.log.contains("key=peers"))
        #expect(await daemon.stop() == .exit(0))
    }

    @Test(arguments: [
        #""logLevel": "loud""#, #""peers": ["uid:1=somebody"]"#, #""rootPeers": 0"#, #""soket": "/x""#, "{",
    ])
    func `a reload of a wrong configuration changes nothing, and says what is wrong`(_ wrong: String) async throws {
        let account = try await TestAccount.made()
        let daemon = try await account.start()
        let client = try await daemon.client()
        // Right in itself, but not taken with what is wrong.
        try account.configure(#""rootPeers": false, \#(wrong)"#)
        if wrong.contains("rootPeers") { try account.configure(wrong) }
        try await daemon.reload()
        #expect(try await client.call(GetCallerIdentityRequest()).response.arn.hasSuffix(":root"))
        #expect(daemon.log.contains("the configuration stays as it was"), "\(daemon.log)")
        #expect(daemon.log.contains("posternd.json"), "\(daemon.log)")
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `quotas of the configuration become the account's`() async throws {
        let account = try await TestAccount.made()
        try account.configure(#""quotas": {"users": 1}"#)
        let daemon = try await account.start()
        let client = try await daemon.client()
        _ = try await client.call(CreateUserRequest(userName: "alice"))
        let refusal = await #expect(throws: Refusal.self) {
            try await client.call(CreateUserRequest(userName: "bob"))
        }
        #expect(refusal?.code == "LimitExceeded")
        #expect(await daemon.stop() == .exit(0))
    }

    @Test func `a socket that systemd hands over is served, and stays there for the next start`() async throws {
        let account = try await TestAccount.made()
        let socket = try ListeningTestSocket(path: account.folder.file("handed.sock"))
        // The process that the variables name must be the daemon itself: the shell becomes it.
        let line = "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$@\""
        let words = ["/bin/sh", "-c", line, "sh", Programs.daemon, "run"] + account.options
        let daemon = try await account.launch(words: words, third: socket.descriptor)
        #expect(try await daemon.states.wait(for: "READY=1", NotifySocket.ended) == "READY=1", "\(daemon.log)")
        let client = try await PosternClient.connect(path: socket.path)
        #expect(try await client.call(GetCallerIdentityRequest()).response.account == TestAccount.id)
        #expect(!FileManager.default.fileExists(atPath: account.socket))
        #expect(await daemon.stop() == .exit(0))
        #expect(FileManager.default.fileExists(atPath: socket.path))
    }
}
