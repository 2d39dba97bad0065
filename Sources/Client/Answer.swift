public import Model

/// What the daemon answered to a call that it carried out.
public struct Answer<Response: Hashable & Sendable>: Hashable, Sendable {
    /// The RPC's response message.
    public let response: Response

    /// The account's revision that the response shows; for a write, the one at which it is durable and visible.
    ///
    /// Handed to the `atLeast` of a later call, it makes that call see what this one saw, also on another connection.
    public let revision: Revision

    /// Makes an answer of its parts, for tests of code that uses a client.
    ///
    /// - Parameters:
    ///   - response: The RPC's response message.
    ///   - revision: The account's revision that it shows.
    public init(response: Response, revision: Revision) {
        self.response = response
        self.revision = revision
    }
}
