/// Who besides the owner may have been let at a master key file.
package enum KeyFileAccess: Hashable, Sendable {
    /// Mode 0600 or narrower.
    case ownerOnly
    /// A file in systemd's credentials folder: 0440 too, since systemd grants the unit's user by group or ACL.
    case systemdCredential

    /// Whether a file of this mode may hold the key; `mode` without the file type.
    package func allows(mode: UInt32) -> Bool {
        switch self {
        case .ownerOnly: mode & ~0o600 == 0
        case .systemdCredential: mode & ~0o600 == 0 || mode & ~0o440 == 0
        }
    }

    var modesAllowed: String {
        switch self {
        case .ownerOnly: "0600 or narrower"
        case .systemdCredential: "0600, 0440 or narrower"
        }
    }
}
