import Administration
import Directory
import Model
import Secrets
import Testing
import Wire

@testable import Server

/// A machine whose clock jumps, with an account on it in use.
@Suite(.timeLimit(.minutes(2)))
struct ClockTests {
    private static let password = "correct horse battery"

    @Test(arguments: [-3_600, 31_536_000] as [Int64])
    func `a clock set back an hour or forward a year loses nothing, lets nobody in, and keeps nobody out`(
        _ jump: Int64
    ) async throws {
        let clock = HandWoundClock()
        try await LoopbackServer.run(clock: clock) { server in
            let (account, client) = (server.account, try await server.connect())
            _ = try await account.administrator.createLoginProfile(
                CreateLoginProfileRequest(userName: "alice", password: Self.password),
                by: account.root
            )
            func reply(_ request: some WireCall, token: String = "") async throws -> ReplyFrame {
                try await client.send(.of(request, call: 1, token: token))
                return try await client.reply()
            }
            func signIn() async throws -> String {
                let request = SignInRequest(userName: "alice", password: Self.password)
                return try #require(try await reply(request).response(SignInResponse.self).session?.token)
            }
            func isKnown(_ token: String) async throws -> Bool {
                try await reply(GetCallerIdentityRequest(), token: token).isSuccess
            }
            let before = try await signIn()
            #expect(try await isKnown(before))
            let ended = try await signIn()
            #expect(try await reply(SignOutRequest(), token: ended).isSuccess)

            clock.set(jump)
            // What was begun at the other time waits for it; what is begun now is good now.
            #expect(try await !isKnown(before))
            let after = try await signIn()
            #expect(try await isKnown(after))
            let revision = account.directory.current.revision
            let made = try await reply(CreateUserRequest(userName: "made"))
            #expect(made.isSuccess && made.revision > revision)
            let question = AuthorizeRequest(action: "s3:GetObject", resource: "*")
            #expect(try await reply(question).response(AuthorizeResponse.self).decision == .allow)
            for _ in 0..<5 { _ = try await reply(SignInRequest(userName: "alice", password: "wrong")) }
            try await account.administrator.sweep()

            clock.set(0)
            #expect(try await isKnown(before))
            // A session of the year that has not come yet is refused; one of an hour ago is an hour older.
            #expect(try await isKnown(after) == (jump < 0))
            #expect(try await !isKnown(ended))
            #expect(try await reply(GetUserRequest(userName: "made")).isSuccess)
            // Failures of whatever time make nobody wait longer than the longest wait, which may begin anew.
            _ = try await reply(SignInRequest(userName: "alice", password: Self.password))
            clock.set(15 * 60)
            _ = try await signIn()
        }
    }

    @Test func `a session that was ended stays so, though its revocation was dropped by a clock a year ahead`()
        async throws
    {
        let clock = HandWoundClock()
        let account = try await TestAccount.make(clock: { clock.now }, uptime: { clock.uptime })
        let loop = try await TestLoop(account)
        _ = try await account.administrator.createLoginProfile(
            CreateLoginProfileRequest(userName: "alice", password: Self.password),
            by: account.root
        )
        func signIn(seconds: UInt32 = 0) async throws -> String {
            let request = SignInRequest(userName: "alice", password: Self.password, durationSeconds: seconds)
            return try #require(try await loop.call(request, uid: 7).get().session?.token)
        }
        func refusal(_ token: String) async throws -> String? {
            try await loop.call(GetCallerIdentityRequest(), uid: 7, token: token).refusal?.code
        }
        let (ended, longer) = (try await signIn(), try await signIn(seconds: 129_600))
        _ = try await loop.call(SignOutRequest(), uid: 7, token: ended).get()

        clock.set(31_536_000)
        try await account.administrator.sweep()
        #expect(account.directory.current.revocationCount == 1)
        clock.advance(seconds: ClockWatch.trialSeconds)
        try await account.administrator.sweep()
        #expect(account.directory.current.revocationCount == 0)

        clock.set(ClockWatch.trialSeconds)
        #expect(try await refusal(ended) == "ExpiredToken")
        #expect(try await refusal(longer) == nil)
        let fresh = try await signIn()
        try await account.administrator.sweep()
        clock.advance(seconds: ClockWatch.trialSeconds)
        try await account.administrator.sweep()
        #expect(try await refusal(fresh) == nil)
        #expect(try await refusal(ended) == "ExpiredToken")
    }

    // The step of a code is spent by its number: no clock makes it good again.
    @Test func `a code that was spent stays spent when the clock is set back`() async throws {
        let clock = HandWoundClock()
        let account = try await TestAccount.make(clock: { clock.now })
        let loop = try await TestLoop(account)
        let wanted = CreateVirtualMFADeviceRequest(virtualMFADeviceName: "tablet")
        let made = try await loop.call(wanted, uid: TestAccount.rootUID).get()
        let device = try OneTimePassword(seed: try #require(Base32.decode(made.base32StringSeed)))
        func code(_ steps: Int64) -> String {
            device.code(step: OneTimePassword.step(at: clock.now.adding(seconds: steps * OneTimePassword.stepSeconds)))
        }
        let serial = try #require(made.virtualMFADevice?.serialNumber)
        let enable = EnableMFADeviceRequest(
            userName: "alice",
            serialNumber: serial,
            authenticationCode1: code(-1),
            authenticationCode2: code(0)
        )
        _ = try await loop.call(enable, uid: TestAccount.rootUID).get()
        _ = try await account.administrator.createLoginProfile(
            CreateLoginProfileRequest(userName: "alice", password: Self.password),
            by: account.root
        )
        clock.set(60)
        func answer(_ code: String) async throws -> Result<AnswerChallengeResponse, Refusal> {
            let request = SignInRequest(userName: "alice", password: Self.password)
            let challenge = try #require(try await loop.call(request, uid: 7).get().challenge)
            return try await loop.call(
                AnswerChallengeRequest(challengeToken: challenge.token, mfaCode: code),
                uid: 7
            )
        }
        let spent = code(0)
        #expect(try await answer(spent).get().session != nil)
        for seconds in [60, 45, 31, -3_600] as [Int64] {
            clock.set(seconds)
            #expect(try await answer(spent).refusal?.code == "InvalidAuthenticationCode")
            clock.set(seconds + 2_000)
            clock.set(60)
        }
    }
}
