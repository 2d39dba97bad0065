import Directory
import Model
import PolicyLanguage

/// The account's control policies as they are judged; never changes, and is shared by all principals and event loops.
///
/// Fails closed: one that cannot be read might hold a Deny, so that nothing may be decided without it.
final class CompiledControls: Sendable {
    /// What it was made of.
    let source: ControlPolicies
    /// From the root down; every level must allow.
    let serviceControl: [[CompiledPolicy]]
    let resourceControl: [[CompiledPolicy]]
    /// Why nothing may be decided.
    let fault: Refusal?

    init(_ source: ControlPolicies, compiled: CompiledPolicyCache) {
        self.source = source
        var fault: Refusal?
        func levels(_ control: ControlKind, _ kind: DocumentKind) -> [[CompiledPolicy]] {
            source.levels(control).map { level in
                level.compactMap { record in
                    do {
                        return try compiled.policy(of: record.document, kind: kind)
                    } catch {
                        fault = .internalFailure(
                            "control policy `\(record.name)` of `\(record.place)` cannot be read, "
                                + "nothing is decided without it: \(error)"
                        )
                        return nil
                    }
                }
            }
        }
        serviceControl = levels(.serviceControl, .serviceControl)
        resourceControl = levels(.resourceControl, .resourceControl)
        self.fault = fault
    }

    /// The policy that a statement of type `.serviceControl` or `.resourceControl` is in.
    func policy(at position: StatementPosition) -> (record: ControlPolicyRecord, policy: CompiledPolicy)? {
        let control: ControlKind = position.type == .serviceControl ? .serviceControl : .resourceControl
        let records = source.levels(control).flatMap(\.self)
        let policies = (control == .serviceControl ? serviceControl : resourceControl).flatMap(\.self)
        let index = Int(position.policy)
        guard records.indices.contains(index), policies.indices.contains(index) else { return nil }
        return (records[index], policies[index])
    }
}

extension ControlPolicyRecord {
    /// As decisions tell of it, such as `service-control/1`.
    var place: String { "\(control.text)/\(level)" }
}
