/// One action that must be allowed.
struct Need: Equatable {
    /// `iam:CreateUser`.
    let action: String
    let target: Target
    /// What the request adds to the condition keys.
    var facts: [RequestFact] = []
}
