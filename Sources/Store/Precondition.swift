package import Model

/// What must be true of the state right before a commit for it to land.
package enum Precondition: Hashable, Sendable {
    /// Nothing is under the key.
    case absent(key: String)
    /// A record is under the key and no commit after `since` changed it; a deleted one does not count as unchanged.
    case unchanged(key: String, since: Revision)
    /// The store's head is this revision: no commit at all came in between.
    case revision(is: Revision)

    /// The key that it looks at; `nil` when it looks at the whole store.
    package var key: String? {
        switch self {
        case .absent(let key), .unchanged(let key, _): key
        case .revision: nil
        }
    }

    /// Whether it is true of a state.
    ///
    /// - Parameters:
    ///   - record: The last change of the record under `key`; `nil` when there is none.
    ///   - head: The store's head.
    /// - Returns: Whether the commit may go on.
    func holds(record: Revision?, head: Revision) -> Bool {
        switch self {
        case .absent: record == nil
        case .unchanged(_, let since): record.map { $0 <= since } ?? false
        case .revision(let wanted): head == wanted
        }
    }
}
