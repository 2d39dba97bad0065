extension PasswordHash {
    /// What one hash costs.
    package struct Parameters: Hashable, Sendable {
        package let memoryBytes: Int
        package let passes: Int

        /// Rounds the memory down to whole KiB and keeps both within what libsodium and this room allow.
        package init(memoryBytes: Int, passes: Int) {
            let kibibytes = min(max(memoryBytes / 1_024, memoryKibibytesMin), memoryKibibytesMax)
            self.memoryBytes = kibibytes * 1_024
            self.passes = min(max(passes, 1), passesMax)
        }

        /// 32 MiB and 3 passes, on one lane.
        ///
        /// More than OWASP's least (19 MiB, 2 passes):
        /// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
        package static let standard = Parameters(memoryBytes: 32 * 1_024 * 1_024, passes: 3)

        /// The least that libsodium does; it protects nothing and is for tests, which make many hashes.
        package static let forTests = Parameters(memoryBytes: memoryKibibytesMin * 1_024, passes: 1)
    }

    /// libsodium's `crypto_pwhash_MEMLIMIT_MIN`.
    static let memoryKibibytesMin = 8
    /// 1 GiB.
    static let memoryKibibytesMax = 1_024 * 1_024
    static let passesMax = 100
    /// libsodium's `crypto_pwhash_STRBYTES`, the NUL included.
    static let textBytes = 128
}
