internal import Directory
internal import Model
internal import Secrets

/// A key that was drawn and is not yet a user's: its secret in the clear, to be shown once, and sealed, to be kept.
struct NewAccessKey: Sendable {
    private let id: UniqueID
    private let secret: String
    private let sealedSecret: [UInt8]
    private let createdAt: Timestamp

    init(at now: Timestamp, keys: AccountKeys) throws(Refusal) {
        id = try Administrator.uniqueID(RandomIdentifier.accessKeyID())
        secret = RandomIdentifier.accessKeySecret()
        createdAt = now
        // The key of the record does not depend on whose it is.
        let place = AccessKeyRecord(id: id, userID: id).associatedData
        sealedSecret = SealedBox.seal(Array(secret.utf8), key: keys.records, associatedData: place)
    }

    func record(of user: UserRecord) -> AccessKeyRecord {
        var record = AccessKeyRecord(id: id, userID: user.id)
        record.createdAt = createdAt
        record.sealedSecret = sealedSecret
        return record
    }

    /// The key as it is shown to who asked for it.
    func shown(of user: UserRecord) -> AccessKey {
        AccessKey(record(of: user), of: user, secret: secret, at: createdAt)
    }
}

extension AccessKeyRecord {
    /// Where the sealed secret belongs: in another record, it does not open.
    var associatedData: [UInt8] { Array(key.utf8) }

    /// The secret, for the one who asks again with the token of the call that made the key.
    func openedSecret(keys: AccountKeys) throws(Refusal) -> String {
        do throws(SecretsError) {
            let bytes = try SealedBox.open(sealedSecret, key: keys.records, associatedData: associatedData)
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            throw .internalFailure("the secret of access key \(id.shown): \(error)")
        }
    }
}
