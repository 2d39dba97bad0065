import Logging
import Model
import Synchronization
import Testing
import Wire

@testable import Server

struct DispatcherTests {
    @Test func `health is told of the daemon and of each service, and not of others`() async throws {
        let account = try await TestAccount.make()
        let loop = try await TestLoop(account)
        let services = [
            "", "postern.v1.Authentication", "postern.v1.Authorization", "postern.v1.Identity", "postern.v1.AccessKeys",
            "grpc.health.v1.Health",
        ]
        for service in services {
            let answer = try await loop.call(HealthCheckRequest(service: service), uid: TestAccount.strangerUID)
            #expect(try answer.get().status == .serving, "\(service)")
        }
        let unknown = try await loop.call(HealthCheckRequest(service: "postern.v1.Moat"), uid: TestAccount.strangerUID)
        #expect(unknown.refusal?.status == .notFound)
    }

    @Test func `a daemon that stops refuses calls and says so when it is asked for its health`() async throws {
        let account = try await TestAccount.make()
        let loop = try await TestLoop(account)
        account.dispatcher.beginDraining()
        let health = try await loop.call(HealthCheckRequest(), uid: TestAccount.rootUID).get()
        #expect(health.status == .notServing)
        #expect(try await loop.call(ListUsersRequest(), uid: TestAccount.rootUID).refusal?.status == .unavailable)
    }

    @Test func `an access key's secret is taken on the native socket only`() async throws {
        let loop = try await TestLoop(try await TestAccount.make())
        let request = AuthenticateAccessKeyRequest(accessKeyID: "AKIAAAAAAAAAAAAAAAAA", secretAccessKey: "x")
        let native = try await loop.call(request, uid: TestAccount.strangerUID)
        #expect(native.refusal?.status == .unauthenticated)
        let other = try await loop.call(request, uid: TestAccount.strangerUID, transport: .grpc)
        #expect(other.refusal?.status == .unimplemented)
    }

    @Test func `the holder of a token may be asked about by who was shown it, and by no other means`() async throws {
        let account = try await TestAccount.make()
        let loop = try await TestLoop(account)
        try await account.permit(TestAccount.allow(["s3:GetObject"], on: ["*"]))
        let role = AssumeRoleRequest(roleARN: TestAccount.arn("role/svc/runner"), roleSessionName: "job")
        try await account.permit(TestAccount.allow(["sts:AssumeRole"], on: ["*"]), named: "assume")
        let session = try await loop.call(role, uid: TestAccount.subjectUID).get().session
        let token = try #require(session?.token)
        var question = AuthorizeRequest(principalToken: token, action: "s3:GetObject", resource: "*")
        // The role may do nothing, the user that shows its token may.
        #expect(try await loop.call(question, uid: TestAccount.subjectUID).get().decision == .implicitDeny)
        question.principal = TestAccount.arn("user/subject")
        #expect(try await loop.call(question, uid: TestAccount.subjectUID).refusal?.status == .invalidArgument)
        question.principalToken = ""
        #expect(try await loop.call(question, uid: TestAccount.subjectUID).get().decision == .allow)
        question = AuthorizeRequest(principalToken: token + "A", action: "s3:GetObject", resource: "*")
        #expect(try await loop.call(question, uid: TestAccount.subjectUID).refusal?.status == .unauthenticated)
        question.principalToken = token
        #expect(try await loop.call(question, uid: TestAccount.strangerUID).refusal?.status == .unauthenticated)
    }

    @Test func `a token that has ended does not stand in the way of signing in, and is refused elsewhere`() async throws
    {
        let loop = try await TestLoop(try await TestAccount.make())
        let uid = TestAccount.rootUID
        let signIn = try await loop.call(SignInRequest(userName: "alice", password: "x"), uid: uid, token: "stale")
        #expect(signIn.refusal?.message.contains("token") == false)
        #expect(try await loop.call(ListUsersRequest(), uid: uid, token: "stale").refusal?.status == .unauthenticated)
        #expect(try await loop.call(ListUsersRequest(), uid: uid).refusal == nil)
    }

    @Test func `what is decided on the loop follows the next write`() async throws {
        let account = try await TestAccount.make()
        let loop = try await TestLoop(account)
        let question = AuthorizeRequest(action: "s3:GetObject", resource: "*")
        #expect(try await loop.call(question, uid: TestAccount.subjectUID).get().decision == .implicitDeny)
        try await account.permit(TestAccount.allow(["s3:GetObject"], on: ["*"]))
        #expect(try await loop.call(question, uid: TestAccount.subjectUID).get().decision == .allow)
        try await account.permit(TestAccount.everything(but: ["s3:GetObject"]), named: "deny")
        #expect(try await loop.call(question, uid: TestAccount.subjectUID).get().decision == .explicitDeny)
    }
}

@Suite(.timeLimit(.minutes(2)))
struct LoggingTests {
    /// Keeps every line, with its metadata.
    private struct Keeper: LogHandler {
        final class Lines: Sendable {
            let all = Mutex<[String]>([])
        }

        let lines: Lines
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let pairs = (event.metadata ?? [:]).map { "\($0.key)=\($0.value)" }.sorted().joined(separator: " ")
            lines.all.withLock { $0.append("\(event.message) \(pairs)") }
        }
    }

    @Test func `a refused call is one line, which holds neither what was sent nor its secrets`() async throws {
        let kept = Keeper.Lines()
        try await LoopbackServer.run(logger: Logger(label: "test") { _ in Keeper(lines: kept) }) { server in
            let client = try await server.connect()
            let signIn = SignInRequest(userName: "hunter2-in-the-wrong-field", password: "hunter2-the-password")
            try await client.send(.of(signIn, call: 1, token: "hunter2-the-token"))
            #expect(try await client.reply().isSuccess == false)
            client.sendAnyway([0, 0, 0, 0])
            _ = try await client.reply()
        }
        let lines = kept.all.withLock { $0 }
        #expect(lines.filter { $0.contains("method=/postern.v1.Authentication/SignIn") }.count == 1)
        #expect(lines.filter { $0.contains("length 0") }.count == 1)
        #expect(!lines.contains { $0.contains("hunter2") })
    }
}
