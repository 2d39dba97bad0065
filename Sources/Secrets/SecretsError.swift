/// Why this room could not do what it was asked.
///
/// Never carries a secret, nor text that a peer sent.
package enum SecretsError: Error, Hashable, Sendable {
    /// libsodium could not start: no source of randomness.
    case libraryUnavailable
    /// The system gave no memory for a secret or for a password hash.
    case memoryUnavailable
    /// Key material of the wrong length, in bytes.
    case keyLength(found: Int, wanted: Int)
    /// A sealed box or token that is not of its form: too short, too long, a foreign version or alphabet.
    case malformed(Malformed)
    /// The tag does not fit: altered, sealed with another key, or for another place.
    case doesNotOpen
    /// The account's data key was wrapped by another master key, or for another account.
    case wrongMasterKey
    /// The master key file at `path` cannot be used.
    case keyFile(path: String, KeyFileFault)
    /// A password that cannot be hashed: empty, or above `Limits.passwordBytesMax`.
    case passwordLength(bytes: Int)
    /// A stored password hash that this daemon refuses to work on.
    case passwordHash(PasswordHashFault)
    /// A one-time-password device that cannot be made as asked.
    case oneTimePassword(OneTimePasswordFault)
    /// A payload too large for a token, in bytes.
    case payloadTooLong(bytes: Int, bytesMax: Int)

    /// What has not the form it must have.
    package enum Malformed: String, Sendable {
        case sealedBox = "sealed box"
        case token
        case wrappedKey = "wrapped data key"
    }

    /// What is wrong with a stored password hash.
    package enum PasswordHashFault: Hashable, Sendable {
        case notArgon2id
        case memory(kibibytes: UInt64)
        case passes(UInt64)
    }

    /// What is wrong with a one-time-password device.
    package enum OneTimePasswordFault: Hashable, Sendable {
        case seedLength(bytes: Int)
        case labelHasColon
        case labelEmpty
    }
}

extension SecretsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .libraryUnavailable: "libsodium could not start: the system has no source of randomness"
        case .memoryUnavailable: "the system has no memory for a secret or a password hash"
        case .keyLength(let found, let wanted): "a key of \(found) bytes, where \(wanted) are needed"
        case .malformed(let what): "not a \(what.rawValue) of a known form"
        case .doesNotOpen: "does not open: altered, or sealed with another key or for another place"
        case .wrongMasterKey:
            "the account's data key does not open with this master key: use the key file that the account was made with"
        case .keyFile(let path, let fault): "master key file `\(path)`: \(fault)"
        case .passwordLength(let bytes):
            "a password of \(bytes) bytes, where 1 to \(PasswordHash.passwordBytesMax) are allowed"
        case .passwordHash(let fault): fault.description
        case .oneTimePassword(let fault): fault.description
        case .payloadTooLong(let bytes, let bytesMax):
            "a token payload of \(bytes) bytes, where at most \(bytesMax) fit"
        }
    }
}

extension SecretsError.PasswordHashFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notArgon2id: "a password hash that is not in libsodium's form `$argon2id$v=19$m=…,t=…,p=1$SALT$HASH`"
        case .memory(let kibibytes):
            "a password hash that asks for \(kibibytes) KiB of memory, where 8 to \(PasswordHash.memoryKibibytesMax)"
                + " are allowed"
        case .passes(let passes):
            "a password hash that asks for \(passes) passes, where 1 to \(PasswordHash.passesMax) are allowed"
        }
    }
}

extension SecretsError.OneTimePasswordFault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .seedLength(let bytes):
            "a one-time-password seed of \(bytes) bytes, where \(OneTimePassword.seedBytesMin) to"
                + " \(OneTimePassword.seedBytesMax) are allowed"
        case .labelHasColon: "the issuer or account name holds a `:`, which separates the two in an otpauth label"
        case .labelEmpty: "the issuer or account name is empty, and an otpauth label needs both"
        }
    }
}
