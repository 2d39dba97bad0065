extension PasswordHash {
    /// The cost that a stored string asks for; refuses every string that libsodium would not have written.
    static func parameters(in encoded: String) throws(SecretsError) -> Parameters {
        let foreign = SecretsError.passwordHash(.notArgon2id)
        guard encoded.utf8.count < textBytes else { throw foreign }
        let fields = encoded.utf8.split(separator: UInt8(ascii: "$"), omittingEmptySubsequences: false)
        guard fields.count == 6, fields[0].isEmpty, fields[1].elementsEqual("argon2id".utf8),
            fields[2].elementsEqual("v=19".utf8), isBase64(fields[4], bytes: 16), isBase64(fields[5], bytes: 32)
        else { throw foreign }

        let costs = fields[3].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard costs.count == 3, let memory = number(costs[0], named: "m="), let passes = number(costs[1], named: "t="),
            costs[2].elementsEqual("p=1".utf8)
        else { throw foreign }
        guard memory >= memoryKibibytesMin, memory <= memoryKibibytesMax else {
            throw .passwordHash(.memory(kibibytes: memory))
        }
        guard passes >= 1, passes <= passesMax else { throw .passwordHash(.passes(passes)) }
        return Parameters(memoryBytes: Int(memory) * 1_024, passes: Int(passes))
    }

    /// A decimal number of at most ten digits without leading zeros, after its name.
    private static func number(_ field: Substring.UTF8View, named name: String) -> UInt64? {
        guard field.starts(with: name.utf8) else { return nil }
        let digits = field.dropFirst(name.utf8.count)
        guard (1...10).contains(digits.count), digits.first != UInt8(ascii: "0") || digits.count == 1,
            digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 })
        else { return nil }
        return digits.reduce(0) { $0 * 10 + UInt64($1 - 0x30) }
    }

    /// Whether a field is this many bytes in base 64 without padding (RFC 4648 section 4).
    private static func isBase64(_ field: Substring.UTF8View, bytes: Int) -> Bool {
        field.count == (bytes * 8 + 5) / 6
            && field.allSatisfy { character in
                switch character {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2B, 0x2F: true
                default: false
                }
            }
    }
}
