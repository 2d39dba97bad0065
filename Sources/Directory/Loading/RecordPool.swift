import Model

/// Texts and lists that many records have in common, each kept once while the account is read.
///
/// A hundred thousand users with the same inline policy then share one text, and the Authorizer compiles it once.
final class RecordPool {
    /// An account with more texts than this has few that are the same.
    private static let textsMax = 4_096

    private var texts: [Int: PolicyText] = [:]
    /// Lists of one, which most lists are.
    private var single: [UniqueID: [UniqueID]] = [:]
    private var lists: Set<[UniqueID]> = []

    /// The text that was read before, or else the one that `make` makes.
    func policyText(
        _ bytes: ArraySlice<UInt8>,
        make: (ArraySlice<UInt8>) throws(RecordError) -> PolicyText
    ) throws(RecordError) -> PolicyText {
        let hash = Self.hash(bytes)
        if let found = texts[hash] {
            // Two texts of one hash: the later one is not shared, which is no error.
            return found.text.utf8.elementsEqual(bytes) ? found : try make(bytes)
        }
        let made = try make(bytes)
        if texts.count < Self.textsMax { texts[hash] = made }
        return made
    }

    func single(_ id: UniqueID) -> [UniqueID] {
        if let found = single[id] { return found }
        single[id] = [id]
        return [id]
    }

    func shared(_ list: [UniqueID]) -> [UniqueID] { lists.insert(list).memberAfterInsert }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        // SAFETY: the bytes are only read, and not kept.
        unsafe bytes.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
        return hasher.finalize()
    }
}
