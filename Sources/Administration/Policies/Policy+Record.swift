internal import Directory
internal import Model

extension Policy {
    /// The policy as it is shown; lists leave the description out, as AWS's do.
    init(_ record: PolicyRecord, in snapshot: Snapshot, isListed: Bool = false) {
        self.init(
            policyName: record.name,
            policyID: record.id.description,
            arn: snapshot.arn(of: record).text,
            path: record.path,
            defaultVersionID: VersionID(record.defaultVersion).text,
            attachmentCount: UInt32(clamping: snapshot.attachmentCount(of: record.id)),
            permissionsBoundaryUsageCount: UInt32(clamping: snapshot.boundaryCount(of: record.id)),
            createDate: record.createdAt.seconds,
            updateDate: record.updatedAt.seconds,
            description: isListed ? "" : record.details,
            isAttachable: true
        )
    }
}

extension PolicyVersion {
    init(_ version: PolicyVersionRecord, of policy: PolicyRecord, hasDocument: Bool) {
        self.init(
            versionID: VersionID(version.number).text,
            isDefaultVersion: version.number == policy.defaultVersion,
            createDate: version.createdAt.seconds,
            document: hasDocument ? version.document.text : ""
        )
    }
}
