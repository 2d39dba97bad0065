package import Store

/// Why an account does not open.
package enum DirectoryError: Error, Hashable, Sendable {
    /// A store without an account in it: a lost volume must never look like an empty account.
    case noAccount
    /// An account was to be made where there is something already.
    case exists
    /// A record cannot be believed. Passing over it could drop a Deny.
    case corrupt(key: String, reason: String)
    case store(StoreError)
}

extension DirectoryError: CustomStringConvertible {
    /// One line for a log or a command line.
    package var description: String {
        switch self {
        case .noAccount: "the store holds no account"
        case .exists: "the store holds an account already"
        case .corrupt(let key, let reason): "record `\(key)` is corrupt: \(reason)"
        case .store(let error): "\(error)"
        }
    }

    init(_ error: StoreError) {
        switch error {
        case .corrupt(.some(let key), let reason): self = .corrupt(key: key, reason: reason)
        default: self = .store(error)
        }
    }
}
