import Authorization
import Directory
import Dispatch
import Model
import Testing
import Wire

@testable import Server

/// Questions that take longer than an event loop may be held are judged elsewhere.
@Suite(.timeLimit(.minutes(2)))
struct LongQuestionTests {
    private static func policy(_ effect: String, bytes: Int) -> String {
        let policy =
            #"{"Version":"2012-10-17","Statement":{"Sid":"Own","Effect":"\#(effect)","Principal":"*","#
            + #""Action":"s3:GetObject","Resource":"*"}}"#
        return policy + String(repeating: " ", count: max(0, bytes - policy.utf8.count))
    }

    private static let long = policy("Deny", bytes: Limits.resourcePolicyBytesOnLoop + 1)
    private static let longest = policy("Deny", bytes: Limits.policyBytesMax)

    private static func question(_ policy: String) -> AuthorizeRequest {
        AuthorizeRequest(action: "s3:GetObject", resource: "arn:aws:s3:::castle/gate", resourcePolicy: policy)
    }

    private static func batch(_ policy: String) -> BatchAuthorizeRequest {
        BatchAuthorizeRequest(shared: question(policy), items: [BatchItem(), BatchItem(action: "s3:PutObject")])
    }

    private static func call(_ request: some WireCall) -> IncomingCall { .of(request, uid: TestAccount.subjectUID) }

    @Test func `the loop leaves them, and answers others before they are judged, at the state that they saw`()
        async throws
    {
        let account = try await TestAccount.make()
        let loop = try await TestLoop(account)
        let before = account.directory.current.revision
        let allow = Self.policy("Allow", bytes: Limits.policyBytesMax)
        var steps: [TestLoop.Step] = []
        for call in [Self.call(Self.question(allow)), Self.call(Self.batch(allow))] {
            let step = try await loop.begin(call)
            guard case .working = step else { throw TestFailure("judged on the loop") }
            steps.append(step)
        }
        // A write and an answer come before them.
        try await account.permit(TestAccount.everything(but: ["s3:GetObject"]))
        let other = try await loop.begin(Self.call(Self.question(Self.policy("Allow", bytes: 0))))
        guard case .done(let answer) = other else { throw TestFailure("not judged on the loop") }
        #expect(try decode(AuthorizeResponse.self, from: answer.get().message).decision == .explicitDeny)
        #expect(try answer.get().revision > before)
        let single = try await loop.end(steps[0]).get()
        let response = try decode(AuthorizeResponse.self, from: single.message)
        #expect(response.decision == .allow && response.statements.map(\.sid) == ["Own"])
        #expect(single.revision == before && response.revision == before.rawValue)
        let batch = try await loop.end(steps[1]).get()
        let results = try decode(BatchAuthorizeResponse.self, from: batch.message)
        #expect(results.results.map(\.decision) == [.allow, .implicitDeny])
        #expect(batch.revision == before && results.revision == before.rawValue)
    }

    @Test func `a policy that was read once is kept for the loop, where it is not too long`() async throws {
        let loop = try await TestLoop(try await TestAccount.make())
        for (policy, isKept) in [(Self.long, true), (Self.longest, false)] {
            var answers: [Answer] = []
            for isFirst in [true, false] {
                for call in [Self.call(Self.question(policy)), Self.call(Self.batch(policy))] {
                    let step = try await loop.begin(call)
                    let isOnLoop = if case .done = step { true } else { false }
                    // The batch finds what the question left.
                    let isBatch = call.method == RPC.batchAuthorize.rawValue
                    #expect(isOnLoop == (isKept && (!isFirst || isBatch)))
                    answers.append(try await loop.end(step).get())
                }
            }
            #expect(answers[0].message == answers[2].message && answers[1].message == answers[3].message)
        }
    }

    @Test func `who may not ask about somebody is told so there too`() async throws {
        let account = try await TestAccount.make()
        let loop = try await TestLoop(account)
        let alice = TestAccount.arn("user/dev/alice")
        var batch = Self.batch(Self.longest)
        batch.items.append(BatchItem(principal: alice))
        batch.items.append(BatchItem(principal: TestAccount.arn("user/nobody")))
        let codes = try await loop.call(batch, uid: TestAccount.subjectUID).get().results.map(\.errorCode)
        #expect(codes == ["", "", "AccessDenied", "AccessDenied"])
        try await account.permit(TestAccount.allow(["postern:Authorize"], on: [alice]))
        let after = try await loop.call(batch, uid: TestAccount.subjectUID).get().results.map(\.errorCode)
        #expect(after == ["", "", "", "AccessDenied"])
        var question = Self.question(Self.longest)
        question.principal = TestAccount.arn("user/nobody")
        #expect(try await loop.call(question, uid: TestAccount.subjectUID).refusal?.status == .permissionDenied)
    }

    @Test func `a document that is none is refused in the same words`() async throws {
        let loop = try await TestLoop(try await TestAccount.make())
        let uid = TestAccount.subjectUID
        let short = try await loop.call(Self.question("{"), uid: uid)
        let long = try await loop.call(Self.question("{" + String(repeating: " ", count: 20_000)), uid: uid)
        #expect(short.refusal?.code == "MalformedPolicyDocument" && long.refusal?.code == short.refusal?.code)
        let tooLong = try await loop.call(Self.question(Self.longest + " "), uid: uid)
        #expect(tooLong.refusal?.message.contains("at most \(Limits.policyBytesMax)") == true)
    }

    @Test func `while one is judged, other connections are answered, and it may be given up`() async throws {
        try await LoopbackServer.run { server in
            let (asker, other) = (try await server.connect(), try await server.connect())
            let (begun, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let authorizer = server.account.authorizer
            // On a thread of its own, so that no other task waits for it but who wants the Authorizer.
            let occupation = Task(executorPreference: OwnThread()) { await authorizer.wait(begun, gate) }
            defer { gate.signal() }
            await untilSignalled(begun)
            let (question, batch) = (Self.question(Self.longest), Self.batch(Self.longest))
            try await asker.send(
                .of(question, call: 1, timeoutMilliseconds: 600_000),
                .of(batch, call: 2, timeoutMilliseconds: 600_000),
                .of(question, call: 3, timeoutMilliseconds: 1),
                .of(batch, call: 4, timeoutMilliseconds: 1),
                .of(question, call: 5),
                .of(batch, call: 6)
            )
            let late = try await asker.replies(2)
            #expect(late[3]?.refusal?.status == .deadlineExceeded && late[4]?.refusal?.status == .deadlineExceeded)
            try await asker.send(.cancel(call: 5), .cancel(call: 6), .question(7))
            let next = try await asker.replies(3)
            #expect(next[5]?.refusal?.status == .cancelled && next[6]?.refusal?.status == .cancelled)
            #expect(next[7]?.isSuccess == true)
            try await other.send(.question(1))
            #expect(try await other.reply().response(AuthorizeResponse.self).decision == .allow)
            gate.signal()
            await occupation.value
            let answers = try await asker.replies(2)
            #expect(try answers[1]?.response(AuthorizeResponse.self).decision == .explicitDeny)
            let results = try answers[2]?.response(BatchAuthorizeResponse.self).results
            #expect(results?.map(\.decision) == [.explicitDeny, .allow])
        }
    }

    @Test func `requests in flight leave no room for others of their uid, until they are answered`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.waitingBytesPerUID = 3 * Limits.waitingBytesStep
        } _: { server in
            let (begun, gate) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            let authorizer = server.account.authorizer
            let occupation = Task(executorPreference: OwnThread()) { await authorizer.wait(begun, gate) }
            defer { gate.signal() }
            await untilSignalled(begun)
            // Two steps each.
            let question = Self.question(Self.longest)
            let (first, second) = (try await server.connect(), try await server.connect())
            try await first.send(.of(question, call: 1), .question(2))
            #expect(try await first.reply().call == 2)
            second.sendAnyway(encodeFrame(.question(2)) + encodeFrame(.of(question, call: 1)))
            #expect(try await second.reply().call == 2, "what is short waits uncounted")
            let refused = try await second.reply()
            #expect(refused.call == 0 && refused.code == "Throttling", "\(refused)")
            gate.signal()
            await occupation.value
            #expect(try await first.reply().isSuccess)
            try await first.send(.of(question, call: 1))
            #expect(try await first.reply().isSuccess)
        }
    }

    @Test func `what a batch takes in memory is counted there too`() async throws {
        try await LoopbackServer.run { configuration in
            configuration.waitingBytesPerUID = 6 * Limits.waitingBytesStep
            configuration.connection.throttledPause = .zero
        } _: { server in
            let client = try await server.connect()
            for (items, isTaken) in [(100, true), (10_000, false)] {
                let batch = BatchAuthorizeRequest(
                    shared: Self.question(Self.longest),
                    items: Array(repeating: BatchItem(), count: items)
                )
                #expect(encode(batch).count < 3 * Limits.waitingBytesStep)
                try await client.send(.of(batch, call: 1))
                let reply = try await client.reply()
                #expect(reply.isSuccess == isTaken && reply.code == (isTaken ? nil : "Throttling"))
            }
        }
    }
}

extension Authorizer {
    /// Keeps the Authorizer from all else until the gate opens.
    fileprivate func wait(_ begun: DispatchSemaphore, _ gate: DispatchSemaphore) {
        begun.signal()
        gate.wait()
    }
}

private func untilSignalled(_ semaphore: DispatchSemaphore) async {
    await withCheckedContinuation { continuation in
        DispatchQueue.global().async {
            semaphore.wait()
            continuation.resume()
        }
    }
}
