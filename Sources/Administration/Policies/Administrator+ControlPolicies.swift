internal import Directory
package import Model
internal import PolicyLanguage

/// Service and resource control policies of the account.
///
/// AWS: https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
extension Administrator {
    package func putControlPolicy(
        _ request: PutControlPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let place = try ControlPlace(request.type, level: request.level)
        let name = try EntityName(parsing: request.policyName, .controlPolicy)
        let checked = try CheckedPolicy(parsing: request.policyDocument, kind: place.control.documentKind)
        try checked.fits(Limits.controlPolicyCharactersMax, place.control.noun)
        let now = clock()
        _ = try await directory.write { (transaction) throws(Refusal) in
            let policies = transaction.snapshot.controlPolicies
            let old = policies.policy(place.control, level: place.level, named: name.text)
            var record = ControlPolicyRecord(
                place.control,
                level: place.level,
                name: old?.name ?? name.text,
                document: checked.document
            )
            record.createdAt = old?.createdAt ?? now
            record.updatedAt = now
            let others = policies.at(place).filter { $0.keyName != record.keyName }
            guard others.count < Limits.controlPoliciesPerLevelMax else {
                throw .limitExceeded(
                    "\(place.shown) has \(others.count) \(place.control.noun) policies already, at most "
                        + "\(Limits.controlPoliciesPerLevelMax) are allowed"
                )
            }
            guard (others + [record]).contains(where: \.allowsSomething) else {
                throw .invalidInput(
                    "no \(place.control.noun) policy of \(place.shown) would allow anything, which denies everything: "
                        + "put one first that does, such as \(place.control.fullAccess)"
                )
            }
            transaction.put(record)
        }
        return Empty()
    }

    package func getControlPolicy(
        _ request: GetControlPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> GetControlPolicyResponse {
        let place = try ControlPlace(request.type, level: request.level)
        let name = try EntityName(parsing: request.policyName, .controlPolicy)
        return GetControlPolicyResponse(controlPolicy: ControlPolicy(try snapshot.wanted(place, name)))
    }

    package func deleteControlPolicy(
        _ request: DeleteControlPolicyRequest,
        by caller: Caller
    ) async throws(Refusal) -> Empty {
        let place = try ControlPlace(request.type, level: request.level)
        let name = try EntityName(parsing: request.policyName, .controlPolicy)
        _ = try await directory.write { (transaction) throws(Refusal) in
            let record = try transaction.snapshot.wanted(place, name)
            let others = transaction.snapshot.controlPolicies.at(place).filter { $0.keyName != record.keyName }
            guard others.isEmpty || others.contains(where: \.allowsSomething) else {
                let names = others.map(\.name.shown).joined(separator: ", ")
                throw .deleteConflict(
                    "without \(record.name.shown) no \(place.control.noun) policy of \(place.shown) would allow "
                        + "anything, which denies everything: delete the others first (\(names))"
                )
            }
            transaction.delete(record)
        }
        return Empty()
    }

    package func listControlPolicies(
        _ request: ListControlPoliciesRequest,
        by caller: Caller
    ) async throws(Refusal) -> ListControlPoliciesResponse {
        let level = request.level?.value
        try ControlPlace.check(level: level ?? 0)
        let control = ControlKind(request.type)
        let wanted = try pageRequest(.listControlPolicies, request.marker, request.maxItems)
        let records = snapshot.controlPolicies.all.filter {
            (control == nil || $0.control == control) && (level == nil || $0.level == level)
        }
        let page = wanted.page(
            { after, max in
                let rest = records.drop { record in after.map { record.place <= $0 } ?? false }
                return (Array(rest.prefix(max)), rest.count > max)
            },
            by: \.place,
            bytes: { $0.document.text.utf8.count }
        )
        return ListControlPoliciesResponse(
            controlPolicies: page.items.map { ControlPolicy($0) },
            isTruncated: page.isTruncated,
            marker: page.marker
        )
    }
}

/// A level of one kind of control policy.
struct ControlPlace: Sendable {
    let control: ControlKind
    let level: UInt32

    init(_ type: ControlPolicyType, level: UInt32) throws(Refusal) {
        guard let control = ControlKind(type) else {
            throw .validation("no type is given: it must be SERVICE_CONTROL_POLICY or RESOURCE_CONTROL_POLICY")
        }
        try Self.check(level: level)
        self.control = control
        self.level = level
    }

    static func check(level: UInt32) throws(Refusal) {
        guard level < Limits.controlLevelsMax else {
            throw .validation("level \(level) is not 0 to \(Limits.controlLevelsMax - 1)")
        }
    }

    var shown: String { "level \(level)" }
}

extension ControlKind {
    fileprivate init?(_ type: ControlPolicyType) {
        switch type {
        case .unspecified: return nil
        case .serviceControlPolicy: self = .serviceControl
        case .resourceControlPolicy: self = .resourceControl
        }
    }

    fileprivate var type: ControlPolicyType {
        switch self {
        case .serviceControl: .serviceControlPolicy
        case .resourceControl: .resourceControlPolicy
        }
    }

    fileprivate var documentKind: DocumentKind {
        switch self {
        case .serviceControl: .serviceControl
        case .resourceControl: .resourceControl
        }
    }

    fileprivate var noun: String {
        switch self {
        case .serviceControl: "service control"
        case .resourceControl: "resource control"
        }
    }

    /// What AWS has on every level from the start: `FullAWSAccess`, `RCPFullAWSAccess`.
    fileprivate var fullAccess: String {
        let principal = self == .resourceControl ? #""Principal":"*","# : ""
        return
            #"`{"Version":"2012-10-17","Statement":{"Effect":"Allow",\#(principal)"Action":"*","Resource":"*"}}`"#
    }
}

extension ControlPolicies {
    fileprivate func at(_ place: ControlPlace) -> [ControlPolicyRecord] {
        all.filter { $0.control == place.control && $0.level == place.level }
    }
}

extension Snapshot {
    fileprivate func wanted(_ place: ControlPlace, _ name: EntityName) throws(Refusal) -> ControlPolicyRecord {
        guard let record = controlPolicies.policy(place.control, level: place.level, named: name.text) else {
            throw .noSuchEntity("\(place.shown) has no \(place.control.noun) policy \(name.text.shown)")
        }
        return record
    }
}

extension ControlPolicyRecord {
    /// Where it stands in lists: in the order in which the account has them.
    fileprivate var place: String { "\(control.rawValue)/\(level)/\(keyName)" }

    /// Whether a statement of it allows anything, under whatever conditions.
    fileprivate var allowsSomething: Bool {
        let document = try? PolicyDocument(parsing: document.text, kind: control.documentKind)
        return document?.statements.contains { $0.effect == .allow } ?? false
    }
}

extension ControlPolicy {
    fileprivate init(_ record: ControlPolicyRecord) {
        self.init(
            type: record.control.type,
            level: record.level,
            policyName: record.name,
            policyDocument: record.document.text,
            createDate: record.createdAt.seconds,
            updateDate: record.updatedAt.seconds
        )
    }
}
