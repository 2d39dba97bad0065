internal import Directory

extension Subject {
    /// The first byte chooses the kind of record; one that is read can be written and read again to the same value.
    static func record(_ bytes: [UInt8]) {
        guard let first = bytes.first else { return }
        let kinds = RecordKind.allCases
        let rest = Array(bytes.dropFirst())
        switch kinds[Int(first) % kinds.count] {
        case .account: roundTrip(AccountRecord.self, rest)
        case .control: roundTrip(ControlPolicyRecord.self, rest)
        case .group: roundTrip(GroupRecord.self, rest)
        case .key: roundTrip(AccessKeyRecord.self, rest)
        case .lastUsed: roundTrip(LastUsedRecord.self, rest)
        case .login: roundTrip(LoginRecord.self, rest)
        case .mfaDevice: roundTrip(MFADeviceRecord.self, rest)
        case .policy: roundTrip(PolicyRecord.self, rest)
        case .revocation: roundTrip(RevocationRecord.self, rest)
        case .role: roundTrip(RoleRecord.self, rest)
        case .throttle: roundTrip(ThrottleRecord.self, rest)
        case .user: roundTrip(UserRecord.self, rest)
        }
    }

    private static func roundTrip<Record: StoredRecord & Hashable>(_ type: Record.Type, _ bytes: [UInt8]) {
        guard let record = read(type, bytes) else { return }
        precondition(record.hasKeyName(record.keyName.utf8.span), "a record does not know its own key")
        let written = record.encoded()
        guard let again = read(type, written) else {
            preconditionFailure("a \(Record.kind) record that was written cannot be read")
        }
        precondition(record == again, "a \(Record.kind) record changed on its way")
        precondition(written == again.encoded(), "a \(Record.kind) record is written in two ways")
    }

    private static func read<Record: StoredRecord>(_ type: Record.Type, _ bytes: [UInt8]) -> Record? {
        var reader = RecordReader(bytes)
        return try? Record(reading: &reader)
    }
}
