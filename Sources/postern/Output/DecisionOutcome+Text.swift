internal import Model

extension DecisionOutcome {
    /// The word that programs look for.
    var word: String {
        switch self {
        case .allow: "allow"
        case .explicitDeny: "explicitDeny"
        case .implicitDeny: "implicitDeny"
        case .unspecified: "undecided"
        }
    }

    var tone: Style.Tone { self == .allow ? .good : .bad }
}

extension StatementReference {
    /// Such as ``identity policy `readers` statement `ReadAll` on arn:…``.
    var sentence: String {
        var text = "\(policyType) policy"
        text += policy.isEmpty ? " of the request" : " `\(policy)`"
        text += sid.isEmpty ? ", statement \(index + 1)" : ", statement `\(sid)`"
        if !attachedTo.isEmpty { text += ", on \(attachedTo)" }
        return PlainText.line(text)
    }
}
