internal import Model

/// Tags as a request gives them, each of AWS's grammar and no key twice.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules
struct TagSet: Sendable {
    let tags: [Tag]

    /// Whatever the quota of what an identity has.
    static let perCallMax = 50

    /// Refuses more than AWS takes in one call that tags or untags what is there already.
    static func checkCount(ofOneCall count: Int) throws(Refusal) {
        guard count <= perCallMax else {
            throw .validation("\(count) tags in one call are more than \(perCallMax): split them over several calls")
        }
    }

    init(parsing tags: [Tag]) throws(Refusal) {
        var seen: Set<String> = []
        for tag in tags {
            try Self.check(key: tag.key)
            try Self.check(value: tag.value, key: tag.key)
            guard seen.insert(Self.folded(tag.key)).inserted else {
                throw .invalidInput("tag key \(tag.key.shown) is given twice: keys are unique ignoring case")
            }
        }
        self.tags = tags
    }

    /// The tags that there are with these put over them.
    ///
    /// - Throws: `LimitExceeded` where more than the quota come together.
    func over(_ present: [Tag], quotas: Quotas) throws(Refusal) -> [Tag] {
        let replaced = Set(tags.map { Self.folded($0.key) })
        let all = present.filter { !replaced.contains(Self.folded($0.key)) } + tags
        guard all.count <= quotas.tagsPerEntity else {
            throw .limitExceeded("\(all.count) tags are more than an identity's \(quotas.tagsPerEntity)")
        }
        return all
    }

    /// The tags that are left when some keys go.
    static func removing(_ keys: [String], from present: [Tag]) throws(Refusal) -> [Tag] {
        for key in keys { try check(key: key) }
        let removed = Set(keys.map(folded))
        return present.filter { !removed.contains(folded($0.key)) }
    }

    /// Keys that fold alike are one; also those that differ only in Unicode form, which Swift's `==` sees to.
    static func folded(_ key: String) -> String { key.lowercased() }

    private static func check(key: String) throws(Refusal) {
        let grammar = "1 to 128 letters, digits, spaces and `_ . : / = + - @`"
        guard (1...128).contains(key.unicodeScalars.count), key.unicodeScalars.allSatisfy(isAllowed) else {
            throw .validation("tag key \(key.shown) is not \(grammar)")
        }
        guard !isReserved(key) else { throw .validation("tag key \(key.shown) begins with `aws:`, which is reserved") }
    }

    private static func check(value: String, key: String) throws(Refusal) {
        let grammar = "at most 256 letters, digits, spaces and `_ . : / = + - @`"
        guard value.unicodeScalars.count <= 256, value.unicodeScalars.allSatisfy(isAllowed) else {
            throw .validation("value \(value.shown) of tag \(key.shown) is not \(grammar)")
        }
        guard !isReserved(value) else {
            throw .validation("value \(value.shown) of tag \(key.shown) begins with `aws:`, which is reserved")
        }
    }

    private static func isReserved(_ text: String) -> Bool { text.lowercased().hasPrefix("aws:") }

    /// AWS's pattern: `[\p{L}\p{Z}\p{N}_.:/=+\-@]`, less the two separators that break lines.
    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber, .spaceSeparator:
            true
        default: "_.:/=+-@".unicodeScalars.contains(scalar)
        }
    }
}
