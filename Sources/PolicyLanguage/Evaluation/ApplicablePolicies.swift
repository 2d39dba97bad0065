/// Every policy that has a say in a request, by type.
package struct ApplicablePolicies: Sendable {
    /// What an Allow of the resource policy is worth beside the caller's own policies.
    package enum ResourceRule: Hashable, Sendable {
        /// In the same account one of the two is enough.
        case ordinary
        /// Trust policies and keys: the resource policy must allow, also in the same account; the caller's own
        /// policies must allow too unless it names the caller itself.
        case mustAllow
    }

    /// The caller's own, inline and managed, and its groups'.
    package var identity: [CompiledPolicy]
    /// `nil` where the caller has none; an empty list is a boundary that allows nothing.
    package var permissionsBoundary: [CompiledPolicy]?
    /// `nil` where the session was made without one.
    package var session: [CompiledPolicy]?
    package var resource: [CompiledPolicy]
    /// Level by level from the root; every level must allow; empty where there are none.
    package var serviceControl: [[CompiledPolicy]]
    package var resourceControl: [[CompiledPolicy]]
    package var resourceRule: ResourceRule

    package init(
        identity: [CompiledPolicy] = [],
        permissionsBoundary: [CompiledPolicy]? = nil,
        session: [CompiledPolicy]? = nil,
        resource: [CompiledPolicy] = [],
        serviceControl: [[CompiledPolicy]] = [],
        resourceControl: [[CompiledPolicy]] = [],
        resourceRule: ResourceRule = .ordinary
    ) {
        self.identity = identity
        self.permissionsBoundary = permissionsBoundary
        self.session = session
        self.resource = resource
        self.serviceControl = serviceControl
        self.resourceControl = resourceControl
        self.resourceRule = resourceRule
    }
}
