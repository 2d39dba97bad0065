import Model
import Secrets
import Testing

@Suite struct PasswordPolicyTests {
    @Test(arguments: [
        ("correct horse battery", "alice"), ("12 45 78", "alice"), ("pässwörd", "alice"), ("🐎🐎🐎🐎🐎🐎🐎🐎", "alice"),
        ("password1x", "alice"), ("aaaaaaab", "alice"), ("12345679", "alice"), ("my name is alic", "alice"),
        ("sesquipedalian", "al"), (String(repeating: "ab", count: Limits.passwordBytesMax / 2), "alice"),
    ])
    func `a good password is accepted`(password: String, userName: String) throws {
        try PasswordPolicy().check(password, userName: userName, hasMFA: true)
    }

    @Test(arguments: [
        ("", "alice", "shorter"), ("1 3 5 7", "alice", "shorter"), ("🐎🐎🐎🐎🐎🐎🐎", "alice", "shorter"),
        ("password1", "alice", "everybody"), ("PassWord1", "alice", "everybody"), ("aaaaaaaa", "alice", "everybody"),
        ("87654321", "alice", "everybody"), ("abcdefghij", "alice", "everybody"),
        ("my name is alice", "alice", "name"), ("ALICE-in-1865", "alice", "name"), ("in1865alice", "Alice", "name"),
        (String(repeating: "ab", count: Limits.passwordBytesMax / 2) + "c", "alice", "longer"),
    ])
    func `a bad password is refused without being repeated`(password: String, userName: String, why: String) {
        let refusal = #expect(throws: Refusal.self) {
            try PasswordPolicy().check(password, userName: userName, hasMFA: true)
        }
        #expect(refusal?.code == "PasswordPolicyViolation")
        #expect(refusal?.message.contains(why) == true)
        #expect(password.isEmpty || refusal?.message.contains(password) == false)
    }

    @Test(arguments: [
        (15, 8, false, 14, "shorter than 15 characters, the least where it is the user's only factor; once"),
        (15, 8, true, 7, "shorter than 8 characters, the least beside an MFA device"),
        (20, 10, false, 19, "shorter than 20 characters"), (20, 10, true, 9, "shorter than 10 characters"),
        (8, 8, false, 7, "shorter than 8 characters, the least where it is the user's only factor"),
    ])
    func `a password that is the only factor is longer than one beside a device`(
        alone: Int,
        withMFA: Int,
        hasMFA: Bool,
        tooFew: Int,
        why: String
    ) throws {
        var policy = PasswordPolicy()
        policy.charactersMin = alone
        policy.charactersMinWithMFA = withMFA
        // Each a character of four bytes.
        let password = String("🐎🐄🐖🐑🐐🐓🦆🐇🐁🦔🦇🐿🐈🐕🦃🐢🐍🦎🐸🐟".prefix(tooFew))
        let refusal = #expect(throws: Refusal.self) { try policy.check(password, userName: "alice", hasMFA: hasMFA) }
        #expect(refusal?.code == "PasswordPolicyViolation")
        #expect(refusal?.message.contains(why) == true, "\(refusal?.message ?? "")")
        #expect(refusal?.message.contains("once") == (!hasMFA && withMFA < alone))
        try policy.check(password + "🦉", userName: "alice", hasMFA: hasMFA)
    }
}
