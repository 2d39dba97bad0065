extension KnownNames {
    /// The names of a service's actions in AWS's managed policies; `nil` for a service that none of them names.
    static func actions(of service: String) -> [String]? { actionNames[service.lowercased()] }

    /// The names of a service's condition keys; `nil` for a service that is not known.
    static func conditionKeys(of service: String) -> [String]? { keyNames[service.lowercased()] }

    private static let actionNames = names(in: actions)

    private static let keyNames: [String: [String]] = {
        var all = names(in: conditionKeys)
        for key in GlobalKeys.multivalued + GlobalKeys.singleValued {
            let parts = key.split(separator: ":", maxSplits: 1).map(String.init)
            all[parts[0], default: []].append(parts[1])
        }
        return all
    }()

    private static func names(in table: [StaticString]) -> [String: [String]] {
        var names: [String: [String]] = [:]
        for line in table {
            let words = line.description.split(separator: " ").map(String.init)
            names[words[0]] = Array(words.dropFirst())
        }
        return names
    }
}
