internal import Model

/// What a name belongs to, which decides how long it may be.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html#reference_iam-quotas-entity-length
enum NamedKind: String, CaseIterable, Sendable {
    case user = "user"
    case group = "group"
    case role = "role"
    case policy = "policy"
    case inlinePolicy = "inline policy"
    case controlPolicy = "control policy"
    case mfaDevice = "MFA device"

    var noun: String { rawValue }

    var charactersMax: Int {
        switch self {
        case .user, .role: 64
        case .group, .policy, .inlinePolicy, .controlPolicy, .mfaDevice: 128
        }
    }
}

/// A name of AWS's grammar; one that exists is ASCII, so that folding its case is folding `A`–`Z`.
struct EntityName: Hashable, Sendable {
    /// As it was given.
    let text: String

    /// Two names that fold alike are one name within the account and kind.
    var folded: String { text.asciiLowercased }

    init(parsing text: String, _ kind: NamedKind) throws(Refusal) {
        let grammar = "1 to \(kind.charactersMax) of `A–Z a–z 0–9 _ + = , . @ -`"
        guard !text.isEmpty else { throw .validation("no \(kind.noun) name is given: it must be \(grammar)") }
        guard text.utf8.count <= kind.charactersMax, text.utf8.allSatisfy(Self.isAllowed) else {
            throw .validation("\(kind.noun) name \(text.shown) is not \(grammar)")
        }
        self.text = text
    }

    static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "."),
            UInt8(ascii: "@"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
