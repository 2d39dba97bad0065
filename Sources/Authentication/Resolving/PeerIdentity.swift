internal import Model

/// Whom a peer acts as by its own credentials, as one snapshot has it.
struct PeerIdentity: Sendable {
    let principal: Principal
    /// Of the role; `nil` for any other principal.
    var mark: UseMark?
}
