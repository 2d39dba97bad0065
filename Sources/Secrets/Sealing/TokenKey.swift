internal import Model

/// What opens the sealed tokens of one kind and account.
///
/// Made once and kept: opening a token then builds nothing.
package struct TokenKey: Sendable {
    /// What a token is for; a token of one purpose does not open as another.
    package enum Purpose: String, Sendable {
        /// A signed-in identity.
        case session
        /// A sign-in that still waits for its second factor.
        case challenge
    }

    let key: SecretKey
    let associatedData: [UInt8]

    package init(_ keys: AccountKeys, purpose: Purpose) {
        self.key = keys.sessions
        self.associatedData = Array("\(purpose.rawValue)\(keys.account.digits)".utf8)
    }
}
