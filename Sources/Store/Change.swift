/// One step of a commit.
package enum Change: Hashable, Sendable {
    case put(key: String, value: [UInt8])
    /// Deleting a key that holds nothing changes nothing, and is still part of a commit with a revision of its own.
    case delete(key: String)

    package var key: String {
        switch self {
        case .put(let key, _), .delete(let key): key
        }
    }

    /// How much of a commit's bound it takes.
    var bytes: Int {
        switch self {
        case .put(let key, let value): key.utf8.count + value.count
        case .delete(let key): key.utf8.count
        }
    }
}
