extension Coverage {
    /// Rules that never decided, with how they did not: every one of them has to.
    package var untested: [String] {
        var untested: [String] = []
        for rule in Self.bothWays {
            let count = count(of: rule)
            if count.held == 0 { untested.append("\(rule) never held") }
            if count.failed == 0 { untested.append("\(rule) never failed") }
        }
        untested += Self.held.filter { (statements[$0]?.held ?? 0) == 0 }.map { "\($0) never held" }
        untested += Self.failed.filter { (statements[$0]?.failed ?? 0) == 0 }.map { "\($0) never failed" }
        untested += Self.ends.filter { (endings[$0] ?? 0) == 0 }.map { "\($0) never ended it" }
        return untested
    }

    /// Every element, and every operator with every qualifier, with and without `IfExists`.
    private static let bothWays: [String] = {
        let operators = ValueKind.all.flatMap(\.operators).flatMap { name in
            ["", "ForAllValues:", "ForAnyValue:"].flatMap { [$0 + name, $0 + name + "IfExists"] }
        }
        return operators + [
            "Null", "Null, missing", "Null, empty", "Action", "NotAction", "Resource", "NotResource", "Principal",
            "NotPrincipal",
        ]
    }()

    private static let held: [String] = {
        let negated = [
            "StringNotEquals", "NumericNotEquals", "DateNotEquals", "NotIpAddress", "ArnNotEquals", "ArnNotLike",
        ]
        let names = [
            "*", "account", "root", "user", "user id", "session", "role", "role id", "federated user", "service",
        ]
        return negated.flatMap { ["\($0), missing", "\($0), unparsable", "ForAllValues:\($0), missing"] }.filter {
            $0 != "StringNotEquals, unparsable"
        }
            + names.map { "Principal, \($0)" } + [
                "NotPrincipal, boundary", "NotPrincipal, other", "NotPrincipal, role beside sessions",
                "NotPrincipal, root of another",
                "Action, *", "Action, ?", "Resource, *", "Resource, ?", "Resource, * past colons", "Resource, ${}",
                "Resource, ${*}",
                "Resource, ${} default", "Resource, ${} in 2008", "Resource, ${} of a wildcard",
                "NotResource, ${} without value",
                "StringLike, *", "StringLike, ?", "StringNotEquals, ${} without value", "StringEqualsIfExists, missing",
                "ForAllValues:StringEquals, missing", "ForAllValues:StringEquals, empty",
            ]
    }()

    private static let failed = [
        "Resource, ${} without value", "Principal, other", "NotPrincipal, user", "NotPrincipal, session",
        "NotPrincipal, role", "NotPrincipal, root",
        "StringEquals, missing", "StringEquals, ${} without value", "ForAnyValue:StringEquals, missing",
        "ForAnyValue:StringEquals, empty",
        "ForAnyValue:StringNotEquals, missing", "NumericEquals, unparsable", "DateEquals, unparsable",
        "Bool, unparsable",
        "BinaryEquals, unparsable", "IpAddress, unparsable", "ArnEquals, unparsable",
    ]

    private static let ends: [String] = {
        let types = ["identity", "permissionsBoundary", "session", "resource", "serviceControl", "resourceControl"]
        let places = ["same account", "cross-account", "must allow"]
        let own = types.prefix(3).flatMap { type in places.map { "missing: \(type), \($0)" } }
        return types.map { "explicit deny: \($0)" } + own + places.map { "allow: all own policies, \($0)" } + [
            "missing: serviceControl, first level", "missing: serviceControl, later level",
            "missing: resourceControl, first level",
            "missing: resourceControl, later level", "missing: resource, cross-account",
            "missing: resource, must allow",
            "missing: resource, no account", "missing: permissionsBoundary, role named", "missing: session, role named",
            "missing: session, federated", "allow: resource policy names the caller",
            "allow: resource policy names the role",
            "allow: resource policy alone: no account", "allow: root", "allow: root, cross-account",
        ]
    }()
}
