internal import Crypto
package import Model

/// A time-based one-time-password device (TOTP, RFC 6238, over HOTP, RFC 4226), with steps of 30 s from 1970.
package struct OneTimePassword: Sendable {
    /// The hash under the HMAC; the raw value is its name in an `otpauth` URI and in records.
    package enum Algorithm: String, CaseIterable, Sendable {
        case sha1 = "SHA1"
        case sha256 = "SHA256"
        case sha512 = "SHA512"
    }

    /// How long a code is.
    package enum Digits: Int, CaseIterable, Sendable {
        case six = 6
        case eight = 8

        var modulus: UInt32 { self == .six ? 1_000_000 : 100_000_000 }
    }

    package let algorithm: Algorithm
    package let digits: Digits
    // swift-crypto wipes it when its last owner goes.
    private let seed: SymmetricKey

    package static let stepSeconds: Int64 = 30
    /// RFC 4226 section 4, R6: at least 128 bits.
    package static let seedBytesMin = 16
    package static let seedBytesMax = 128

    package init(
        seed: [UInt8],
        algorithm: Algorithm = .sha1,
        digits: Digits = .six
    ) throws(SecretsError) {
        guard (Self.seedBytesMin...Self.seedBytesMax).contains(seed.count) else {
            throw .oneTimePassword(.seedLength(bytes: seed.count))
        }
        self.seed = SymmetricKey(data: seed)
        self.algorithm = algorithm
        self.digits = digits
    }

    /// A seed for a new device: 160 bits, as RFC 4226 section 4, R6 recommends.
    package static func randomSeed() -> [UInt8] {
        Sodium.random(count: 20)
    }

    /// The number of the step that a moment lies in; 0 before 1970.
    package static func step(at moment: Timestamp) -> UInt64 {
        UInt64(max(moment.seconds, 0) / stepSeconds)
    }

    /// The code of one step, with leading zeros.
    package func code(step: UInt64) -> String {
        String(decoding: codeDigits(step: step), as: UTF8.self)
    }

    /// RFC 4226 section 5.3: dynamic truncation of the HMAC over the counter, then the last decimal digits.
    func codeDigits(step: UInt64) -> [UInt8] {
        let counter = (0..<8).map { UInt8(truncatingIfNeeded: step >> UInt64(56 - 8 * $0)) }
        let tag =
            switch algorithm {
            case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: seed))
            case .sha256: Array(HMAC<SHA256>.authenticationCode(for: counter, using: seed))
            case .sha512: Array(HMAC<SHA512>.authenticationCode(for: counter, using: seed))
            }
        let offset = Int(tag[tag.count - 1] & 0x0F)
        let word = tag[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        var value = (word & 0x7FFF_FFFF) % digits.modulus
        var text = [UInt8](repeating: 0x30, count: digits.rawValue)
        for index in text.indices.reversed() {
            text[index] += UInt8(value % 10)
            value /= 10
        }
        return text
    }

    /// The seed in base 32, for a person who cannot scan the code.
    package var seedText: String {
        unsafe Base32.encode(seed.withUnsafeBytes { unsafe Array($0) })
    }
}

extension OneTimePassword: CustomStringConvertible, CustomDebugStringConvertible {
    package var description: String { "<secret>" }
    package var debugDescription: String { "<secret>" }
}
