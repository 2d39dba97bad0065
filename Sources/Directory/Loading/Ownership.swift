import Model

/// Which things are whose, as a sum over all of them: two that are equal list the same things of the same users.
///
/// So it is known without a look-up for each whether what the users have says the same. No protection against someone
/// who can write the store, as a record's checksum is none.
struct Ownership: Equatable {
    private var count = 0
    private var sum: UInt64 = 0

    mutating func add(_ thing: UniqueID, of user: UniqueID) { add(thing.quickHash, of: user) }

    mutating func add(_ name: String, of user: UniqueID) { add(ByName<MFADeviceRecord>.hash(name), of: user) }

    private mutating func add(_ thing: UInt64, of user: UniqueID) {
        var pair = (thing &* 0x9E37_79B9_7F4A_7C15) ^ user.quickHash
        pair = (pair ^ (pair >> 29)) &* 0xBF58_476D_1CE4_E5B9
        count += 1
        sum &+= pair ^ (pair >> 32)
    }
}
