import Model
package import Store

extension Directory {
    /// Makes an account in a store that holds nothing.
    package static func create(
        in store: any Store,
        account: AccountRecord
    ) async throws(DirectoryError) -> Directory {
        do throws(StoreError) {
            _ = try await store.commit(
                [.put(key: account.key, value: account.encoded())],
                if: [.revision(is: .zero)]
            )
        } catch {
            if case .conflict = error { throw .exists }
            throw DirectoryError(error)
        }
        return try await open(store)
    }

    /// Reads an account, all of it: one record that cannot be read, or that names what is not there, is an error.
    package static func open(_ store: any Store) async throws(DirectoryError) -> Directory {
        Directory(store, holding: try await Loader.load(store))
    }
}
