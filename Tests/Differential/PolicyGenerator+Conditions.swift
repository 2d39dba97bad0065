import Model
import Reference

/// A kind of value, with values that are near to each other, at the edges of what is one, and no such value at all.
struct ValueKind {
    let key: String
    let operators: [String]
    /// What a request may have.
    let values: [String]
    /// What a policy may have beside those.
    var limits: [String] = []

    static let all = [text, number, date, truth, binary, address, name]

    static let text = ValueKind(
        key: "k:text",
        operators: [
            "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
            "StringNotLike",
        ],
        values: ["alice", "Alice", "alic", "a*e", "a?ice", "", "É", "é", "e\u{301}", "red", "$red", "${k:none}"],
        limits: [
            "*", "a*", "*e", "?", "a???e", "${k:none}", "${aws:username}", "${k:Words}", "${*}", "a${*}e", "a${?}ice",
            "${$}red", "${k:words, 'alice'}", "${k:none, 'red'}", "${AWS:UserName}*",
        ]
    )
    static let number = ValueKind(
        key: "k:number",
        operators: ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map {
            "Numeric" + $0
        },
        values: [
            "10", "10.0", "9.999", "10.001", "-10", "0", "-0", "0.50", "0.5", "18446744073709551615",
            "18446744073709551614.5", "9223372036854775808", "ten", "",
            "10 ", "1e1",
        ]
    )
    static let date = ValueKind(
        key: "k:date",
        operators: ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"].map {
            "Date" + $0
        },
        values: [
            "2026-11-25T07:00:00Z", "2026-11-25T08:00:00+01:00", "2026-11-25T06:59:59.999Z", "2026-11-25T07:00:00.001Z",
            "1795590000",
            "2026-11-25", "2026-11-25T00:00:00Z", "2024-02-29", "2023-02-29", "1969-12-31T23:59:59Z", "-1", "0",
            "1970-01-01", "tomorrow", "",
        ]
    )
    static let truth = ValueKind(
        key: "k:truth",
        operators: ["Bool"],
        values: ["true", "false", "True", "FALSE", "yes", "1", ""]
    )
    static let binary = ValueKind(
        key: "k:binary",
        operators: ["BinaryEquals"],
        values: ["QUJD", "QUJE", "qujd", "QQ==", "QUI=", "", "no base 64!"]
    )
    static let address = ValueKind(
        key: "k:address",
        operators: ["IpAddress", "NotIpAddress"],
        values: [
            "10.1.2.3", "10.1.2.4", "11.1.2.3", "255.255.255.255", "2001:db8::1", "2001:DB8:0:0:0:0:0:1", "2001:db8::2",
            "::ffff:10.1.2.3", "::1",
            "10.1.2", "host", "",
        ],
        limits: [
            "10.0.0.0/8", "10.1.2.3/32", "10.1.2.2/31", "10.1.2.4/30", "0.0.0.0/0", "2001:db8::/32", "2001:db8::2/127",
            "2001:db8::1/128", "::/0",
            "10.1.2.3/33", "10.1.2.3/", "::ffff:10.1.2.0/120",
        ]
    )
    static let name = ValueKind(
        key: "k:arn",
        operators: ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
        values: [
            "arn:aws:iam::123456789012:role/ops/deploy", "arn:aws:iam::123456789012:role/Ops/deploy",
            "arn:aws:sns:eu-west-1:123456789012:topic:sub",
            "arn:aws:sns:eu-west-1:111122223333:store/abc:123456789012:topic", "alice", "",
        ],
        limits: [
            "arn:aws:sns:*:123456789012:topic*", "arn:aws:iam::*:role/*", "arn:*:iam::123456789012:role/ops/*",
            "arn:aws:s?s:*:*:*",
            "arn:aws:iam::123456789012:role/${k:text}/deploy", "${k:arn}", "*",
        ]
    )
}

extension PolicyGenerator {
    /// A value or several for most keys; few for a key that is asked for seldom.
    mutating func context(_ focus: Focus) -> RequestContext {
        var entries: [(key: String, values: [String])] = []
        if chance(75) { entries.append(("aws:username", [pick(["alice", "*", "a?ice", "al"])])) }
        if chance(50) { entries.append(("K:Text", [pick(["alice", "*", "ops", "orders", "$k"])])) }
        if chance(30) { entries.append(("k:words", some(0...2) { $0.pick(["alice", "bob"]) })) }
        guard focus == .condition else { return RequestContext(entries) }
        for kind in ValueKind.all {
            guard chance(78) else { continue }
            let values = some(chance(70) ? 1...1 : chance(30) ? 0...0 : 2...3) { $0.pick(kind.values) }
            entries.append((chance(50) ? kind.key : kind.key.uppercased(), values))
        }
        return RequestContext(entries)
    }

    mutating func conditions(_ hasVariables: Bool) -> JSONTree {
        var members: [JSONTree.Member] = []
        for _ in 0..<(chance(75) ? 1 : 2) {
            let member = condition(hasVariables)
            if !members.contains(where: { $0.name == member.name }) { members.append(member) }
        }
        return .object(members)
    }

    private mutating func condition(_ hasVariables: Bool) -> JSONTree.Member {
        if chance(4) { return null() }
        // An operator each, whatever its kind.
        let pairs = ValueKind.all.flatMap { kind in kind.operators.map { (kind, $0) } }
        let (kind, name) = pick(pairs)
        let quantifier = pick(weighted: [("", 40), ("ForAllValues:", 30), ("ForAnyValue:", 30)])
        let found = request.context[kind.key] ?? []
        let values = some(chance(60) ? 1...1 : 2...3) { generator -> String in
            if !found.isEmpty, generator.chance(45) { return generator.nearValue(generator.pick(found), kind) }
            return generator.pick(generator.chance(50) ? kind.values : kind.values + kind.limits)
        }
        var value = list(
            values.map { kind.key == "k:text" && $0 == "${k:none}" && hasVariables && chance(50) ? "red" : $0 }
        )
        if case .string(let text) = value, chance(20), text == "true" || text == "false" || text == "10" {
            value = .word(text)
        }
        let key = chance(80) ? kind.key : Self.mixedCase(kind.key)
        return .init(quantifier + name + (chance(35) ? "IfExists" : ""), .object([.init(key, value)]))
    }

    private mutating func nearValue(_ value: String, _ kind: ValueKind) -> String {
        switch kind.key {
        case "k:text" where !value.contains("${"): chance(50) ? value : near(value)
        case "k:arn" where value.hasPrefix("arn:"): chance(50) ? value : nearARN(value)
        default: value
        }
    }

    /// Keeps the colons, so that it stays an ARN.
    private mutating func nearARN(_ value: String) -> String {
        var parts = value.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false).map(String.init)
        let place = count(1...5)
        let changed = near(parts[place])
        if !changed.contains(":") || place == 5 { parts[place] = changed }
        return parts.joined(separator: ":")
    }

    private mutating func null() -> JSONTree.Member {
        let key = pick(ValueKind.all).key
        let value = pick(["true", "false"])
        return .init(
            "Null",
            .object([.init(key, chance(30) ? .word(value) : .string(chance(20) ? value.uppercased() : value))])
        )
    }

    private static func mixedCase(_ text: String) -> String {
        String(text.enumerated().map { $0.offset % 2 == 0 ? Character($0.element.uppercased()) : $0.element })
    }
}
