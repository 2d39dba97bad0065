internal import Directory
internal import Model

extension AccessKeyRecord {
    func status(at now: Timestamp) -> AccessKeyStatus { works(at: now) ? .active : .inactive }
}

extension AccessKey {
    init(_ record: AccessKeyRecord, of user: UserRecord, secret: String, at now: Timestamp) {
        self.init(
            userName: user.name,
            accessKeyID: record.id.description,
            status: record.status(at: now),
            secretAccessKey: secret,
            createDate: record.createdAt.seconds
        )
    }
}

extension AccessKeyMetadata {
    /// The key as it is listed; a replacement that is not among the user's keys any more is not named.
    init(_ record: AccessKeyRecord, of user: UserRecord, at now: Timestamp) {
        self.init(
            userName: user.name,
            accessKeyID: record.id.description,
            status: record.status(at: now),
            createDate: record.createdAt.seconds,
            deactivationDate: record.deactivatesAt?.seconds ?? 0,
            deletionDate: record.deletesAt?.seconds ?? 0,
            replacedBy: record.replacedBy.flatMap { user.accessKeys.contains($0) ? $0.description : nil } ?? ""
        )
    }
}
