internal import Directory
internal import Model
internal import Secrets

/// The token of a call that may be repeated, as the new key's record remembers it: as keyed digests.
struct IdempotencyToken: Hashable, Sendable {
    private let token: [UInt8]
    /// Of all else that the call asked for: the same token with another wish is a mistake.
    private let wish: [UInt8]

    /// How long a call may be repeated.
    static let windowSeconds: Int64 = 24 * 60 * 60
    private static let digestBytes = 16

    /// What a record keeps.
    var digest: [UInt8] { token + wish }

    init(_ request: RotateAccessKeyRequest, keys: AccountKeys) throws(Refusal) {
        let text = request.idempotencyToken
        guard (1...64).contains(text.utf8.count), text.utf8.allSatisfy({ $0 >= 0x21 && $0 <= 0x7E }) else {
            throw .validation("idempotency token \(text.shown) is not 1 to 64 visible ASCII characters")
        }
        let deletion = request.deleteAfterSeconds.map { String($0.value) } ?? "never"
        token = Self.digest("rotation token\0\(text)", keys)
        wish = Self.digest(
            "rotation wish\0\(text)\0\(request.accessKeyID)\0\(request.overlapSeconds)\0\(deletion)"
                + "\0\(request.replaceInactive)",
            keys
        )
    }

    private static func digest(_ text: String, _ keys: AccountKeys) -> [UInt8] {
        Array(Digest.blake2b(Array(text.utf8), key: keys.paging).prefix(digestBytes))
    }

    /// The key that an earlier call with this token made, among the keys of its user.
    ///
    /// - Returns: `nil` where there was no such call within the window.
    /// - Throws: `InvalidInput` where the earlier call asked for something else.
    func keyMadeBefore(among present: [AccessKeyRecord], at now: Timestamp) throws(Refusal) -> AccessKeyRecord? {
        let made = present.first { key in
            guard let madeAt = key.rotatedAt, now < madeAt.adding(seconds: Self.windowSeconds) else { return false }
            return constantTimeEquals(Array(key.rotationTokenDigest.prefix(Self.digestBytes)), token)
        }
        guard let made else { return nil }
        guard constantTimeEquals(made.rotationTokenDigest, digest) else {
            throw .invalidInput(
                "the idempotency token was used for another rotation: repeat that call unchanged, or use a new token"
            )
        }
        return made
    }
}
