internal import Model
internal import Secrets

/// What failures are counted against.
///
/// Always with the peer's uid, so that no peer's failures make another peer wait; and with the canonical record, never
/// the typed name, so that `Alice` and `alice` are one count.
enum ThrottleSubject: Hashable, Sendable {
    /// Passwords of one user.
    case password(UniqueID, uid: UInt32)
    /// Passwords of a name that nobody has.
    ///
    /// Slowed down like a user's: else the back-off would tell which names there are. The digest is keyed, because
    /// people type passwords where a name belongs.
    case unknownName(digest: String, uid: UInt32)
    /// Codes of one user.
    case code(UniqueID, uid: UInt32)
    /// All sign-ins of one peer.
    case signIns(uid: UInt32)
    /// All access keys that one peer shows.
    case accessKeys(uid: UInt32)

    /// The subject of sign-ins with a name.
    init(user: UniqueID?, typedName: String, uid: UInt32, keys: AccountKeys) {
        if let user {
            self = .password(user, uid: uid)
        } else {
            let digest = Digest.blake2b(Array("unknown name \(typedName.asciiLowercased)".utf8), key: keys.paging)
            self = .unknownName(digest: Base64URL.encode(Array(digest.prefix(12))), uid: uid)
        }
    }

    /// What unknown names' subjects begin with.
    static let unknownNamePrefix = "name/"

    /// The name of the record.
    var text: String {
        switch self {
        case .password(let id, let uid): "user/\(id)/\(uid)"
        case .unknownName(let digest, let uid): "\(Self.unknownNamePrefix)\(digest)/\(uid)"
        case .code(let id, let uid): "mfa/\(id)/\(uid)"
        case .signIns(let uid): "peer/\(uid)"
        case .accessKeys(let uid): "access-key/\(uid)"
        }
    }

    /// Whether the failures of many identities are counted together, so that more of them are free.
    var isPeerWide: Bool {
        switch self {
        case .password, .unknownName, .code: false
        case .signIns, .accessKeys: true
        }
    }
}
