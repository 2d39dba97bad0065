import Client
import Glibc
import Model
import Testing
import Wire

@Suite struct PosternClientTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func connected(
        _ script: @escaping @Sendable ([Frame]) -> ScriptedDaemon.Step
    ) async throws -> (PosternClient, ScriptedDaemon) {
        let daemon = try ScriptedDaemon(path: folder.file("s"), script)
        return (try await PosternClient.connect(path: daemon.path), daemon)
    }

    private static func named(_ frame: Frame) -> ReplyFrame {
        guard case .call(let call) = frame, let request = try? decode(GetUserRequest.self, from: call.message) else {
            return .refusal(call: frame.call, .internalFailure("not a call"))
        }
        let response = GetUserResponse(user: User(userName: request.userName))
        return .success(call: call.call, message: encode(response), revision: Revision(rawValue: 7))
    }

    @Test func `answers that come in the other order find their calls`() async throws {
        let (client, _) = try await connected { frames in
            frames.count < 100 ? .wait : .replies(frames.reversed().map(Self.named))
        }
        let names = try await withThrowingTaskGroup(of: (String, String?, Revision).self) { group in
            for number in 0..<100 {
                group.addTask {
                    let answer = try await client.call(GetUserRequest(userName: "u\(number)"))
                    return ("u\(number)", answer.response.user?.userName, answer.revision)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(names.count == 100)
        for (asked, answered, revision) in names {
            #expect(answered == asked)
            #expect(revision == Revision(rawValue: 7))
        }
    }

    @Test func `no more calls are with the daemon than it takes, and the rest follow`() async throws {
        let (client, _) = try await connected { frames in
            // Nothing is answered until the daemon has all that it takes; then each call as it comes.
            let bound = Limits.callsInFlightPerConnection
            if frames.count < bound { return .wait }
            return .replies((frames.count == bound ? frames : [frames[frames.count - 1]]).map(Self.named))
        }
        let count = try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<600 {
                group.addTask { _ = try await client.call(GetUserRequest(userName: "u\(number)")) }
            }
            return try await group.reduce(into: 0) { count, _ in count += 1 }
        }
        #expect(count == 600)
    }

    @Test func `a refusal is thrown as the daemon made it`() async throws {
        let refusal = Refusal.noSuchEntity("there is no user `bob`")
        let (client, _) = try await connected { .replies([.refusal(call: $0[0].call, refusal)]) }
        await #expect(throws: refusal) { try await client.call(GetUserRequest(userName: "bob")) }
    }

    @Test func `a call carries its method, token, deadline and revision`() async throws {
        let (client, daemon) = try await connected { .replies($0.map(Self.named)) }
        _ = try await client.call(
            GetUserRequest(userName: "u"),
            token: "t",
            timeout: .milliseconds(59_000),
            atLeast: Revision(rawValue: 3)
        )
        guard case .call(let call) = try #require(daemon.frames.first) else { throw ClientError.disconnected }
        #expect(call.method == "/postern.v1.Identity/GetUser")
        #expect(call.token == "t")
        #expect(call.timeoutMilliseconds == 59_000)
        #expect(call.atLeastRevision == Revision(rawValue: 3))
    }

    @Test func `the end of the connection ends every call, and those to come`() async throws {
        let (client, _) = try await connected { $0.count < 3 ? .wait : .hangUp }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask {
                    await #expect(throws: ClientError.disconnected) { try await client.call(GetUserRequest()) }
                }
            }
        }
        await #expect(throws: ClientError.disconnected) { try await client.call(GetUserRequest()) }
    }

    @Test func `a call whose time is up is refused, given up, and its late reply harms no other`() async throws {
        let next = encode(GetUserRequest(userName: "next"))
        let (client, daemon) = try await connected { frames in
            // The first call, where its time was not up before it was sent, is answered only with the second.
            let replies = frames.filter { $0 != .cancel(call: $0.call) }.map(Self.named)
            let next = Self.named(.call(CallFrame(call: frames[frames.count - 1].call, method: "", message: next)))
            return replies.last == next ? .replies(replies) : .wait
        }
        do {
            _ = try await client.call(GetUserRequest(userName: "late"), timeout: .milliseconds(1))
            Issue.record("it was answered")
        } catch let refusal as Refusal {
            #expect(refusal.status == .deadlineExceeded)
        }
        #expect(try await client.call(GetUserRequest(userName: "next")).response.user?.userName == "next")
        #expect(daemon.frames.count == 1 || daemon.frames[1] == .cancel(call: daemon.frames[0].call))
    }

    @Test func `a cancelled task gives its call up`() async throws {
        let (client, daemon) = try await connected { frames in
            guard case .call = frames[frames.count - 1], frames.count > 1 else { return .wait }
            return .replies([Self.named(frames[frames.count - 1])])
        }
        await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { _ = try await client.call(GetUserRequest(userName: "cancelled")) }
            while daemon.frames.isEmpty { await Task.yield() }
            group.cancelAll()
            await #expect(throws: CancellationError.self) { try await group.waitForAll() }
        }
        _ = try await client.call(GetUserRequest(userName: "after"))
        #expect(daemon.frames[1] == .cancel(call: daemon.frames[0].call))
    }

    @Test func `bytes that are no frame end the connection and say so`() async throws {
        let (client, _) = try await connected { _ in .send([0xFF, 0xFF, 0xFF, 0xFF, 0]) }
        await #expect {
            try await client.call(GetUserRequest())
        } throws: { error in
            if case .protocolViolation = error as? ClientError { true } else { false }
        }
    }

    @Test func `why the daemon ended the connection is what its calls are told, and those to come`() async throws {
        let refusal = Refusal.limitExceeded("uid 0 has its 256 connections")
        let ending = encodeFrame(.reply(.refusal(call: 0, refusal)))
        let (client, _) = try await connected { $0.count < 3 ? .wait : .sendAndHangUp(ending) }
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<3 {
                group.addTask { await #expect(throws: refusal) { try await client.call(GetUserRequest()) } }
            }
        }
        await #expect(throws: refusal) { try await client.call(GetUserRequest()) }
    }

    @Test func `a request over the bound of a frame is not sent, and one below is`() async throws {
        let (client, daemon) = try await connected { .replies($0.map(Self.named)) }
        let tooLong = String(repeating: "x", count: Limits.frameBytesMax)
        await #expect {
            try await client.call(GetUserRequest(userName: tooLong))
        } throws: { error in
            if case .requestTooLarge = error as? ClientError { true } else { false }
        }
        #expect(daemon.frames.isEmpty)
        let fits = String(repeating: "x", count: Limits.frameBytesMax / 2)
        #expect(try await client.call(GetUserRequest(userName: fits)).response.user?.userName == fits)
    }

    @Test func `a daemon with too many connections waiting is tried again, and not for ever`() async throws {
        let listener = try ListeningTestSocket(path: folder.file("s"), backlog: 0)
        let first = try await PosternClient.connect(path: listener.path)
        var pauses: [Duration] = []
        await #expect {
            try await PosternClient.connect(path: listener.path) { pauses.append($0) }
        } throws: { error in
            if case .unreachable = error as? ClientError { true } else { false }
        }
        #expect(pauses == (0..<10).map { .milliseconds(1 << $0) })
        pauses = []
        let second = try await PosternClient.connect(path: listener.path) { pause in
            pauses.append(pause)
            if pauses.count == 2 { close(accept(listener.descriptor, nil, nil)) }
        }
        #expect(pauses.count == 2)
        await first.close()
        await second.close()
    }

    @Test func `a socket that is not there is told from one where nobody listens`() async throws {
        let path = folder.file("s")
        await #expect(throws: ClientError.noSocket(path: path)) { try await PosternClient.connect(path: path) }
        _ = try await connected { _ in .hangUp }
        let long = "/" + String(repeating: "x", count: Limits.socketPathBytesMax)
        await #expect(throws: ClientError.invalidPath(path: long)) { try await PosternClient.connect(path: long) }
    }
}
