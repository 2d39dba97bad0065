internal import CSodium
internal import Model

/// An Argon2id password hash (RFC 9106) as a PHC string: `$argon2id$v=19$m=…,t=…,p=1$SALT$HASH`.
///
/// Making and matching one takes tens of milliseconds and the memory that the parameters say: never on a thread that
/// decides requests.
package struct PasswordHash: Hashable, Sendable {
    /// The PHC string, as a record keeps it.
    package let encoded: String
    /// The cost that the string asks for.
    package let parameters: Parameters

    package static let passwordBytesMax = Limits.passwordBytesMax

    /// Reads a stored string, which must be in libsodium's own form and within bounds.
    ///
    /// A record that was tampered with could otherwise ask for all the machine's memory at the next sign-in.
    package init(encoded: String) throws(SecretsError) {
        self.parameters = try Self.parameters(in: encoded)
        self.encoded = encoded
    }

    /// Hashes a password with a fresh salt.
    ///
    /// - Throws: `passwordLength` for an empty or overlong one, `memoryUnavailable` where the system has no room.
    package static func make(
        password: [UInt8],
        parameters: Parameters
    ) throws(SecretsError) -> PasswordHash {
        try Sodium.ready()
        guard !password.isEmpty, password.count <= passwordBytesMax else {
            throw .passwordLength(bytes: password.count)
        }
        var text = [CChar](repeating: 0, count: textBytes)
        let outcome = unsafe password.withUnsafeBytes { bytes in
            unsafe text.withUnsafeMutableBufferPointer { text -> Int32 in
                guard let start = bytes.baseAddress, let output = text.baseAddress else { return -1 }
                // SAFETY: `output` has the 128 bytes that the function writes, NUL included; `start` holds
                // `bytes.count` bytes, read as characters.
                return unsafe crypto_pwhash_str_alg(
                    output,
                    start.assumingMemoryBound(to: CChar.self),
                    UInt64(bytes.count),
                    UInt64(parameters.passes),
                    parameters.memoryBytes,
                    crypto_pwhash_alg_argon2id13()
                )
            }
        }
        guard outcome == 0 else { throw .memoryUnavailable }
        let characters = text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return try PasswordHash(encoded: String(decoding: characters, as: UTF8.self))
    }

    /// A hash that no password matches, of the same cost as a real one.
    ///
    /// Made once; matching an unknown user's password against it takes a known user's time.
    package static func decoy(parameters: Parameters) throws(SecretsError) -> PasswordHash {
        try make(password: Sodium.random(count: SecretKey.bytesCount), parameters: parameters)
    }

    /// Whether this is the password; takes the same time for every wrong one.
    package func matches(password: [UInt8]) -> Bool {
        // An empty array has no address to hand over, so that one byte stands in for it, with a length of 0.
        let bytes = password.isEmpty ? [0] : password
        return unsafe bytes.withUnsafeBytes { buffer in
            guard let start = buffer.baseAddress else { return false }
            // SAFETY: `start` holds at least `password.count` bytes; the string is NUL-terminated, and its form and
            // bounds were checked by `init`.
            return unsafe crypto_pwhash_str_verify(
                encoded,
                start.assumingMemoryBound(to: CChar.self),
                UInt64(password.count)
            ) == 0
        }
    }

    /// Whether a stronger cost is now wanted than this hash was made with.
    ///
    /// A hash that costs more is left as it is.
    package func needsRehash(_ wanted: Parameters) -> Bool {
        // SAFETY: the string is NUL-terminated and lives until the call returns.
        let differs = unsafe crypto_pwhash_str_needs_rehash(encoded, UInt64(wanted.passes), wanted.memoryBytes) != 0
        return differs && (parameters.memoryBytes < wanted.memoryBytes || parameters.passes < wanted.passes)
    }
}

extension PasswordHash: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "<password hash>" }
    package var debugDescription: String { description }
}
