/// Draws names that nobody can guess or meets twice.
package enum RandomIdentifier {
    private static let base64Alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8
    )

    /// A unique id of AWS's form: the prefix (`AIDA`, `AROA`…), then 17 base 32 characters, 85 random bits.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    package static func uniqueID(prefix: String) -> String {
        prefix + characters(17, of: Base32.alphabet)
    }

    /// An access key's id: `AKIA` and 16 base 32 characters.
    package static func accessKeyID() -> String {
        "AKIA" + characters(16, of: Base32.alphabet)
    }

    /// An access key's secret: 40 characters of base 64's alphabet, 240 random bits.
    package static func accessKeySecret() -> String {
        characters(40, of: base64Alphabet)
    }

    /// Random bytes as URL-safe base 64.
    package static func token(bytes: Int) -> String {
        Base64URL.encode(Sodium.random(count: bytes))
    }

    /// Every character is as likely as any other: the alphabets have 32 and 64 of them, which divide 256.
    private static func characters(_ count: Int, of alphabet: [UInt8]) -> String {
        let drawn = Sodium.random(count: count).map { alphabet[Int($0) % alphabet.count] }
        return String(decoding: drawn, as: UTF8.self)
    }
}
