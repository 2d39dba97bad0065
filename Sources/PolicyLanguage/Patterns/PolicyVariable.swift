import Model

/// A policy variable, `${key}` or `${key, 'default'}`: the value of a single-valued condition key.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
struct PolicyVariable: Hashable, Sendable {
    let key: ConditionKey
    /// As spelled between the braces.
    let spelling: String
    /// What stands in where the key has no value.
    let fallback: String?

    /// Why a text between `${` and `}` is not a variable.
    enum ParseError: Error {
        case noBrace
        case key(String)
        case fallback(String)
    }

    /// Reads what stands between the braces.
    init(parsing spelling: String) throws(ParseError) {
        let bytes = Array(spelling.utf8)
        let comma = bytes.firstIndex(of: UInt8(ascii: ",")) ?? bytes.count
        var keyBytes = bytes[..<comma]
        while keyBytes.last == 0x20 { keyBytes.removeLast() }
        let refused = Array("{}$*?'\"".utf8)
        guard let colon = keyBytes.firstIndex(of: UInt8(ascii: ":")), colon > 0, colon + 1 < keyBytes.endIndex,
            keyBytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && !refused.contains($0) }), keyBytes.first != 0x20
        else { throw .key(String(decoding: keyBytes, as: UTF8.self)) }
        self.key = ConditionKey(String(decoding: keyBytes, as: UTF8.self))
        self.spelling = spelling
        guard comma < bytes.count else {
            self.fallback = nil
            return
        }
        var rest = bytes[(comma + 1)...]
        while rest.first == 0x20 { rest.removeFirst() }
        while rest.last == 0x20 { rest.removeLast() }
        let quote = UInt8(ascii: "'")
        guard rest.count >= 2, rest.first == quote, rest.last == quote, !rest.dropFirst().dropLast().contains(quote)
        else { throw .fallback(String(decoding: rest, as: UTF8.self)) }
        self.fallback = String(decoding: rest.dropFirst().dropLast(), as: UTF8.self)
    }
}
