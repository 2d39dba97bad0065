internal import Directory
internal import Model

extension User {
    /// The identity as it is shown; lists leave tags and boundaries out, as AWS's do.
    init(_ record: UserRecord, in snapshot: Snapshot, isListed: Bool = false) {
        self.init(
            path: record.path,
            userName: record.name,
            userID: record.id.description,
            arn: snapshot.arn(of: record).text,
            createDate: record.createdAt.seconds,
            passwordLastUsed: snapshot.lastUsedSeconds(record.id),
            permissionsBoundary: isListed ? "" : snapshot.boundaryText(record.permissionsBoundary),
            tags: isListed ? [] : record.tags
        )
    }
}

extension Group {
    init(_ record: GroupRecord, in snapshot: Snapshot) {
        self.init(
            path: record.path,
            groupName: record.name,
            groupID: record.id.description,
            arn: snapshot.arn(of: record).text,
            createDate: record.createdAt.seconds
        )
    }
}

extension Role {
    /// The identity as it is shown; lists leave tags and boundaries out, as AWS's do.
    init(_ record: RoleRecord, in snapshot: Snapshot, isListed: Bool = false) {
        self.init(
            path: record.path,
            roleName: record.name,
            roleID: record.id.description,
            arn: snapshot.arn(of: record).text,
            createDate: record.createdAt.seconds,
            assumeRolePolicyDocument: record.trustPolicy.text,
            description: record.details,
            maxSessionDuration: record.maxSessionSeconds,
            permissionsBoundary: isListed ? "" : snapshot.boundaryText(record.permissionsBoundary),
            tags: isListed ? [] : record.tags,
            roleLastUsed: snapshot.lastUsedSeconds(record.id)
        )
    }
}

extension Snapshot {
    /// Seconds since 1970; 0 for never.
    func lastUsedSeconds(_ id: UniqueID) -> Int64 { lastUsed(id: id)?.usedAt.seconds ?? 0 }

    /// The ARN of a boundary; empty for none.
    fileprivate func boundaryText(_ id: UniqueID?) -> String {
        guard let id, let policy = policy(id: id) else { return "" }
        return arn(of: policy).text
    }
}
