package import Model

/// What a password must be like before it is hashed, wherever it is set.
///
/// NIST SP 800-63B-4 section 3.1.1.2: at least 8 characters beside a second factor, long ones accepted, none of the
/// kinds of character demanded, and the passwords that everybody tries refused.
package enum PasswordPolicy {
    /// Unicode scalars: what NIST counts as one character each.
    package static let charactersMin = 8

    /// Shorter names are in too many words to be forbidden.
    static let nameBytesMin = 3

    /// Refuses a password that is too short, too long, too common, or made of the user's name.
    ///
    /// The refusal's code is `PasswordPolicyViolation`; it never repeats the password.
    package static func check(_ password: String, userName: String) throws(Refusal) {
        guard password.utf8.count <= Limits.passwordBytesMax else {
            throw violation("is longer than \(Limits.passwordBytesMax) bytes")
        }
        guard password.unicodeScalars.count >= charactersMin else {
            throw violation("is shorter than \(charactersMin) characters")
        }
        let folded = password.asciiLowercased
        guard !CommonPasswords.contains(folded), !isRun(folded) else {
            throw violation("is one that everybody tries first; several unrelated words make a good one")
        }
        guard !holds(folded, userName.asciiLowercased) else {
            throw violation("holds the user's name")
        }
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
