internal import Directory
internal import Model

/// An MFA device as a request names it: its serial number, which is its ARN.
struct MFASerial: Hashable, Sendable {
    let arn: ARN

    init(parsing text: String) throws(Refusal) {
        guard let arn = try? ARN(parsing: text), arn.service == "iam", arn.resource.hasPrefix("mfa/") else {
            throw .validation("serial number \(text.shown) is not of the form `arn:aws:iam::ACCOUNT:mfa/PATH/NAME`")
        }
        self.arn = arn
    }
}

extension Snapshot {
    func wanted(_ serial: MFASerial) throws(Refusal) -> MFADeviceRecord {
        guard let device = mfaDevice(arn: serial.arn) else {
            throw .noSuchEntity("there is no MFA device \(serial.arn.text.shown)")
        }
        return device
    }

    /// A device that a user has; another user's is not there.
    func wanted(_ serial: MFASerial, of user: UserRecord) throws(Refusal) -> MFADeviceRecord {
        let device = try wanted(serial)
        guard device.userID == user.id else {
            throw .noSuchEntity("\(user.shown) does not have MFA device \(serial.arn.text.shown)")
        }
        return device
    }
}

extension VirtualMFADevice {
    init(_ record: MFADeviceRecord, in snapshot: Snapshot) {
        self.init(
            serialNumber: snapshot.arn(of: record).text,
            userName: record.userID.flatMap { snapshot.user(id: $0)?.name } ?? "",
            enableDate: record.enabledAt?.seconds ?? 0
        )
    }
}
