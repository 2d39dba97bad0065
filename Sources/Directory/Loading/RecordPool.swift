import Model

/// Texts and lists that many records have in common, each kept once while the account is read.
///
/// A hundred thousand users with the same inline policy then share one text, and the Authorizer compiles it once.
final class RecordPool {
    private var texts: [Int: PolicyText] = [:]
    private var lists: Set<[UniqueID]> = []

    func policyText(_ bytes: ArraySlice<UInt8>) -> PolicyText? {
        // Two texts of one hash: the later one is not shared, which is no error.
        guard let found = texts[Self.hash(bytes)], found.text.utf8.elementsEqual(bytes) else { return nil }
        return found
    }

    func keep(_ text: PolicyText, of bytes: ArraySlice<UInt8>) {
        texts[Self.hash(bytes)] = text
    }

    func shared(_ list: [UniqueID]) -> [UniqueID] {
        guard !list.isEmpty else { return [] }
        return lists.insert(list).memberAfterInsert
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        // SAFETY: the bytes are only read, and not kept.
        unsafe bytes.withUnsafeBytes { bytes in unsafe hasher.combine(bytes: bytes) }
        return hasher.finalize()
    }
}
