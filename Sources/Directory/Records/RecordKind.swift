/// The kinds of record, by what their keys begin with.
package enum RecordKind: CaseIterable, Sendable {
    case account
    case control
    case group
    case key
    case lastUsed
    case login
    case mfaDevice
    case policy
    case revocation
    case role
    case throttle
    case user

    /// What the keys of this kind begin with.
    var prefix: String {
        switch self {
        case .account: "account/"
        case .control: "control/"
        case .group: "group/"
        case .key: "key/"
        case .lastUsed: "last-used/"
        case .login: "login/"
        case .mfaDevice: "mfa/"
        case .policy: "policy/"
        case .revocation: "revoked/"
        case .role: "role/"
        case .throttle: "throttle/"
        case .user: "user/"
        }
    }

    func key(_ name: String) -> String { "\(prefix)\(name)" }

    /// The kind that a key belongs to.
    init?(key: ArraySlice<UInt8>) {
        guard let kind = Self.allCases.first(where: { key.starts(with: $0.prefix.utf8) }) else {
            return nil
        }
        self = kind
    }
}
