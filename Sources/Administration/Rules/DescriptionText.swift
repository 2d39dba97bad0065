internal import Model

/// What a role or a policy is for, in its maker's words.
struct DescriptionText: Sendable {
    let text: String

    init(parsing text: String) throws(Refusal) {
        let isAllowed = text.unicodeScalars.allSatisfy { scalar in
            !scalar.properties.generalCategory.isInvisible || scalar == "\t" || scalar == "\n" || scalar == "\r"
        }
        guard text.unicodeScalars.count <= 1_000, isAllowed else {
            throw .validation("description \(text.shown) is not at most 1,000 characters without controls")
        }
        self.text = text
    }
}
