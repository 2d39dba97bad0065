/// Every policy that has a say in a request, by type, as it is written.
package struct PolicyTexts: Hashable, Sendable {
    package var identity: [JSONTree]
    /// `nil` where the principal has none.
    package var permissionsBoundary: [JSONTree]?
    /// `nil` where the session was made without one.
    package var session: [JSONTree]?
    package var resource: [JSONTree]
    /// Level by level.
    package var serviceControl: [[JSONTree]]
    package var resourceControl: [[JSONTree]]
    /// Trust policies, and keys: the resource policy must allow in the same account too.
    package var resourceMustAllow: Bool

    package init(
        identity: [JSONTree] = [],
        permissionsBoundary: [JSONTree]? = nil,
        session: [JSONTree]? = nil,
        resource: [JSONTree] = [],
        serviceControl: [[JSONTree]] = [],
        resourceControl: [[JSONTree]] = [],
        resourceMustAllow: Bool = false
    ) {
        self.identity = identity
        self.permissionsBoundary = permissionsBoundary
        self.session = session
        self.resource = resource
        self.serviceControl = serviceControl
        self.resourceControl = resourceControl
        self.resourceMustAllow = resourceMustAllow
    }

    /// The same with something else for each document.
    package func mapped(_ change: (JSONTree) -> JSONTree) -> PolicyTexts {
        PolicyTexts(
            identity: identity.map(change),
            permissionsBoundary: permissionsBoundary?.map(change),
            session: session?.map(change),
            resource: resource.map(change),
            serviceControl: serviceControl.map { $0.map(change) },
            resourceControl: resourceControl.map { $0.map(change) },
            resourceMustAllow: resourceMustAllow
        )
    }
}
