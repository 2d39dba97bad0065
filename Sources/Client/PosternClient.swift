public import Model
internal import NIOCore
internal import NIOPosix
internal import Wire

/// A connection to the daemon, over which many calls go at once.
///
/// ```swift
/// let client = try await PosternClient.connect(path: "/run/postern/postern.sock")
/// let question = AuthorizeRequest(principalToken: shown, action: "orders:Read", resource: "arn:aws:orders:::7")
/// let allowed = try await client.call(question).response.decision == .allow
/// ```
///
/// Calls of any number of tasks share the connection: each is sent as it comes, up to 256 are with the daemon at a
/// time, and answers are matched to their calls in whatever order they come. When the connection ends, every call
/// that waits throws `ClientError.disconnected`, and so does every later one: make a new client then. No call is
/// ever sent twice by itself, because a write may have been carried out although its answer was lost.
public final class PosternClient: Sendable {
    /// More than a call's frame takes beside its message, token and method, in bytes.
    private static let frameOverheadMax = 64

    private let channel: any Channel
    private let calls: PendingCalls

    private init(channel: any Channel, calls: PendingCalls) {
        self.channel = channel
        self.calls = calls
    }

    deinit {
        channel.close(promise: nil)
    }

    /// Opens a connection; the daemon takes the identity of this process from the kernel.
    ///
    /// - Parameter path: The daemon's socket, at most 107 bytes.
    /// - Returns: A client that is connected.
    /// - Throws: What kept the connection from being made.
    public static func connect(path: String) async throws(ClientError) -> PosternClient {
        try await connect(path: path) { pause in try? await Task.sleep(for: pause) }
    }

    /// As above; a daemon that has more connections waiting than it takes is tried again after a pause, and another.
    package static func connect(
        path: String,
        pausing: (Duration) async -> Void
    ) async throws(ClientError) -> PosternClient {
        guard !path.isEmpty, path.utf8.count <= Limits.socketPathBytesMax, !path.utf8.contains(0) else {
            throw .invalidPath(path: path)
        }
        let calls = PendingCalls()
        let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ReplyHandler(calls: calls))
                }
            }
        var pause = Duration.milliseconds(1)
        while true {
            do {
                let channel = try await bootstrap.connect(unixDomainSocketPath: path).get()
                return PosternClient(channel: channel, calls: calls)
            } catch {
                guard ClientError.isQueueFull(error), pause < pauseMax else {
                    throw ClientError(connecting: path, failed: error)
                }
                await pausing(pause)
                pause *= 2
            }
        }
    }

    /// Pauses double up to this one: about a second in all.
    private static let pauseMax = Duration.milliseconds(1_024)

    /// Makes one call and waits for its answer.
    ///
    /// Cancelling the task gives the call up, tells the daemon so and throws `CancellationError`. A call that was given
    /// up, or whose deadline passed, may still have been carried out.
    ///
    /// - Parameters:
    ///   - request: The RPC's request message, such as `AuthorizeRequest`; it says which RPC is called.
    ///   - token: A session token to act with; empty to act as this process's own identity.
    ///   - timeout: How long to wait at most, up to 10 minutes; `nil` for as long as the connection lives.
    ///   - revision: The account's state must be at least this new; the call waits for it.
    /// - Returns: The response and the revision that it shows.
    /// - Throws: A `Refusal` where the daemon says no, or the time is up (`deadlineExceeded`); a `ClientError` where
    ///   there is no answer; `CancellationError`.
    public func call<C: Call>(
        _ request: C,
        token: String = "",
        timeout: Duration? = nil,
        atLeast revision: Revision = .zero
    ) async throws -> Answer<C.Response> {
        guard let message = request as? any WireMessage, let response = C.Response.self as? any WireMessage.Type else {
            throw ClientError.notAMessage(type: "\(C.self)")
        }
        let bytes = encode(message)
        let milliseconds = timeout.map(Self.milliseconds(of:))
        if milliseconds == 0 { throw Self.timeIsUp(after: 0) }
        let frameBytes = bytes.count + token.utf8.count + C.rpc.rawValue.utf8.count + Self.frameOverheadMax
        guard frameBytes <= Limits.frameBytesMax else { throw ClientError.requestTooLarge(bytes: frameBytes) }
        let frame = CallFrame(
            call: try calls.reserve(),
            method: C.rpc.rawValue,
            timeoutMilliseconds: milliseconds ?? 0,
            token: token,
            message: bytes,
            atLeastRevision: revision
        )
        let reply = try await reply(to: frame)
        if let refusal = reply.refusal { throw refusal }
        return Answer(response: try Self.read(response, as: C.Response.self, reply.message), revision: reply.revision)
    }

    /// Ends the connection; calls that still wait throw `ClientError.disconnected`.
    public func close() async {
        calls.end(.disconnected)
        try? await channel.close()
    }

    private func reply(to call: CallFrame) async throws -> ReplyFrame {
        let number = call.call
        let deadline = call.timeoutMilliseconds == 0 ? nil : scheduleDeadline(call)
        defer { deadline?.cancel() }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                send(ifDue: calls.begin(call, continuation))
            }
        } onCancel: {
            send(ifDue: calls.giveUp(number, because: CancellationError()))
        }
    }

    private func scheduleDeadline(_ call: CallFrame) -> Scheduled<Void> {
        let (channel, calls, number, milliseconds) = (channel, calls, call.call, call.timeoutMilliseconds)
        return channel.eventLoop.scheduleTask(in: .milliseconds(Int64(milliseconds))) {
            if calls.giveUp(number, because: Self.timeIsUp(after: milliseconds)) { calls.send(on: channel) }
        }
    }

    private func send(ifDue isDue: Bool) {
        guard isDue else { return }
        channel.eventLoop.execute { [calls, channel] in calls.send(on: channel) }
    }

    private static func read<M: WireMessage, R>(_ type: M.Type, as _: R.Type, _ bytes: [UInt8]) throws -> R {
        do {
            guard let response = try decode(type, from: bytes) as? R else {
                throw ClientError.notAMessage(type: "\(R.self)")
            }
            return response
        } catch let error as WireError {
            throw ClientError.protocolViolation(reason: error.refusal.message)
        }
    }

    private static func milliseconds(of timeout: Duration) -> UInt32 {
        let (seconds, attoseconds) = timeout.components
        guard seconds < Int64(Limits.timeoutMillisecondsMax / 1_000) else { return Limits.timeoutMillisecondsMax }
        guard timeout > .zero else { return 0 }
        let attosecondsPerMillisecond: Int64 = 1_000_000_000_000_000
        let rest = (attoseconds + attosecondsPerMillisecond - 1) / attosecondsPerMillisecond
        return UInt32(seconds * 1_000 + rest)
    }

    private static func timeIsUp(after milliseconds: UInt32) -> Refusal {
        Refusal(.deadlineExceeded, code: "RequestTimeout", "no answer came within \(milliseconds) ms")
    }
}
