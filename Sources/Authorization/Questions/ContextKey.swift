import Model
import PolicyLanguage

/// Which condition keys a caller may give: those that the daemon does not fill.
///
/// A key that the daemon fills tells who asks and when; a caller that could give one would be whoever it claims.
enum ContextKey {
    /// In lower case; the keys that IAM.md says are filled by the daemon and not by the caller.
    static let filledByDaemon = [
        "aws:currenttime", "aws:epochtime", "aws:principalarn", "aws:principalaccount", "aws:principaltype",
        "aws:userid", "aws:username", "aws:sourceidentity", "aws:tokenissuetime", "aws:multifactorauthpresent",
        "aws:multifactorauthage", "aws:resourceaccount", "sts:externalid", "sts:rolesessionname",
        "sts:transitivetagkeys",
    ]
    /// In lower case; every key that begins like one of these is the daemon's.
    static let prefixesFilledByDaemon = ["aws:principaltag/", "postern:"]

    static let resourceAccount = ConditionKey("aws:ResourceAccount")

    /// Judges a key that a caller gives.
    static func judged(_ key: String) throws(Refusal) -> ConditionKey {
        guard !key.isEmpty else { throw .invalidInput("a context key is empty, write one such as `aws:SourceIp`") }
        guard key.utf8.count <= Limits.contextKeyBytesMax else {
            throw .invalidInput(
                "the context key \(PolicyError.quoted(key)) has \(key.utf8.count) bytes, "
                    + "at most \(Limits.contextKeyBytesMax) are allowed"
            )
        }
        guard key.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw .invalidInput("the context key \(PolicyError.quoted(key)) holds a control character")
        }
        let judged = ConditionKey(key)
        guard !isFilledByDaemon(judged.text) else {
            throw .invalidInput("the context key \(PolicyError.quoted(key)) is filled by the daemon, leave it out")
        }
        return judged
    }

    private static func isFilledByDaemon(_ folded: String) -> Bool {
        filledByDaemon.contains { $0.utf8.elementsEqual(folded.utf8) }
            || prefixesFilledByDaemon.contains { folded.utf8.starts(with: $0.utf8) }
    }
}

/// The context keys that callers gave last, folded and judged, so that a key in use costs two walks over its bytes.
///
/// Direct-mapped: a key takes the place of the one that shares its slot. Holds no key that was refused.
struct ContextKeyTable {
    private struct Known {
        /// As the caller spelled it.
        let spelling: String
        let key: ConditionKey
    }

    private static let slotCount = 256
    /// A longer key is judged each time, so that the table stays small.
    private static let spellingBytesMax = 96

    private var slots: [Known?] = Array(repeating: nil, count: slotCount)

    /// As `ContextKey.judged`.
    mutating func key(_ key: String) throws(Refusal) -> ConditionKey {
        let bytes = key.utf8Span.span
        guard bytes.count <= Self.spellingBytesMax else { return try ContextKey.judged(key) }
        let slot = Int(bytes.shortHash) % Self.slotCount
        if let known = slots[slot], known.spelling.utf8Span.span.hasSameBytes(as: bytes) { return known.key }
        let judged = try ContextKey.judged(key)
        slots[slot] = Known(spelling: key, key: judged)
        return judged
    }
}
