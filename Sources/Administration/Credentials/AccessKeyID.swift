internal import Directory
internal import Model

/// An access key as a request names it.
struct AccessKeyID: Hashable, Sendable {
    let id: UniqueID

    init(parsing text: String) throws(Refusal) {
        guard text.utf8.count == 20, text.hasPrefix(IDPrefix.accessKey.rawValue), let id = UniqueID(text) else {
            throw .validation("access key id \(text.shown) is not `AKIA` and 16 of `A–Z 2–7`")
        }
        self.id = id
    }

    /// The key of a text that is empty where no key is named.
    static func optional(_ text: String) throws(Refusal) -> AccessKeyID? {
        text.isEmpty ? nil : try AccessKeyID(parsing: text)
    }
}

extension Snapshot {
    /// A key of a user; another user's is not there.
    func wanted(_ key: AccessKeyID, of user: UserRecord) throws(Refusal) -> AccessKeyRecord {
        guard user.accessKeys.contains(key.id), let record = accessKey(id: key.id) else {
            throw .noSuchEntity("\(user.shown) has no access key \(key.id.shown)")
        }
        return record
    }

    /// The keys of a user, the oldest first.
    func accessKeys(of user: UserRecord) -> [AccessKeyRecord] {
        user.accessKeys.compactMap { accessKey(id: $0) }.sorted {
            ($0.createdAt, $0.id.description) < ($1.createdAt, $1.id.description)
        }
    }
}
