/// What the unique ids of a kind of entity begin with.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
enum IDPrefix: String {
    case user = "AIDA"
    case group = "AGPA"
    case role = "AROA"
    case policy = "ANPA"
    case accessKey = "AKIA"
}
