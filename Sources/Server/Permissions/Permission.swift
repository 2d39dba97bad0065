import Model

/// What a call takes: the row of its RPC in the permission table.
///
/// AWS: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
enum Permission: Equatable {
    /// Anybody may call, also nobody that is known.
    case nothing
    /// An identity, whatever it may do.
    case identity
    /// A session whose token the call carries.
    case session
    /// Every one of these actions must be allowed.
    case actions([Need])
    /// An action on whomever the question is about, where that is not the caller itself.
    case asking(String)

    /// Making an identity.
    ///
    /// IAM: to make it with tags takes the right to tag it too; else who may only make identities could give them
    /// tags that policies trust.
    static func making(
        _ action: String,
        _ target: Target,
        _ boundary: String,
        _ tagging: String,
        _ tags: [Tag]
    ) -> Permission {
        let made = Need(action: action, target: target, facts: [.boundary(boundary), .tags(tags)])
        return .actions([made] + (tags.isEmpty ? [] : [Need(action: tagging, target: target, facts: [.tags(tags)])]))
    }

    /// One action, and what it is done to.
    static func action(_ action: String, _ target: Target, _ facts: RequestFact...) -> Permission {
        .actions([Need(action: action, target: target, facts: facts)])
    }
}
