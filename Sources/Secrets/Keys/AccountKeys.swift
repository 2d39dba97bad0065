package import Model

/// The keys of one account, each for one purpose, drawn from a data key that only the master key opens.
///
/// A new master key means wrapping one data key again, not sealing every record again.
package final class AccountKeys: Sendable {
    package let account: AccountID
    /// Seals secrets in records (TOTP seeds, access-key secrets); the associated data is the record's key.
    package let records: SecretKey
    /// Seals session tokens and challenges.
    package let sessions: SecretKey
    /// Keys the digests of paging markers and idempotency tokens.
    package let paging: SecretKey

    private init(dataKey: SecretKey, account: AccountID) throws(SecretsError) {
        self.account = account
        // INVARIANT: a number, once given to a purpose, keeps it for ever: sealed data lives as long as the account.
        self.records = try dataKey.subkey(1)
        self.sessions = try dataKey.subkey(2)
        self.paging = try dataKey.subkey(3)
    }

    /// Draws a data key for a new account.
    ///
    /// - Returns: The keys, and the data key sealed for this account by the master key, to be stored.
    package static func create(
        master: MasterKey,
        account: AccountID
    ) throws(SecretsError) -> (keys: AccountKeys, wrapped: [UInt8]) {
        let dataKey = try SecretBytes.random(count: SecretKey.bytesCount)
        let wrapped = dataKey.withBytes { bytes in
            SealedBox.seal(bytes, key: master.key, associatedData: associatedData(account))
        }
        return (try AccountKeys(dataKey: SecretKey(dataKey), account: account), wrapped)
    }

    /// Opens the stored data key.
    ///
    /// - Throws: `wrongMasterKey` where it does not open: another master key, another account, or altered.
    package static func open(
        wrapped: [UInt8],
        master: MasterKey,
        account: AccountID
    ) throws(SecretsError) -> AccountKeys {
        guard wrapped.count == SecretKey.bytesCount + SealedBox.overheadBytes, wrapped[0] == SealedBox.version else {
            throw .malformed(.wrappedKey)
        }
        let dataKey: SecretBytes
        do {
            dataKey = try SealedBox.openSecret(wrapped, key: master.key, associatedData: associatedData(account))
        } catch {
            throw error == .doesNotOpen ? .wrongMasterKey : error
        }
        return try AccountKeys(dataKey: SecretKey(dataKey), account: account)
    }

    private static func associatedData(_ account: AccountID) -> [UInt8] {
        Array("account key \(account.digits)".utf8)
    }
}
