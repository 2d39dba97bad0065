import Model

/// What the items of a batch have in common, read once.
///
/// A part that is not valid is told to the items that use it.
struct SharedQuestion {
    let ground: Decider.Ground
    let action: Result<KnownAction, Refusal>
    let resource: Result<ResourceName, Refusal>
    let owner: Result<AccountID?, Refusal>
    let resourcePolicy: String
    /// What came with the request.
    let context: [RequestContext.Entry]
    /// The same, with what the daemon fills for the batch's own principal.
    let filledContext: [RequestContext.Entry]
}
