import CPosix
import Directory
import Logging
import Model
import Secrets
import Store

/// An account whose every record was read and whose keys are open.
struct OpenAccount: Sendable {
    let directory: Directory
    let keys: AccountKeys

    /// Opens the account in a folder; one that is not there is an error, never a new account.
    static func open(_ configuration: Configuration, masterKey: MasterKeySource) async throws(Failure) -> OpenAccount {
        let path = configuration.data
        guard AccountFolder.isThere(path) else { throw noAccount(in: path) }
        try AccountFolder(path: path).checkClosed()
        let store = try await openStore(at: path)
        do throws(Failure) {
            let directory = try await openDirectory(store, path: path)
            let account = directory.current.account
            let key = try masterKey.read()
            return OpenAccount(directory: directory, keys: try openKeys(of: account, with: key))
        } catch {
            await store.close()
            throw error
        }
    }

    /// Makes the quotas that the operator named the account's own; those that are not named stay as they are.
    ///
    /// A disk that takes no writes does not keep the daemon from serving.
    func adjustQuotas(_ changes: [QuotaName: Int], logger: Logger) async {
        guard !changes.isEmpty else { return }
        do throws(Refusal) {
            try await directory.write { (transaction) throws(Refusal) in
                var account = transaction.snapshot.account
                account.quotas = QuotaName.apply(changes, to: account.quotas)
                if account != transaction.snapshot.account { transaction.put(account) }
            }
        } catch {
            logger.warning("the configured quotas were not stored", metadata: ["reason": "\(error.message)"])
        }
    }

    private static func openStore(at path: String) async throws(Failure) -> SQLiteStore {
        do {
            return try await SQLiteStore.open(at: path)
        } catch .missing {
            throw noAccount(in: path)
        } catch {
            throw Failure(error.description)
        }
    }

    private static func openDirectory(_ store: SQLiteStore, path: String) async throws(Failure) -> Directory {
        do {
            let directory = try await Directory.open(store)
            // What reading all records took is free again, and would stay with the process.
            postern_trim_memory()
            return directory
        } catch .noAccount {
            throw noAccount(in: path)
        } catch {
            throw Failure("\(error)")
        }
    }

    private static func openKeys(of account: AccountRecord, with key: MasterKey) throws(Failure) -> AccountKeys {
        do {
            return try AccountKeys.open(wrapped: account.wrappedKey, master: key, account: account.id)
        } catch {
            throw Failure(error.description)
        }
    }

    private static func noAccount(in path: String) -> Failure {
        Failure(
            "no account at `\(path)`: run `posternd init --data \(path)`; or, if there was one, its volume is missing"
        )
    }
}
