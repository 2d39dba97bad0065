package import Model

/// A call of one RPC.
package struct CallFrame: Hashable, Sendable {
    /// Names the call on its connection: chosen by the client, free again once it is answered.
    package var call: UInt32
    /// The gRPC path: `RPC.rawValue`.
    package var method: String
    /// Until the caller gives up; 0 for never.
    package var timeoutMilliseconds: UInt32
    /// A session token; empty to act as the peer's own identity.
    package var token: String
    package var metadata: [MetadataPair]
    /// The bytes of the RPC's request.
    package var message: [UInt8]
    /// The state of the account must be at least this new.
    package var atLeastRevision: Revision

    package init(
        call: UInt32,
        method: String,
        timeoutMilliseconds: UInt32 = 0,
        token: String = "",
        metadata: [MetadataPair] = [],
        message: [UInt8] = [],
        atLeastRevision: Revision = .zero
    ) {
        self.call = call
        self.method = method
        self.timeoutMilliseconds = timeoutMilliseconds
        self.token = token
        self.metadata = metadata
        self.message = message
        self.atLeastRevision = atLeastRevision
    }
}
