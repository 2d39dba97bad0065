import Logging
import Model
import Secrets
import Testing
import Wire

@testable import Server

/// Everything that happens with secrets, told to a log that keeps it all.
@Suite(.timeLimit(.minutes(2)))
struct SecretLogTests {
    /// Secrets as they come up, in every form in which a careless line would have them.
    private struct Secrets {
        private(set) var texts: Set<String> = []

        mutating func add(_ secret: String) {
            let bytes = Array(secret.utf8)
            texts.formUnion([secret, Hex.encode(bytes), Base64URL.encode(bytes), "\(bytes)"])
        }

        func leaks(in lines: [String]) -> [String] { lines.filter { line in texts.contains { line.contains($0) } } }
    }

    /// A client that makes one call after the other.
    private struct Walker {
        let client: RawClient

        func call<C: WireCall>(_ request: C, token: String = "") async throws -> C.Response {
            let reply = try await ask(request, token: token)
            if let refusal = reply.refusal { throw refusal }
            return try reply.response(C.Response.self)
        }

        @discardableResult
        func ask(_ request: some WireCall, token: String = "") async throws -> ReplyFrame {
            try await client.send(.of(request, call: 1, token: token))
            return try await client.reply()
        }
    }

    private static let passwords = (first: "hunter2 horse battery", second: "hunter3 horse battery")
    private static let canary = "hunter4-canary-in-the-wrong-field"

    @Test func `the logs of a walk through every RPC hold no secret of that walk`() async throws {
        let lines = LogKeeper.Lines()
        var secrets = Secrets()
        for text in [Self.passwords.first, Self.passwords.second, Self.canary] { secrets.add(text) }
        let clock = HandWoundClock()
        let logger = Logger(label: "test") { _ in LogKeeper(lines) }
        try await LoopbackServer.run(clock: clock, logger: logger) { server in
            let walker = Walker(client: try await server.connect())
            var token = try await Self.signIn(walker, clock, &secrets)
            try await Self.useKeys(walker, token, &secrets)
            token = try await Self.changePassword(walker, clock, &secrets, token)
            try await Self.everyRPC(server, walker, token)
            try await Self.wrongPlaces(server)
        }
        // The log is one that is written to, and the search is one that finds.
        #expect(lines.all.count { $0.hasPrefix("call refused") } > RPC.allCases.count)
        #expect(secrets.texts.count > 60)
        #expect(!secrets.leaks(in: ["password=\(Self.passwords.first)"]).isEmpty)
        let leaks = secrets.leaks(in: lines.all)
        #expect(leaks.isEmpty, "\(leaks.prefix(3))")
    }

    /// With a device: wrong passwords, wrong codes, challenges and the session.
    private static func signIn(
        _ walker: Walker,
        _ clock: HandWoundClock,
        _ secrets: inout Secrets
    ) async throws -> String {
        _ = try await walker.call(CreateLoginProfileRequest(userName: "alice", password: passwords.first))
        let made = try await walker.call(CreateVirtualMFADeviceRequest(virtualMFADeviceName: "tablet"))
        secrets.add(made.base32StringSeed)
        secrets.add(made.otpauthURI)
        let seed = try #require(Base32.decode(made.base32StringSeed))
        secrets.add(Hex.encode(seed))
        let device = try OneTimePassword(seed: seed)
        func code(_ steps: Int64) -> String {
            let moment = clock.now.adding(seconds: steps * OneTimePassword.stepSeconds)
            return device.code(step: OneTimePassword.step(at: moment))
        }
        for steps in -1...2 as ClosedRange<Int64> { secrets.add(code(steps)) }
        let serial = made.virtualMFADevice?.serialNumber ?? ""
        for (first, second) in [(code(0), code(-1)), (code(-1), code(0))] {
            await #expect(throws: Never.self) {
                try await walker.ask(
                    EnableMFADeviceRequest(
                        userName: "alice",
                        serialNumber: serial,
                        authenticationCode1: first,
                        authenticationCode2: second
                    )
                )
            }
        }
        try await walker.ask(SignInRequest(userName: "alice", password: passwords.second))
        // The password where the name belongs.
        try await walker.ask(SignInRequest(userName: passwords.first, password: "alice"))
        let request = SignInRequest(userName: "alice", password: passwords.first)
        let challenge = try #require(try await walker.call(request).challenge)
        secrets.add(challenge.token)
        for typed in [code(0), code(1)] {
            let answer = AnswerChallengeRequest(challengeToken: challenge.token, mfaCode: typed)
            guard let session = try await walker.ask(answer).outcomeSession else { continue }
            secrets.add(session.token)
            return session.token
        }
        throw TestFailure("no session")
    }

    private static func useKeys(_ walker: Walker, _ token: String, _ secrets: inout Secrets) async throws {
        let made = try #require(try await walker.call(CreateAccessKeyRequest(userName: "subject")).accessKey)
        let rotate = RotateAccessKeyRequest(
            userName: "subject",
            accessKeyID: made.accessKeyID,
            overlapSeconds: 60,
            idempotencyToken: "hunter5-idempotency"
        )
        secrets.add(rotate.idempotencyToken)
        let rotated = try #require(try await walker.call(rotate).accessKey)
        for key in [made, rotated] {
            secrets.add(key.secretAccessKey)
            let right = AuthenticateAccessKeyRequest(
                accessKeyID: key.accessKeyID,
                secretAccessKey: key.secretAccessKey
            )
            let session = try #require(try await walker.call(right).session)
            secrets.add(session.token)
            try await walker.ask(GetCallerIdentityRequest(), token: session.token)
            try await walker.ask(ListUsersRequest(), token: session.token)
            // Altered, and with the secret where the id belongs.
            try await walker.ask(ListUsersRequest(), token: session.token + "A")
            try await walker.ask(
                AuthenticateAccessKeyRequest(accessKeyID: key.secretAccessKey, secretAccessKey: key.accessKeyID)
            )
        }
        let question = AuthorizeRequest(principalToken: token, action: "s3:GetObject", resource: "*")
        try await walker.ask(question)
        try await walker.ask(ExplainRequest(question: question))
        try await walker.ask(BatchAuthorizeRequest(shared: question, items: [BatchItem(), BatchItem(action: "x")]))
    }

    private static func changePassword(
        _ walker: Walker,
        _ clock: HandWoundClock,
        _ secrets: inout Secrets,
        _ token: String
    ) async throws -> String {
        let own = TestAccount.allow(["iam:ChangePassword", "sts:AssumeRole"], on: ["*"])
        _ = try await walker.call(PutUserPolicyRequest(userName: "alice", policyName: "own", policyDocument: own))
        let assume = AssumeRoleRequest(
            roleARN: TestAccount.arn("role/svc/runner"),
            roleSessionName: "job",
            externalID: "hunter6-external"
        )
        secrets.add(assume.externalID)
        let session = try #require(try await walker.call(assume, token: token).session)
        secrets.add(session.token)
        let (old, new) = passwords
        try await walker.ask(ChangePasswordRequest(oldPassword: new, newPassword: old + "!"), token: token)
        _ = try await walker.call(ChangePasswordRequest(oldPassword: old, newPassword: new), token: token)
        // The session ended with the password.
        #expect(try await walker.ask(GetCallerIdentityRequest(), token: token).refusal != nil)
        return session.token
    }

    /// Every RPC, as root and by a token, with and without something secret in each of its texts.
    private static func everyRPC(_ server: LoopbackServer, _ walker: Walker, _ token: String) async throws {
        for rpc in RPC.allCases {
            let message = Sample.of(rpc, in: server.account).message
            let spoilt = WireFields(message).replacing { _ in canary }
            for body in spoilt + [Array(canary.utf8), message] {
                for shown in [token, canary, ""] {
                    let call = CallFrame(call: 1, method: rpc.rawValue, token: shown, message: body)
                    try await walker.client.send(.call(call))
                    _ = try await walker.client.reply()
                }
            }
        }
    }

    /// Something secret where a call has its method, its metadata or its very frame.
    private static func wrongPlaces(_ server: LoopbackServer) async throws {
        let client = try await server.connect()
        let pair = MetadataPair(key: canary, value: canary)
        let health = RPC.healthCheck.rawValue
        for method in [canary, "/postern.v1.Identity/\(canary)", health + canary, health] {
            try await client.send(.call(CallFrame(call: 1, method: method, metadata: [pair])))
            _ = try await client.reply()
        }
        let text = Array(canary.utf8)
        let bad = [text, [0, 0, 0, UInt8(text.count)] + text, encodeFrame(.reply(ReplyFrame(call: 1, message: text)))]
        for bytes in bad {
            let client = try await server.connect()
            client.sendAnyway(bytes)
            _ = await client.repliesBeforeTheEnd()
        }
    }
}

extension ReplyFrame {
    /// The session of a challenge that was answered.
    fileprivate var outcomeSession: Session? {
        guard isSuccess else { return nil }
        return (try? response(AnswerChallengeResponse.self))?.session
    }
}
