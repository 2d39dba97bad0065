internal import Model
internal import Secrets

/// Makes and reads the markers with which a list goes on.
///
/// A marker is where the page ended, with a keyed digest of the list and the place before it: one that the daemon
/// did not make, or made for another list, is refused.
struct Pager: Sendable {
    private let key: SecretKey

    private static let digestBytes = 12
    private static let markerBytesMax = 1_024

    init(key: SecretKey) {
        self.key = key
    }

    func marker(after position: String, in list: String) -> String {
        Base64URL.encode(digest(position, list) + Array(position.utf8))
    }

    /// - Returns: Where the last page ended; `nil` for an empty marker.
    func position(in marker: String, of list: String) throws(Refusal) -> String? {
        guard !marker.isEmpty else { return nil }
        guard marker.utf8.count <= Self.markerBytesMax, let bytes = Base64URL.decode(marker),
            bytes.count >= Self.digestBytes,
            let position = String(validating: bytes.dropFirst(Self.digestBytes), as: UTF8.self),
            constantTimeEquals(Array(bytes.prefix(Self.digestBytes)), digest(position, list))
        else {
            throw .invalidInput("marker \(marker.shown) is not one that \(list) gave: pass on the last page's marker")
        }
        return position
    }

    private func digest(_ position: String, _ list: String) -> [UInt8] {
        Array(Digest.blake2b(Array("marker\0\(list)\0\(position)".utf8), key: key).prefix(Self.digestBytes))
    }
}
