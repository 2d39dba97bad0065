internal import Directory
internal import Model

/// A user or a role: an identity that carries tags, and whose permissions a policy may bound.
protocol BoundedIdentity: Identity {
    var tags: [Tag] { get set }
    var permissionsBoundary: UniqueID? { get set }
}
