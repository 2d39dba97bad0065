import Model
import NIOCore
import NIOPosix
import Wire

@testable import Server

/// An event loop with its state, on which calls are carried out without a socket.
struct TestLoop: Sendable {
    private let loop: NIOLoopBound<LoopState>

    init(_ account: TestAccount) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let dispatcher = account.dispatcher
        loop = try await eventLoop.submit {
            NIOLoopBound(LoopState(dispatcher, eventLoop: eventLoop), eventLoop: eventLoop)
        }.get()
    }

    /// What is left of a call when the loop has done its part.
    enum Step: Sendable {
        case done(Result<Answer, Refusal>)
        case working(@Sendable () async throws(Refusal) -> Continuation)
        case next(@Sendable (LoopState) throws(Refusal) -> Handling)
    }

    /// Carries a call out, to its end.
    ///
    /// `afterJudging` happens when the loop has let the call pass, and before the room carries it out.
    func answer(
        _ call: IncomingCall,
        afterJudging: () async throws -> Void = {}
    ) async throws -> Result<Answer, Refusal> {
        try await end(begin(call), afterJudging: afterJudging)
    }

    /// Has the loop do its part of a call, and no more.
    func begin(_ call: IncomingCall) async throws -> Step {
        try await advance { loop throws(Refusal) in try loop.handle(call) }
    }

    /// Does what is left of a call.
    func end(
        _ step: Step,
        afterJudging: () async throws -> Void = {}
    ) async throws -> Result<Answer, Refusal> {
        var step = step
        while true {
            switch step {
            case .done(let outcome): return outcome
            case .working(let work):
                try await afterJudging()
                do throws(Refusal) {
                    switch try await work() {
                    case .answered(let answer): return .success(answer)
                    case .onLoop(let next): step = .next(next)
                    }
                } catch {
                    return .failure(error)
                }
            case .next(let next): step = try await advance(next)
            }
        }
    }

    private func advance(_ next: @escaping @Sendable (LoopState) throws(Refusal) -> Handling) async throws -> Step {
        let loop = loop
        return try await loop.eventLoop.submit { Self.step(loop.value, next) }.get()
    }

    private static func step(
        _ loop: LoopState,
        _ next: @Sendable (LoopState) throws(Refusal) -> Handling
    ) -> Step {
        do throws(Refusal) {
            var handling = try next(loop)
            while case .batch(let batch) = handling {
                guard let after = batch.step(until: .distantFuture) else { continue }
                handling = after
            }
            switch handling {
            case .answered(let answer): return .done(.success(answer))
            case .working(_, let work): return .working(work)
            case .batch: return .done(.failure(.internalFailure("a batch after a batch")))
            }
        } catch {
            return .done(.failure(error))
        }
    }

    /// Carries a typed call out.
    func call<C: WireCall>(
        _ request: C,
        uid: UInt32,
        token: String = "",
        transport: IncomingCall.Transport = .native,
        afterJudging: () async throws -> Void = {}
    ) async throws -> Result<C.Response, Refusal> {
        let outcome = try await answer(
            .of(request, uid: uid, token: token, transport: transport),
            afterJudging: afterJudging
        )
        switch outcome {
        case .success(let answer): return .success(try decode(C.Response.self, from: answer.message))
        case .failure(let refusal): return .failure(refusal)
        }
    }
}

extension Result where Failure == Refusal {
    var refusal: Refusal? {
        if case .failure(let refusal) = self { refusal } else { nil }
    }
}

extension IncomingCall {
    /// A typed call.
    static func of<C: WireCall>(
        _ request: C,
        uid: UInt32,
        token: String = "",
        transport: Transport = .native
    ) -> IncomingCall {
        IncomingCall(
            method: C.rpc.rawValue,
            token: token,
            peer: PeerFacts(uid: uid, gid: uid, pid: 1),
            transport: transport,
            message: encode(request)
        )
    }
}
