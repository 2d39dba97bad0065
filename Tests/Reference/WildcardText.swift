/// A text of a policy in which `*` and `?` may stand for others, after its variables have got their values.
struct WildcardText {
    enum Token: Hashable {
        /// `isAuthored` where the policy itself has it, and not the value of a variable.
        case literal(Unicode.Scalar, isAuthored: Bool)
        case anyOne
        case anyRun
    }

    let tokens: [Token]
    /// What it took to make the text: for the table of rules.
    let traits: Set<String>

    /// `nil` where a variable has no value and no default.
    ///
    /// - Parameters:
    ///   - text: As it stands in the policy.
    ///   - variables: What `${…}` stands for; without it, as in version 2008-10-17, that is plain text.
    ///   - hasWildcards: Whether `*` and `?` are more than characters.
    init?(_ text: String, variables: ((String) -> [String])?, hasWildcards: Bool) {
        var tokens: [Token] = []
        var traits: Set<String> = []
        var rest = Array(text.unicodeScalars)[...]
        while let scalar = rest.popFirst() {
            if scalar == "$", rest.first == "{", let end = rest.firstIndex(of: "}") {
                guard let variables else {
                    traits.insert("${} in 2008")
                    tokens.append(.literal(scalar, isAuthored: true))
                    continue
                }
                let inside = String(String.UnicodeScalarView(rest[rest.index(after: rest.startIndex)..<end]))
                guard let value = Self.value(of: inside, variables, &traits) else { return nil }
                tokens += value.unicodeScalars.map { .literal($0, isAuthored: false) }
                rest = rest[rest.index(after: end)...]
            } else if hasWildcards, scalar == "*" || scalar == "?" {
                traits.insert(String(scalar))
                tokens.append(scalar == "*" ? .anyRun : .anyOne)
            } else {
                tokens.append(.literal(scalar, isAuthored: true))
            }
        }
        self.tokens = tokens
        self.traits = traits
    }

    /// `${*}`, `${?}`, `${$}`, `${key}` or `${key, 'default'}`, without what is around it.
    private static func value(
        of inside: String,
        _ variables: (String) -> [String],
        _ traits: inout Set<String>
    ) -> String? {
        if ["*", "?", "$"].contains(inside) {
            traits.insert("${\(inside)}")
            return inside
        }
        let parts = inside.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        let key = parts[0].filter { $0 != " " }
        let values = variables(key)
        if values.count > 1 { return nil }
        if let value = values.first {
            traits.insert(value.contains { $0 == "*" || $0 == "?" } ? "${} of a wildcard" : "${}")
            return value
        }
        guard parts.count == 2, let first = parts[1].firstIndex(of: "'"), let last = parts[1].lastIndex(of: "'")
        else { return nil }
        traits.insert("${} default")
        return String(parts[1][parts[1].index(after: first)..<last])
    }

    /// The whole text, character by character.
    func matches(_ text: String) -> Bool {
        Self.matches(tokens[...], Array(text.unicodeScalars)[...]) { _, _ in true }
    }

    /// As a resource: a wildcard takes none of the five colons that part an ARN, unless it is the `*` that ends a
    /// segment; the resource's own colons part nothing.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
    func matchesResource(_ text: String) -> Bool {
        let text = Array(text.unicodeScalars)
        let colons = text.indices.filter { text[$0] == ":" }.prefix(5)
        return Self.matches(tokens[...], text[...]) { index, place in
            if !colons.contains(place) { return true }
            let next = index + 1 < tokens.count ? tokens[index + 1] : nil
            return tokens[index] == .anyRun && (next == nil || next == .literal(":", isAuthored: true))
        }
    }

    /// As an ARN in a condition: its six components, each by itself.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
    func matchesARN(_ text: String) -> Bool {
        let patterns = tokens.split(maxSplits: 5, omittingEmptySubsequences: false) { token in
            guard case .literal(":", _) = token else { return false }
            return true
        }
        let parts = Array(text.unicodeScalars).split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        // A `*` alone is for whoever does not care which ARN it is.
        if tokens == [.anyRun] { return parts.count == 6 }
        guard patterns.count == 6, parts.count == 6 else { return false }
        return zip(patterns, parts).allSatisfy { Self.matches($0, $1) { _, _ in true } }
    }

    /// Keeps the places of the text that the pattern can have come to, token by token.
    ///
    /// - Parameters:
    ///   - tokens: The pattern.
    ///   - text: The whole of it.
    ///   - takes: Whether the wildcard at an index may stand for the character at a place.
    /// - Returns: Whether the pattern can have come to the end.
    private static func matches(
        _ tokens: ArraySlice<Token>,
        _ text: ArraySlice<Unicode.Scalar>,
        takes: (Int, Int) -> Bool
    ) -> Bool {
        var reached = [text.startIndex]
        for index in tokens.indices {
            var next: [Int] = []
            switch tokens[index] {
            case .literal(let scalar, _):
                next = reached.filter { $0 < text.endIndex && text[$0] == scalar }.map { $0 + 1 }
            case .anyOne:
                next = reached.filter { $0 < text.endIndex && takes(index, $0) }.map { $0 + 1 }
            case .anyRun:
                for start in reached where next.last.map({ $0 < start }) ?? true {
                    next.append(start)
                    var place = start
                    while place < text.endIndex, takes(index, place) {
                        place += 1
                        next.append(place)
                    }
                }
            }
            if next.isEmpty { return false }
            reached = next
        }
        return reached.contains(text.endIndex)
    }
}
