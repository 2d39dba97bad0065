internal import Model

/// What a session token says: who, since when, until when, by what, and what must not have changed since.
struct SessionPayload: Hashable, Sendable {
    /// Whom the session acts as, by an id that is never given to another.
    enum Holder: Hashable, Sendable {
        case user(UniqueID)
        case role(UniqueID, sessionName: String)
    }

    /// How the session was begun.
    enum Credential: Hashable, Sendable {
        /// The login profile's creation is part of it: a profile that was deleted and made anew counts from the start.
        case password(generation: UInt32, profileCreatedAt: Timestamp)
        case accessKey(UniqueID)
        case assumedRole
    }

    let holder: Holder
    let credential: Credential
    /// 22 characters of URL-safe base 64; no secret.
    let id: String
    let issuedAt: Timestamp
    let expiration: Timestamp
    /// When a code of an MFA device was shown.
    let mfaAt: Timestamp?
    /// The holder's `sessionsValidFrom` when the session began.
    ///
    /// Whatever moves it ends the session. Comparing it, rather than `issuedAt` with it, holds within one microsecond
    /// and under a clock that is set back.
    let epoch: Timestamp?
    /// How often the account had dropped revocations when the session began.
    let drops: UInt64

    /// A payload of another version does not open: its sessions sign in again.
    private static let version: UInt8 = 2

    func encoded() -> [UInt8] {
        var writer = PayloadWriter()
        writer.byte(Self.version)
        switch holder {
        case .user(let id):
            writer.byte(1)
            writer.id(id)
        case .role(let id, let sessionName):
            writer.byte(2)
            writer.id(id)
            writer.text(sessionName)
        }
        switch credential {
        case .password(let generation, let profileCreatedAt):
            writer.byte(1)
            writer.number(generation)
            writer.time(profileCreatedAt)
        case .accessKey(let id):
            writer.byte(2)
            writer.id(id)
        case .assumedRole:
            writer.byte(3)
        }
        writer.text(id)
        writer.time(issuedAt)
        writer.time(expiration)
        writer.time(mfaAt)
        writer.time(epoch)
        writer.count(drops)
        return writer.bytes
    }

    /// The facts of the session as rooms outside this one know them.
    var facts: SessionFacts {
        let begunBy: SessionFacts.Credential =
            switch credential {
            case .password(let generation, _): .password(generation: generation)
            case .accessKey(let id): .accessKey(id)
            case .assumedRole: .assumedRole
            }
        return SessionFacts(id: id, issuedAt: issuedAt, expiration: expiration, mfaAt: mfaAt, credential: begunBy)
    }
}

extension SessionPayload {
    /// - Returns: `nil` for bytes that `encoded` would not have written.
    init?(decoding bytes: [UInt8]) {
        var reader = PayloadReader(bytes)
        guard reader.byte() == Self.version, let holder = Self.holder(&reader),
            let credential = Self.credential(&reader), let id = reader.text(), let issuedAt = reader.time(),
            let expiration = reader.time(), let mfaAt = reader.optionalTime(), let epoch = reader.optionalTime(),
            let drops = reader.count(), reader.isAtEnd
        else { return nil }
        // A role is assumed, a user never is.
        switch (holder, credential) {
        case (.role, .assumedRole), (.user, .password), (.user, .accessKey): break
        default: return nil
        }
        self.init(
            holder: holder,
            credential: credential,
            id: id,
            issuedAt: issuedAt,
            expiration: expiration,
            mfaAt: mfaAt,
            epoch: epoch,
            drops: drops
        )
    }

    private static func holder(_ reader: inout PayloadReader) -> Holder? {
        switch reader.byte() {
        case 1: return reader.id().map { .user($0) }
        case 2:
            guard let id = reader.id(), let sessionName = reader.text() else { return nil }
            return .role(id, sessionName: sessionName)
        default: return nil
        }
    }

    private static func credential(_ reader: inout PayloadReader) -> Credential? {
        switch reader.byte() {
        case 1:
            guard let generation = reader.number(), let createdAt = reader.time() else { return nil }
            return .password(generation: generation, profileCreatedAt: createdAt)
        case 2: return reader.id().map { .accessKey($0) }
        case 3: return .assumedRole
        default: return nil
        }
    }
}
