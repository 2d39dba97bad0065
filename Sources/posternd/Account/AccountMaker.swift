import Model
import Secrets
import Store

/// Makes an account in a folder that has none: the key, then the store, then all records in one commit.
///
/// Interrupted anywhere, it leaves no account, and can be run again.
struct AccountMaker {
    let folder: AccountFolder
    /// Read where it is there already, else made.
    let masterKeyFile: String
    let plan: AccountPlan

    func make(now: Timestamp) async throws(Failure) {
        try folder.make()
        let store = try await emptyStore()
        do throws(Failure) {
            let key = AccountFolder.isThere(masterKeyFile) ? try readKey() : try makeKey()
            try await commit(plan.records(masterKey: key, now: now), to: store)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }

    /// A new store, or the empty one that an interrupted `init` left.
    private func emptyStore() async throws(Failure) -> SQLiteStore {
        do throws(StoreError) {
            do throws(StoreError) {
                return try await SQLiteStore.create(at: folder.path)
            } catch .exists {
                let store = try await SQLiteStore.open(at: folder.path)
                let head = try await store.head()
                if head == .zero { return store }
                await store.close()
            }
        } catch {
            throw Failure(error.description)
        }
        throw Failure("there is an account in `\(folder.path)` already; name another folder")
    }

    private func readKey() throws(Failure) -> MasterKey {
        try MasterKeySource.file(masterKeyFile).read()
    }

    private func makeKey() throws(Failure) -> MasterKey {
        do {
            return try MasterKey.create(path: masterKeyFile)
        } catch {
            throw Failure(error.description)
        }
    }

    private func commit(_ changes: [Change], to store: SQLiteStore) async throws(Failure) {
        do {
            _ = try await store.commit(changes, if: [.revision(is: .zero)])
        } catch {
            throw Failure(error.description)
        }
    }
}
