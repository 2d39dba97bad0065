/// The account's service and resource control policies, level by level; never changes.
///
/// All snapshots between two changes of them share one object, so that its identity tells whether there was a change.
/// There are few, and each change makes it anew.
package final class ControlPolicies: Sendable {
    static let none = ControlPolicies([])

    /// In the order of kind, level and folded name.
    package let all: [ControlPolicyRecord]

    private init(_ all: [ControlPolicyRecord]) {
        self.all = all
    }

    package func policy(_ control: ControlKind, level: UInt32, named name: String) -> ControlPolicyRecord? {
        let keyName = ControlPolicyRecord.keyName(control, level: level, name: name)
        return all.first { $0.keyName.utf8.elementsEqual(keyName.utf8) }
    }

    /// From the root down; a level without policies bounds nothing, and is left out.
    package func levels(_ control: ControlKind) -> [[ControlPolicyRecord]] {
        var levels: [[ControlPolicyRecord]] = []
        for record in all where record.control == control {
            if levels.last?.last?.level == record.level {
                levels[levels.count - 1].append(record)
            } else {
                levels.append([record])
            }
        }
        return levels
    }

    /// - Returns: `nil` where one of that kind, level and name is there already.
    func with(_ record: ControlPolicyRecord) -> ControlPolicies? {
        guard policy(record.control, level: record.level, named: record.name) == nil else { return nil }
        return ControlPolicies((all + [record]).sorted { $0.place < $1.place })
    }

    func without(_ record: ControlPolicyRecord) -> ControlPolicies {
        ControlPolicies(all.filter { $0 != record })
    }
}

extension ControlPolicyRecord {
    fileprivate var place: (UInt32, UInt32, String) { (control.rawValue, level, keyName) }
}
