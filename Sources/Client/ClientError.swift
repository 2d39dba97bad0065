/// Why a call got no answer from the daemon.
///
/// What the daemon itself says no to is a `Refusal` instead.
public enum ClientError: Error, Hashable, Sendable {
    /// Nothing is at the path of the socket: the daemon does not run, or listens elsewhere.
    case noSocket(path: String)

    /// A socket is at the path, but nobody listens on it: the daemon has stopped.
    case nobodyListens(path: String)

    /// This process may not open the socket: it is not in the socket's group.
    case permissionDenied(path: String)

    /// The path is empty or longer than the 107 bytes that a Unix socket's path may have.
    case invalidPath(path: String)

    /// The connection was not made, for another reason of the system's.
    case unreachable(path: String, reason: String)

    /// The connection ended before the answer came.
    ///
    /// A call that writes may or may not have been carried out; it is never sent again by itself.
    case disconnected

    /// The request does not fit into a frame; so many bytes, where `Limits.frameBytesMax` are allowed.
    case requestTooLarge(bytes: Int)

    /// So many calls wait on this connection already that no more are taken.
    case tooManyCalls

    /// What came from the other end is not the protocol; the connection is closed.
    case protocolViolation(reason: String)

    /// The message type is none that goes over the wire.
    case notAMessage(type: String)
}
