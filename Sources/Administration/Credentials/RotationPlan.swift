internal import Directory
internal import Model
internal import Secrets

/// What a rotation was asked to do, with everything in its range.
struct RotationPlan: Sendable {
    /// The key to replace; `nil` for the only one that works.
    let old: AccessKeyID?
    let overlapSeconds: Int64
    /// After the switching off; `nil` to keep the old key.
    let deleteAfterSeconds: Int64?
    let replacesInactive: Bool
    let token: IdempotencyToken?

    static let secondsMax: UInt32 = 90 * 24 * 60 * 60

    init(_ request: RotateAccessKeyRequest, keys: AccountKeys) throws(Refusal) {
        old = try AccessKeyID.optional(request.accessKeyID)
        overlapSeconds = try Self.seconds(request.overlapSeconds, "an overlap")
        deleteAfterSeconds =
            if let seconds = request.deleteAfterSeconds?.value {
                try Self.seconds(seconds, "a deletion after")
            } else {
                nil
            }
        replacesInactive = request.replaceInactive
        token = request.idempotencyToken.isEmpty ? nil : try IdempotencyToken(request, keys: keys)
    }

    private static func seconds(_ seconds: UInt32, _ what: String) throws(Refusal) -> Int64 {
        guard seconds <= secondsMax else {
            throw .validation("\(what) of \(seconds) seconds is not 0 to 7,776,000 seconds (90 days)")
        }
        return Int64(seconds)
    }

    /// Gives the old key its schedule; without an overlap it is off at once.
    func schedule(_ key: AccessKeyRecord, replacedBy new: UniqueID, at now: Timestamp) -> AccessKeyRecord {
        var key = key
        let off = now.adding(seconds: overlapSeconds)
        key.replacedBy = new
        key.deactivatesAt = off
        key.deletesAt = deleteAfterSeconds.map { off.adding(seconds: $0) }
        if overlapSeconds == 0 { key.switchOff() }
        return key
    }

    /// The key that is replaced.
    func oldKey(among present: [AccessKeyRecord], of user: UserRecord, at now: Timestamp) throws(Refusal)
        -> AccessKeyRecord
    {
        let working = present.filter { $0.works(at: now) }
        guard let old else {
            guard let only = working.first else {
                throw .noSuchEntity("\(user.shown) has no active access key to replace: create one")
            }
            guard working.count == 1 else {
                let names = working.map(\.id.shown).joined(separator: " and ")
                throw .validation("no access key id is given, and \(user.shown) has \(names): name the one to replace")
            }
            return only
        }
        guard let key = present.first(where: { $0.id == old.id }) else {
            throw .noSuchEntity("\(user.shown) has no access key \(old.id.shown)")
        }
        guard key.works(at: now) else {
            throw .invalidInput("access key \(key.id.shown) is inactive: only an active key is replaced")
        }
        return key
    }
}
