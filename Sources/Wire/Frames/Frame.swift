/// One message between a client and the daemon, as it crosses the native socket: `postern.v1.Frame`.
///
/// Proto/postern/v1/frame.proto says what it means.
package enum Frame: Hashable, Sendable {
    /// Begins a call; client to daemon.
    case call(CallFrame)
    /// Ends a call; daemon to client.
    case reply(ReplyFrame)
    /// One message of a stream; either way.
    case item(call: UInt32, message: [UInt8])
    /// Gives up a call; client to daemon.
    case cancel(call: UInt32)

    /// The number that names the call on its connection.
    package var call: UInt32 {
        switch self {
        case .call(let frame): frame.call
        case .reply(let frame): frame.call
        case .item(let call, _), .cancel(let call): call
        }
    }
}
