import Model

/// What one connection has counted in of the bytes that wait.
struct WaitingShare {
    private let all: WaitingBytes
    private let uid: UInt32
    private var counted = 0

    init(of all: WaitingBytes, uid: UInt32) {
        self.all = all
        self.uid = uid
    }

    /// Counts so many bytes instead of those before.
    ///
    /// - Throws: Why there is no room for them; then as many are counted as before. Fewer than before always have room.
    mutating func set(_ bytes: Int) throws(Refusal) {
        // In whole steps, rounded down: mostly there is nothing to count, and then nothing is locked.
        let bytes = bytes - bytes % Limits.waitingBytesStep
        guard bytes != counted else { return }
        if bytes > counted { try all.add(bytes - counted, uid: uid) } else { all.remove(counted - bytes, uid: uid) }
        counted = bytes
    }
}
