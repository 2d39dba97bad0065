package import Model

extension Snapshot {
    /// The account's root user.
    package var rootARN: ARN { arn("root") }

    package func arn(of user: UserRecord) -> ARN { arn("user", user) }
    package func arn(of group: GroupRecord) -> ARN { arn("group", group) }
    package func arn(of role: RoleRecord) -> ARN { arn("role", role) }
    package func arn(of policy: PolicyRecord) -> ARN { arn("policy", policy) }
    /// Also the device's serial number.
    package func arn(of device: MFADeviceRecord) -> ARN { arn("mfa", device) }

    /// A session of a role; without the role's path, as AWS has it.
    package func sessionARN(role: RoleRecord, sessionName: String) -> ARN {
        ARN(
            ofValidPartition: account.partition,
            service: "sts",
            account: account.id,
            resource: "assumed-role/\(role.name)/\(sessionName)"
        )
    }

    // MARK: Back

    package func user(arn: String) -> UserRecord? {
        find(arn, "user") { contents.users[named: $0]?.record }
    }
    package func group(arn: String) -> GroupRecord? {
        find(arn, "group") { contents.groups[named: $0]?.record }
    }
    package func role(arn: String) -> RoleRecord? {
        find(arn, "role") { contents.roles[named: $0]?.record }
    }
    /// One of the account's own; AWS's managed policies (`arn:aws:iam::aws:policy/…`) are not in it.
    package func policy(arn: String) -> PolicyRecord? {
        find(arn, "policy") { contents.policies[named: $0]?.record }
    }
    package func mfaDevice(arn: String) -> MFADeviceRecord? {
        find(arn, "mfa") { mfaDevice(named: $0) }
    }

    package func user(arn: ARN) -> UserRecord? { user(arn: arn.text) }
    package func group(arn: ARN) -> GroupRecord? { group(arn: arn.text) }
    package func role(arn: ARN) -> RoleRecord? { role(arn: arn.text) }
    package func policy(arn: ARN) -> PolicyRecord? { policy(arn: arn.text) }
    package func mfaDevice(arn: ARN) -> MFADeviceRecord? { mfaDevice(arn: arn.text) }

    private func arn(_ kind: String, _ record: some NamedRecord) -> ARN {
        arn("\(kind)\(record.path)\(record.name)")
    }

    private func arn(_ resource: String) -> ARN {
        ARN(
            ofValidPartition: account.partition,
            service: "iam",
            account: account.id,
            resource: resource
        )
    }

    /// The record that an ARN of this account names: partition, account and path to the byte, the name ignoring case.
    private func find<Record: NamedRecord>(
        _ arn: String,
        _ kind: String,
        _ named: (String) -> Record?
    ) -> Record? {
        let start = "arn:\(account.partition):iam::\(account.id.digits):\(kind)"
        let slash = arn.utf8.lastIndex(of: UInt8(ascii: "/"))
        guard arn.utf8.starts(with: start.utf8), let slash else { return nil }
        let pathStart = arn.utf8.index(arn.utf8.startIndex, offsetBy: start.utf8.count)
        // The last slash may be in the part that was compared: then there is no path.
        guard slash >= pathStart, let record = named(String(arn[arn.utf8.index(after: slash)...]))
        else { return nil }
        return arn.utf8[pathStart...slash].elementsEqual(record.path.utf8) ? record : nil
    }
}
