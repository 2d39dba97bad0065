/// Finds positions in a list by the hashes of what is there: open addressing over one array of words.
///
/// A tree that shares structure costs some 50 bytes and several cache misses for each record; the records that
/// were there at the start need neither, because what changes later is kept apart.
struct FlatIndex: Sendable {
    /// The upper half is the lower half of the hash, the lower half the position plus 1; 0 is free.
    private var slots: [UInt64] = []

    /// Room for a number of positions, of which more than a third stays free.
    init(count: Int) {
        slots = [UInt64](repeating: 0, count: count + count / 2 + 1)
    }

    /// The position of the item that has a hash and is the one that is looked for.
    func find(hash: UInt64, where isWanted: (Int) -> Bool) -> Int? {
        let slot = slot(of: hash, where: isWanted)
        return slots[slot] == 0 ? nil : Self.position(in: slots[slot])
    }

    /// Adds a position, unless the item is there already.
    ///
    /// - Returns: `false` where it is, and where there are too many for a word.
    mutating func insert(_ position: Int, hash: UInt64, unless isSame: (Int) -> Bool) -> Bool {
        let slot = slot(of: hash, where: isSame)
        guard slots[slot] == 0, let number = UInt32(exactly: position + 1) else { return false }
        slots[slot] = hash << 32 | UInt64(number)
        return true
    }

    /// The slot of the item that is looked for, or the free one where it would be.
    private func slot(of hash: UInt64, where isWanted: (Int) -> Bool) -> Int {
        // The upper half of the hash says where to begin, as a share of the slots.
        var slot = Int(((hash >> 32) * UInt64(slots.count)) >> 32)
        while slots[slot] != 0 {
            if slots[slot] >> 32 == hash & 0xFFFF_FFFF, isWanted(Self.position(in: slots[slot])) { return slot }
            slot = slot + 1 == slots.count ? 0 : slot + 1
        }
        return slot
    }

    private static func position(in word: UInt64) -> Int { Int(word & 0xFFFF_FFFF) - 1 }
}
