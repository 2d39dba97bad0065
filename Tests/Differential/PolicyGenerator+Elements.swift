import Model
import Reference

extension PolicyGenerator {
    mutating func actionElement() -> JSONTree.Member {
        let action = request.action.text
        let patterns = some(1...2) { generator -> String in
            let pattern = generator.chance(20) ? "*" : generator.near(action)
            // A service, and one colon.
            let parts = pattern.split(separator: ":", omittingEmptySubsequences: false)
            return pattern == "*" || parts.count == 2 && parts.allSatisfy { !$0.isEmpty } ? pattern : action
        }
        return .init(chance(18) ? "NotAction" : "Action", list(patterns))
    }

    mutating func resourceElement(_ hasVariables: Bool) -> JSONTree.Member {
        let patterns = some(1...2) {
            $0.chance(15) ? "*" : $0.near(resource: $0.chance(75) ? $0.request.resource : $0.pick(Self.resources))
        }
        return .init(chance(18) ? "NotResource" : "Resource", list(patterns))
    }

    /// A resource that a policy may name, near to another one.
    mutating func near(resource: String) -> String {
        let parts = resource.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { return chance(40) ? "*" : chance(50) ? "arn:aws:s3:::*" : "**" }
        let head = parts[0...2].joined(separator: ":") + ":"
        let tail = withVariables(parts[3])
        return head + (chance(tail.contains("${") ? 35 : 70) ? near(tail) : tail)
    }

    /// The part of an ARN after its service, with variables for what they might stand for.
    private mutating func withVariables(_ text: String) -> String {
        guard chance(45) else { return text }
        let colon = text.lastIndex(of: ":").map { text.index(after: $0) } ?? text.startIndex
        var name = String(text[colon...])
        for entry in request.context.entries where entry.values.count == 1 && chance(60) {
            guard let value = entry.values.first, !value.isEmpty, name.contains(value) else { continue }
            return text[..<colon] + name.replacing(value, with: "${\(entry.key.text)}", maxReplacements: 1)
        }
        for part in ["alice", "bücket", "*", "a?ice", "$k", "orders", "deploy", "app", "k"]
        where name.contains(part) && chance(60) {
            name = name.replacing(part, with: variable(standingFor: part), maxReplacements: 1)
            break
        }
        return text[..<colon] + name
    }

    mutating func variable(standingFor text: String) -> String {
        if ["*", "?", "$"].contains(text), chance(70) { return "${\(text)}" }
        let key = pick(["aws:username", "AWS:UserName", "k:text", "k:Words", "k:none"])
        return chance(25) ? "${\(key), '\(chance(70) ? text.replacing("$", with: "") : "other")'}" : "${\(key)}"
    }

    /// The text, or one that matches it, or one that just does not.
    mutating func near(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        guard !scalars.isEmpty else { return chance(50) ? "" : chance(50) ? "*" : "x" }
        let place = count(0...scalars.count - 1)
        switch count(0...11) {
        case 0, 1: break
        case 2, 3: scalars.replaceSubrange(place..., with: ["*"])
        case 4: scalars.replaceSubrange(place..<min(scalars.count, place + count(0...6)), with: ["*"])
        case 5: scalars[place] = "?"
        case 6: scalars = scalars.map { $0 == scalars[place] ? "*" : $0 }
        case 7: scalars[place] = Self.otherCase(scalars[place])
        case 8: scalars.removeLast()
        case 9: scalars.append(pick(["x", "?", "*", "/"]))
        case 10: scalars.insert(contentsOf: Array(pick(["*", "?", "*?", "?*", "x"]).unicodeScalars), at: place)
        default: scalars.replaceSubrange(..<place, with: ["*"])
        }
        let changed = String(String.UnicodeScalarView(scalars))
        return Self.hasWholeVariables(changed) ? changed : text
    }

    static func otherCase(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        let mapped =
            scalar.properties.isUppercase ? scalar.properties.lowercaseMapping : scalar.properties.uppercaseMapping
        let scalars = Array(mapped.unicodeScalars)
        return scalars.count == 1 ? scalars[0] : scalar
    }

    /// A change may have cut a variable in two, which no policy may have.
    private static func hasWholeVariables(_ text: String) -> Bool {
        var rest = Substring(text)
        while let start = rest.firstRange(of: "${") {
            guard let end = rest[start.upperBound...].firstIndex(of: "}") else { return false }
            let inside = rest[start.upperBound..<end]
            let key = inside.prefix { $0 != "," }
            let isKey = key.contains(":") && !key.contains { "*?$'/".contains($0) }
            guard ["*", "?", "$"].contains(inside) || isKey, !inside.contains("$") || inside.count == 1 else {
                return false
            }
            if inside.contains(",") {
                let quoted = inside.dropFirst(key.count)
                guard quoted.hasPrefix(", '"), quoted.hasSuffix("'"), quoted.count > 3 else { return false }
            } else if inside.contains("'") {
                return false
            }
            rest = rest[end...]
        }
        return true
    }
}
