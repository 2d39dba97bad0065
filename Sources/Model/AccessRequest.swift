/// One question to the policy engine: whether a principal may do this to that, under these circumstances.
public struct AccessRequest: Sendable {
    /// Who asks, as it was verified.
    public var principal: Principal
    /// What it wants to do.
    public var action: Action
    /// The ARN of the resource, or `*` for actions that have none.
    ///
    /// Compared byte for byte.
    public var resource: String
    /// The account that owns the resource; where it is not given, the account segment of the resource's ARN
    /// where that has one, else the principal's own account.
    public var resourceAccount: AccountID?
    /// Everything else that is known about the request.
    public var context: RequestContext

    /// A question; `context` holds what conditions may ask for.
    public init(
        principal: Principal,
        action: Action,
        resource: String,
        resourceAccount: AccountID? = nil,
        context: RequestContext = RequestContext()
    ) {
        self.principal = principal
        self.action = action
        self.resource = resource
        self.resourceAccount = resourceAccount
        self.context = context
    }
}
