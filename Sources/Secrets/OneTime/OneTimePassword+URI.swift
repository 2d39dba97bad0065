extension OneTimePassword {
    /// The URI that an authenticator app scans: `otpauth://totp/ISSUER:ACCOUNT?secret=…&issuer=…&…`.
    ///
    /// It holds the seed: shown once, never logged. Form:
    /// https://github.com/google/google-authenticator/wiki/Key-Uri-Format
    ///
    /// - Throws: `oneTimePassword` where a part is empty or holds a colon, which would move the border between them.
    package func uri(issuer: String, account: String) throws(SecretsError) -> String {
        guard !issuer.isEmpty, !account.isEmpty else { throw .oneTimePassword(.labelEmpty) }
        guard !issuer.utf8.contains(0x3A), !account.utf8.contains(0x3A) else {
            throw .oneTimePassword(.labelHasColon)
        }
        let issuer = Self.percentEncoded(issuer)
        return "otpauth://totp/\(issuer):\(Self.percentEncoded(account))?secret=\(seedText)&issuer=\(issuer)"
            + "&algorithm=\(algorithm.rawValue)&digits=\(digits.rawValue)&period=\(Self.stepSeconds)"
    }

    /// RFC 3986 section 2: everything but the unreserved characters, so that the result fits a path and a query.
    private static func percentEncoded(_ text: String) -> String {
        let hexadecimal = Array("0123456789ABCDEF".utf8)
        var encoded: [UInt8] = []
        for byte in text.utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: encoded.append(byte)
            default: encoded += [0x25, hexadecimal[Int(byte >> 4)], hexadecimal[Int(byte & 0x0F)]]
            }
        }
        return String(decoding: encoded, as: UTF8.self)
    }
}
