internal import Model

/// The account's alias.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccountAlias.html
struct AliasName: Hashable, Sendable {
    let text: String

    init(parsing text: String) throws(Refusal) {
        let bytes = Array(text.utf8)
        let isAllowed = bytes.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x61...0x7A, Self.hyphen: true
            default: false
            }
        }
        let hasPair = zip(bytes, bytes.dropFirst()).contains { $0 == Self.hyphen && $1 == Self.hyphen }
        guard (3...63).contains(bytes.count), isAllowed, !hasPair, bytes.first != Self.hyphen,
            bytes.last != Self.hyphen
        else {
            throw .validation(
                "alias \(text.shown) is not 3 to 63 of `a–z 0–9 -`, with a letter or digit at both ends and no `--`"
            )
        }
        self.text = text
    }

    private static let hyphen = UInt8(ascii: "-")
}
