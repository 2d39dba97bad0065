import Authentication
import Authorization
import Directory
package import Model
package import NIOCore
import Wire

/// What one event loop keeps at hand to take calls without asking anybody.
///
/// Not Sendable. The snapshot and the resolver are looked up anew only when a number says that they have changed.
package final class LoopState {
    let dispatcher: Dispatcher
    let decider: Decider
    let decoder = WireDecoder()
    let encoder = WireEncoder()
    /// Batches that are under way on the loop.
    let batches: BatchQueue
    private var snapshot: Snapshot
    private var snapshotGeneration: UInt64
    private var resolver: CallerResolver
    private var resolverGeneration: UInt64

    /// A message of more bytes than this is decoded, and an answer of more items encoded, away from the loop.
    static let inlineBytesMax = 256 * 1_024

    package convenience init(_ dispatcher: Dispatcher, eventLoop: any EventLoop) {
        self.init(dispatcher, batches: BatchQueue(eventLoop: eventLoop))
    }

    init(_ dispatcher: Dispatcher, batches: BatchQueue) {
        self.dispatcher = dispatcher
        self.batches = batches
        decider = dispatcher.authorizer.makeDecider()
        snapshotGeneration = dispatcher.directory.generation
        snapshot = dispatcher.directory.current
        resolverGeneration = dispatcher.resolverGeneration
        resolver = dispatcher.currentResolver
    }

    /// The newest snapshot that is durable.
    var current: Snapshot {
        let generation = dispatcher.directory.generation
        if generation != snapshotGeneration {
            snapshot = dispatcher.directory.current
            snapshotGeneration = generation
        }
        return snapshot
    }

    private var currentResolver: CallerResolver {
        let generation = dispatcher.resolverGeneration
        if generation != resolverGeneration {
            resolver = dispatcher.currentResolver
            resolverGeneration = generation
        }
        return resolver
    }

    /// Takes a call: answers it, or says how it goes on.
    package func handle(_ call: IncomingCall) throws(Refusal) -> Handling {
        guard let rpc = rpc(of: call.method) else {
            throw Refusal(.unimplemented, code: "InvalidAction", "there is no method \(call.method.shown)")
        }
        guard rpc == .healthCheck || !dispatcher.isDraining else {
            throw .unavailable("the daemon is stopping; try again when it is back")
        }
        guard call.atLeast > current.revision else { return try route(rpc, call) }
        let directory = dispatcher.directory
        return .working { () async throws(Refusal) in
            _ = try await directory.snapshot(atLeast: call.atLeast)
            return .onLoop { loop throws(Refusal) in try loop.route(rpc, call) }
        }
    }

    private func rpc(of method: String) -> RPC? {
        // The hot one first: a comparison is a tenth of a look-up.
        method == RPC.authorize.rawValue ? .authorize : Dispatcher.rpc(at: method)
    }

    // MARK: Steps that RPCs have in common

    /// Decodes a call's message, and goes on with it: at once, or, where it is long, when it was decoded elsewhere.
    func decoding<C: WireCall>(
        _ type: C.Type,
        _ call: IncomingCall,
        _ next: @escaping @Sendable (C, LoopState) throws(Refusal) -> Handling
    ) throws(Refusal) -> Handling {
        guard call.message.count > Self.inlineBytesMax else {
            let request: C
            do throws(WireError) { request = try decoder.decode(type, from: call.message) } catch {
                throw error.refusal
            }
            return try next(request, self)
        }
        return .working { () async throws(Refusal) in
            let request: C
            do throws(WireError) { request = try decode(type, from: call.message) } catch { throw error.refusal }
            return .onLoop { loop throws(Refusal) in try next(request, loop) }
        }
    }

    /// Who makes a call.
    func caller(of call: IncomingCall, in snapshot: Snapshot, at now: Timestamp) throws(Refusal) -> Caller {
        try currentResolver.caller(token: call.token, peer: call.peer, in: snapshot, at: now)
    }

    /// Who holds a token that somebody showed the caller.
    func holder(of token: String, shownTo caller: Caller, in snapshot: Snapshot, at now: Timestamp)
        throws(Refusal) -> Caller
    {
        try currentResolver.holder(ofToken: token, peer: caller.peer, in: snapshot, at: now)
    }

    /// Who makes a call that anybody may make.
    ///
    /// Such calls are how a session is begun, so that one that has ended must not stand in their way.
    func callerIfKnown(of call: IncomingCall, in snapshot: Snapshot, at now: Timestamp) -> Caller {
        let known = try? currentResolver.caller(token: "", peer: call.peer, in: snapshot, at: now)
        return known ?? Caller(principal: .anonymous, peer: call.peer)
    }
}
