internal import Directory
internal import Model

/// A managed policy as a request names it.
struct PolicyReference: Hashable, Sendable {
    let arn: ARN

    init(parsing text: String) throws(Refusal) {
        guard let arn = try? ARN(parsing: text), arn.service == "iam", arn.resource.hasPrefix("policy/") else {
            throw .validation(
                "policy ARN \(text.shown) is not of the form `arn:aws:iam::ACCOUNT:policy/PATH/NAME`"
            )
        }
        self.arn = arn
    }

    /// The policy of a text that is empty where no policy is named.
    static func optional(_ text: String) throws(Refusal) -> PolicyReference? {
        text.isEmpty ? nil : try PolicyReference(parsing: text)
    }
}

extension Snapshot {
    func wanted(_ policy: PolicyReference) throws(Refusal) -> PolicyRecord {
        if let found = self.policy(arn: policy.arn) { return found }
        guard policy.arn.account != "aws" else {
            throw .noSuchEntity(
                "there is no policy \(policy.arn.text.shown): AWS's managed policies are not built in;"
                    + " create it as a policy of this account from AWS's document"
            )
        }
        throw .noSuchEntity("there is no policy \(policy.arn.text.shown) in this account")
    }

    func wanted(_ policy: PolicyReference?) throws(Refusal) -> PolicyRecord? {
        guard let policy else { return nil }
        return try wanted(policy)
    }
}
