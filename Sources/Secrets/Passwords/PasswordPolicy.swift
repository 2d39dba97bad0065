package import Model

/// What a password must be like before it is hashed, wherever it is set.
///
/// NIST SP 800-63B-4 section 3.1.1.2: at least 15 characters where the password is the only factor and 8 beside a
/// second one, long ones accepted, none of the kinds of character demanded, and the passwords that everybody tries
/// refused.
package struct PasswordPolicy: Hashable, Sendable {
    /// Of a password that is the only factor, in Unicode scalars: what NIST counts as one character each.
    package var charactersMin = 15
    /// Of a password whose user has an MFA device at that moment.
    package var charactersMinWithMFA = 8

    /// What an operator may choose from: as few as NIST takes at all, and as many as it wants accepted.
    package static let charactersMinRange = 8...64

    /// Shorter names are in too many words to be forbidden.
    static let nameBytesMin = 3

    package init() {}

    /// Refuses a password that is too short, too long, too common, or made of the user's name.
    ///
    /// The refusal's code is `PasswordPolicyViolation`; it never repeats the password.
    package func check(_ password: String, userName: String, hasMFA: Bool) throws(Refusal) {
        guard password.utf8.count <= Limits.passwordBytesMax else {
            throw Self.violation("is longer than \(Limits.passwordBytesMax) bytes")
        }
        try checkLength(password, hasMFA: hasMFA)
        let folded = password.asciiLowercased
        guard !CommonPasswords.contains(folded), !Self.isRun(folded) else {
            throw Self.violation("is one that everybody tries first; several unrelated words make a good one")
        }
        guard !Self.holds(folded, userName.asciiLowercased) else {
            throw Self.violation("holds the user's name")
        }
    }

    /// Refuses a password that is too short: for looking again where a device may have gone meanwhile.
    package func checkLength(_ password: String, hasMFA: Bool) throws(Refusal) {
        let least = hasMFA ? charactersMinWithMFA : charactersMin
        guard password.unicodeScalars.count < least else { return }
        var fault = "is shorter than \(least) characters, the least "
        fault += hasMFA ? "beside an MFA device" : "where it is the user's only factor"
        if !hasMFA, charactersMinWithMFA < charactersMin {
            fault += "; once the user has an MFA device, \(charactersMinWithMFA) are enough"
        }
        throw Self.violation(fault)
    }

    private static func violation(_ fault: String) -> Refusal {
        Refusal(.invalidArgument, code: "PasswordPolicyViolation", "the password \(fault)")
    }

    /// Whether each byte is the one before it, or each its successor, or each its predecessor: `aaaaaaaa`, `87654321`.
    private static func isRun(_ text: String) -> Bool {
        let steps = zip(text.utf8, text.utf8.dropFirst()).map { Int($1) - Int($0) }
        guard let first = steps.first, abs(first) <= 1 else { return false }
        return steps.allSatisfy { $0 == first }
    }

    private static func holds(_ text: String, _ name: String) -> Bool {
        let (text, name) = (Array(text.utf8), Array(name.utf8))
        guard name.count >= nameBytesMin, name.count <= text.count else { return false }
        return (0...(text.count - name.count)).contains { text[$0..<$0 + name.count].elementsEqual(name) }
    }
}
