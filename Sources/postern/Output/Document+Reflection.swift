internal import Model

extension Document {
    /// A response as a tree with AWS's names.
    ///
    /// Texts that are empty, messages that are not set and moments that are 0 are left out, as AWS leaves them out;
    /// moments become ISO 8601.
    init(reflecting value: Any) {
        self.init(value, label: "")
    }

    private init(_ value: Any, label: String) {
        switch value {
        case let text as String: self = text.isEmpty && !Self.shownEmpty.contains(label) ? .nothing : .text(text)
        case let truth as Bool: self = .truth(truth)
        case let seconds as Int64 where Self.moments.contains(label):
            self = seconds == 0 ? .nothing : .text(Moment.text(seconds))
        case let number as any BinaryInteger: self = .number("\(number)")
        default: self.init(mirror: Mirror(reflecting: value), of: value)
        }
    }

    private init(mirror: Mirror, of value: Any) {
        switch mirror.displayStyle {
        case .optional: self = mirror.children.first.map { Document($0.value, label: "") } ?? .nothing
        case .collection: self = .list(mirror.children.map { Document($0.value, label: "") })
        case .enum: self = .text(Self.name(ofCase: value))
        default:
            let members = mirror.children.compactMap { child -> Member? in
                guard let label = child.label else { return nil }
                let value = Document(child.value, label: label)
                return value.isNothing ? nil : Member(key: Self.key(of: label), value: value)
            }
            self = .object(members)
        }
    }

    /// The fields of responses that are seconds since 1970.
    private static let moments: Set = [
        "createDate", "updateDate", "enableDate", "expiration", "lastUsedDate", "passwordLastUsed", "roleLastUsed",
        "deactivationDate", "deletionDate",
    ]

    /// The texts that mean something when they are empty.
    private static let shownEmpty: Set = ["value"]

    /// AWS writes `Active` with a capital, `explicitDeny` without, and `SERVICE_CONTROL_POLICY` so.
    private static func name(ofCase value: Any) -> String {
        switch value as? ControlPolicyType {
        case .serviceControlPolicy: return "SERVICE_CONTROL_POLICY"
        case .resourceControlPolicy: return "RESOURCE_CONTROL_POLICY"
        case .unspecified, nil: break
        }
        let name = "\(value)"
        return value is DecisionOutcome ? name : name.prefix(1).uppercased() + name.dropFirst()
    }

    /// `policyARN` is `PolicyArn` in AWS's JSON, `userID` is `UserId`, and `mfaDevices` is `MFADevices`.
    static func key(of label: String) -> String {
        for (swift, aws) in [("ARN", "Arn"), ("ID", "Id")] where label.hasSuffix(swift) {
            return key(of: String(label.dropLast(swift.count)) + aws)
        }
        if label.hasPrefix("mfa") { return "MFA" + label.dropFirst(3) }
        return label.prefix(1).uppercased() + label.dropFirst()
    }
}
