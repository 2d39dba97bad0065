extension KnownNames {
    /// The names of a service in AWS's managed policies.
    struct Names {
        private(set) var spelled: [String] = []
        private var folded: Set<String> = []

        mutating func add(_ name: String) {
            if folded.insert(name.lowercased()).inserted { spelled.append(name) }
        }

        func contains(_ name: String) -> Bool { folded.contains(name.lowercased()) }
    }

    /// The names of a service's actions; `nil` for a service that is not known.
    static func actions(of service: String) -> Names? { actionNames[service.lowercased()] }

    /// The names of a service's condition keys; `nil` for a service that is not known.
    static func conditionKeys(of service: String) -> Names? { keyNames[service.lowercased()] }

    private static let actionNames = names(in: actions)

    private static let keyNames: [String: Names] = {
        var all = names(in: conditionKeys)
        for key in GlobalKeys.multivalued + GlobalKeys.singleValued {
            let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
            all[parts[0], default: Names()].add(parts[1])
        }
        return all
    }()

    private static func names(in table: [StaticString]) -> [String: Names] {
        var names: [String: Names] = [:]
        for line in table {
            let words = line.description.split(separator: " ").map(String.init)
            for word in words.dropFirst() { names[words[0], default: Names()].add(word) }
        }
        return names
    }
}
