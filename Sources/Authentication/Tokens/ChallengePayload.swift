internal import Model

/// What a challenge's token says: whose sign-in waits, for what, and what must not have changed since.
struct ChallengePayload: Hashable, Sendable {
    let userID: UniqueID
    /// Of the password that was right.
    let generation: UInt32
    let profileCreatedAt: Timestamp
    /// The user's `sessionsValidFrom` when the password was right.
    let epoch: Timestamp?
    /// A challenge is answered once; this names it.
    let id: String
    let issuedAt: Timestamp
    /// How long the session will live.
    let durationSeconds: UInt32
    /// Whether a code is still wanted.
    let wantsCode: Bool
    /// When a code was shown, where that is done.
    let mfaAt: Timestamp?
    /// How often the account had dropped revocations when the password was right.
    let drops: UInt64

    var expiration: Timestamp { issuedAt.adding(seconds: AuthenticationSettings.challengeSeconds) }

    private static let version: UInt8 = 2

    func encoded() -> [UInt8] {
        var writer = PayloadWriter()
        writer.byte(Self.version)
        writer.id(userID)
        writer.number(generation)
        writer.time(profileCreatedAt)
        writer.time(epoch)
        writer.text(id)
        writer.time(issuedAt)
        writer.number(durationSeconds)
        writer.byte(wantsCode ? 1 : 0)
        writer.time(mfaAt)
        writer.count(drops)
        return writer.bytes
    }
}

extension ChallengePayload {
    /// - Returns: `nil` for bytes that `encoded` would not have written.
    init?(decoding bytes: [UInt8]) {
        var reader = PayloadReader(bytes)
        guard reader.byte() == Self.version, let userID = reader.id(), let generation = reader.number(),
            let profileCreatedAt = reader.time(), let epoch = reader.optionalTime(), let id = reader.text(),
            let issuedAt = reader.time(), let durationSeconds = reader.number(), let wantsCode = reader.byte(),
            wantsCode <= 1, let mfaAt = reader.optionalTime(), let drops = reader.count(), reader.isAtEnd
        else { return nil }
        self.init(
            userID: userID,
            generation: generation,
            profileCreatedAt: profileCreatedAt,
            epoch: epoch,
            id: id,
            issuedAt: issuedAt,
            durationSeconds: durationSeconds,
            wantsCode: wantsCode == 1,
            mfaAt: mfaAt,
            drops: drops
        )
    }
}
