import Model
import Reference

/// Takes away from a case what is not needed for it to be as it is.
package struct Shrinker {
    package private(set) var smallest: DecisionCase

    package init(_ found: DecisionCase) {
        smallest = found
    }

    /// - Parameter isStill: Whether a smaller case shows what is looked for.
    package mutating func shrink(while isStill: (DecisionCase) -> Bool) {
        var isSmaller = true
        while isSmaller {
            isSmaller = false
            for candidate in candidates() where isStill(candidate) {
                smallest = candidate
                isSmaller = true
                break
            }
        }
    }

    private func candidates() -> [DecisionCase] {
        var found: [DecisionCase] = []
        func change(_ body: (inout DecisionCase) -> Void) {
            var smaller = smallest
            body(&smaller)
            found.append(smaller)
        }
        if smallest.policies.permissionsBoundary != nil { change { $0.policies.permissionsBoundary = nil } }
        if smallest.policies.session != nil { change { $0.policies.session = nil } }
        if smallest.request.resourceAccount != nil { change { $0.request.resourceAccount = nil } }
        for key in smallest.request.context.entries.map(\.key) {
            change { $0.request.context[key] = nil }
            let values = smallest.request.context[key] ?? []
            for index in values.indices where values.count > 1 { change { $0.request.context[key]?.remove(at: index) } }
        }
        for level in smallest.policies.serviceControl.indices {
            change { $0.policies.serviceControl.remove(at: level) }
        }
        for level in smallest.policies.resourceControl.indices {
            change { $0.policies.resourceControl.remove(at: level) }
        }
        shrinkLists(&found)
        return found
    }

    private func shrinkLists(_ found: inout [DecisionCase]) {
        func add(_ path: WritableKeyPath<PolicyTexts, [JSONTree]>) {
            for smaller in Self.smaller(smallest.policies[keyPath: path], mayBeEmpty: true) {
                var copy = smallest
                copy.policies[keyPath: path] = smaller
                found.append(copy)
            }
        }
        add(\.identity)
        add(\.resource)
        if smallest.policies.permissionsBoundary != nil { add(\.permissionsBoundary.orEmpty) }
        if smallest.policies.session != nil { add(\.session.orEmpty) }
        for level in smallest.policies.serviceControl.indices { add(\.serviceControl[level]) }
        for level in smallest.policies.resourceControl.indices { add(\.resourceControl[level]) }
    }

    /// Without one of the values, or with a smaller one.
    private static func smaller(_ values: [JSONTree], mayBeEmpty: Bool) -> [[JSONTree]] {
        var found: [[JSONTree]] = []
        for index in values.indices {
            var copy = values
            if values.count > 1 || mayBeEmpty {
                copy.remove(at: index)
                found.append(copy)
            }
            for value in smaller(values[index]) {
                copy = values
                copy[index] = value
                found.append(copy)
            }
        }
        return found
    }

    private static func smaller(_ tree: JSONTree) -> [JSONTree] {
        switch tree {
        case .string, .word: return []
        case .list(let values):
            return (values.count == 1 ? [values[0]] : []) + smaller(values, mayBeEmpty: false).map { .list($0) }
        case .object(let members):
            var found: [JSONTree] = []
            for index in members.indices {
                var copy = members
                if !["Effect", "Action", "Resource", "Principal"].contains(members[index].name) {
                    copy.remove(at: index)
                    found.append(.object(copy))
                }
                if ["Action", "Resource"].contains(members[index].name), members[index].value != .string("*") {
                    copy = members
                    copy[index].value = .string("*")
                    found.append(.object(copy))
                }
                for value in smaller(members[index].value) {
                    copy = members
                    copy[index].value = value
                    found.append(.object(copy))
                }
            }
            return found
        }
    }
}

extension [JSONTree]? {
    fileprivate var orEmpty: [JSONTree] {
        get { self ?? [] }
        set { self = newValue }
    }
}
