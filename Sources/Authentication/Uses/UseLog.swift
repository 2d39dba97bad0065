internal import Model
internal import Synchronization

/// When access keys, roles and passwords were last used, until an Authenticator writes it down.
///
/// In memory, because a write per request would cost more than the request; shared by whatever sees who calls.
package final class UseLog: Sendable {
    private let times = Mutex(UseTimes())

    package init() {}

    /// Notes that a key, a role or a user's password was used.
    func record(_ id: UniqueID, at moment: Timestamp) { times.withLock { $0.record(id, at: moment) } }

    func takeAll() -> [UniqueID: Timestamp] { times.withLock { $0.takeAll() } }
}
