extension Coverage {
    /// Rules that never decided, with how they did not: every one of them has to.
    package var untested: [String] {
        var untested: [String] = []
        for rule in Self.bothWays {
            let count = count { element, _ in element == rule }
            if count.held == 0 { untested.append("\(rule) never held") }
            if count.failed == 0 { untested.append("\(rule) never failed") }
        }
        for (rule, holds, isMeant) in Self.oneWay {
            let count = count(where: isMeant)
            if (holds ? count.held : count.failed) == 0 {
                untested.append("\(rule) never \(holds ? "held" : "failed")")
            }
        }
        untested += Self.ends.filter { (endings[$0] ?? 0) == 0 }.map { "\($0) never ended it" }
        return untested
    }

    /// Every element, and every operator with every qualifier, with and without `IfExists`.
    private static let bothWays: [String] = {
        let operators = ValueKind.all.flatMap(\.operators).flatMap { name in
            ["", "ForAllValues:", "ForAnyValue:"].flatMap { [$0 + name, $0 + name + "IfExists"] }
        }
        return operators + ["Null", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal"]
    }()

    private typealias Way = (rule: String, holds: Bool, isMeant: (String, String) -> Bool)

    /// What makes a case of its own, with how it must have decided.
    private static var oneWay: [Way] { resources + names + conditions }

    private static var resources: [Way] {
        let traits = ["*", "?", "* past colons", "${}", "${*}", "${} default", "${} in 2008", "${} of a wildcard"]
        return traits.map { trait in ("Resource, \(trait)", true, { $0 == "Resource" && $1 == trait }) } + [
            ("Resource, ${} without value", false, { $0 == "Resource" && $1 == "${} without value" }),
            ("NotResource, ${} without value", true, { $0 == "NotResource" && $1 == "${} without value" }),
            ("Action, *", true, { $0 == "Action" && $1 == "*" }), ("Action, ?", true, { $0 == "Action" && $1 == "?" }),
        ]
    }

    private static var names: [Way] {
        func ways(_ element: String, _ holds: Bool, _ traits: [String]) -> [Way] {
            traits.map { trait in ("\(element), \(trait)", holds, { $0 == element && $1 == trait }) }
        }
        let named = [
            "*", "account", "root", "user", "user id", "session", "role", "role id", "federated user", "service",
        ]
        let others = ["boundary", "other", "role beside sessions", "root of another"]
        return ways("Principal", true, named) + ways("Principal", false, ["other"]) + ways("NotPrincipal", true, others)
            + ways("NotPrincipal", false, ["user", "session", "role", "root"])
    }

    private static var conditions: [Way] {
        func ways(_ rule: String, _ holds: Bool, _ isMeant: @escaping (String) -> Bool, _ traits: [String]) -> [Way] {
            traits.map { trait in ("\(rule), \(trait)", holds, { isMeant($0) && $1 == trait }) }
        }
        func isNegated(_ name: String) -> Bool { name.contains("Not") }
        func isPlain(_ name: String) -> Bool {
            !name.contains(":") && !name.hasSuffix("IfExists") && ValueKind.all.contains { $0.operators.contains(name) }
        }
        let open = ["missing", "empty"]
        return ways("positive", false, { isPlain($0) && !isNegated($0) }, open + ["unparsable", "${} without value"])
            + ways("negated", true, { isPlain($0) && isNegated($0) }, open + ["unparsable", "${} without value"])
            + ways("IfExists", true, { $0.hasSuffix("IfExists") }, open)
            + ways("ForAllValues", true, { $0.hasPrefix("ForAllValues:") && !$0.hasSuffix("IfExists") }, open)
            + ways("ForAnyValue", false, { $0.hasPrefix("ForAnyValue:") && !$0.hasSuffix("IfExists") }, open)
            + ways("Like", true, { $0.contains("StringLike") || $0.contains("ArnLike") }, ["*", "?", "${}"])
            + ways("Null", true, { $0 == "Null" }, open) + ways("Null", false, { $0 == "Null" }, open)
    }

    private static let ends: [String] = {
        let types = ["identity", "permissionsBoundary", "session", "resource", "serviceControl", "resourceControl"]
        let places = ["same account", "cross-account", "must allow"]
        let own = types.prefix(3).flatMap { type in places.map { "missing: \(type), \($0)" } }
        return types.map { "explicit deny: \($0)" } + own + places.map { "allow: all own policies, \($0)" } + [
            "missing: serviceControl, first level", "missing: serviceControl, later level",
            "missing: resourceControl, first level", "missing: resourceControl, later level",
            "missing: resource, cross-account", "missing: resource, must allow", "missing: resource, no account",
            "missing: permissionsBoundary, role named", "missing: session, role named", "missing: session, federated",
            "allow: resource policy names the caller", "allow: resource policy names the role",
            "allow: resource policy alone: no account", "allow: root", "allow: root, cross-account",
        ]
    }()
}
