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
        try PasswordPolicy.check(password, userName: userName)
    }

    @Test(arguments: [
        ("", "alice", "shorter"), ("1 3 5 7", "alice", "shorter"), ("🐎🐎🐎🐎🐎🐎🐎", "alice", "shorter"),
        ("password1", "alice", "everybody"), ("PassWord1", "alice", "everybody"), ("aaaaaaaa", "alice", "everybody"),
        ("87654321", "alice", "everybody"), ("abcdefghij", "alice", "everybody"),
        ("my name is alice", "alice", "name"), ("ALICE-in-1865", "alice", "name"), ("in1865alice", "Alice", "name"),
        (String(repeating: "ab", count: Limits.passwordBytesMax / 2) + "c", "alice", "longer"),
    ])
    func `a bad password is refused without being repeated`(password: String, userName: String, why: String) {
        let refusal = #expect(throws: Refusal.self) { try PasswordPolicy.check(password, userName: userName) }
        #expect(refusal?.code == "PasswordPolicyViolation")
        #expect(refusal?.message.contains(why) == true)
        #expect(password.isEmpty || refusal?.message.contains(password) == false)
    }
}
