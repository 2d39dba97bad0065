package import Model

/// A call as it comes from a listener.
package struct IncomingCall: Sendable {
    /// How the call came.
    package enum Transport: Sendable {
        /// The native socket, whose frames do not leave the machine.
        case native
        /// Real gRPC.
        case grpc
    }

    /// The gRPC path, such as `/postern.v1.Authorization/Authorize`.
    package var method: String
    /// A session token, or empty to act as the peer's own identity.
    package var token: String
    package var peer: PeerFacts
    package var transport: Transport
    /// The account must be at least this new.
    package var atLeast: Revision
    /// The bytes of the request message.
    package var message: [UInt8]

    package init(
        method: String,
        token: String = "",
        peer: PeerFacts,
        transport: Transport,
        atLeast: Revision = .zero,
        message: [UInt8]
    ) {
        self.method = method
        self.token = token
        self.peer = peer
        self.transport = transport
        self.atLeast = atLeast
        self.message = message
    }
}
