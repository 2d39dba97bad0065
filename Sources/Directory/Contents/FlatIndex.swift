/// Finds positions in a list by the hashes of what is there: open addressing over one array of words.
///
/// A tree that shares structure costs some 50 bytes and several cache misses for each record; the records that
/// were there at the start need neither, because what changes later is kept apart.
struct FlatIndex: Sendable {
    /// The upper half is the lower half of the hash, the lower half the position plus 1; 0 is free.
    private var slots: [UInt64] = []
    private(set) var count = 0

    /// The position of the item that has a hash and is the one that is looked for.
    func find(hash: Int, where isWanted: (Int) -> Bool) -> Int? {
        guard !slots.isEmpty else { return nil }
        let (mask, tag) = (slots.count - 1, Self.tag(hash))
        var slot = hash & mask
        while slots[slot] != 0 {
            if slots[slot] >> 32 == tag {
                let position = Int(slots[slot] & 0xFFFF_FFFF) - 1
                if isWanted(position) { return position }
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    /// Adds a position, unless the item is there already.
    ///
    /// - Returns: `false` where it is, and where there are too many.
    mutating func insert(_ position: Int, hash: Int, unless isSame: (Int) -> Bool) -> Bool {
        guard find(hash: hash, where: isSame) == nil, let number = UInt32(exactly: position + 1) else { return false }
        if 4 * (count + 1) > 3 * slots.count { grow() }
        put(Self.tag(hash) << 32 | UInt64(number), hash: hash)
        count += 1
        return true
    }

    /// The 32 bits of a hash that a word keeps are enough for as many slots as there can be.
    private mutating func put(_ word: UInt64, hash: Int) {
        let mask = slots.count - 1
        var slot = hash & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = word
    }

    private mutating func grow() {
        let old = slots
        slots = [UInt64](repeating: 0, count: Swift.max(16, 2 * old.count))
        for word in old where word != 0 { put(word, hash: Int(word >> 32)) }
    }

    private static func tag(_ hash: Int) -> UInt64 { UInt64(truncatingIfNeeded: hash) & 0xFFFF_FFFF }
}
