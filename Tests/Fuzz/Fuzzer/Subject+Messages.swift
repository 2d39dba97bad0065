internal import Wire

extension Subject {
    /// The first two bytes choose the message; one that is read can be written and read again to the same value.
    static func message(_ bytes: [UInt8]) {
        guard bytes.count >= 2 else { return }
        roundTrip(type(for: UInt16(bytes[0]) << 8 | UInt16(bytes[1])), Array(bytes.dropFirst(2)))
    }

    private static func roundTrip<Message: WireMessage & Hashable>(_ type: Message.Type, _ bytes: [UInt8]) {
        guard let message = try? decode(type, from: bytes) else { return }
        let written = Wire.encode(message)
        guard let again = try? decode(type, from: written) else {
            preconditionFailure("a \(type.wireName) that was written cannot be read")
        }
        precondition(message == again, "a \(type.wireName) changed on its way")
        precondition(written == Wire.encode(again), "a \(type.wireName) is written in two ways")
    }

    /// The message whose name has the least hash from `wanted` on, so that a new message takes few inputs from others.
    private static func type(for wanted: UInt16) -> any (WireMessage & Hashable).Type {
        let (type, _) = byHash.first { $0.hash >= wanted } ?? byHash[0]
        return type
    }

    private static let byHash = wireMessages.map { (type: $0, hash: hash($0.wireName)) }.sorted { $0.hash < $1.hash }

    /// FNV-1a, its halves folded: the same in every process, as Swift's own hashes are not.
    private static func hash(_ name: String) -> UInt16 {
        var hash: UInt32 = 2_166_136_261
        for byte in name.utf8 { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
        return UInt16(truncatingIfNeeded: hash >> 16 ^ hash)
    }
}
