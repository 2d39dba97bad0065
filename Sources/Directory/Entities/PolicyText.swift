import Synchronization

/// A policy document as it was given, byte for byte.
///
/// Texts of the same bytes are equal, and no others: Swift's `==` takes two Unicode forms of a letter for one, a
/// policy does not. The hash is worked out once, when it is first asked for: compiled forms are kept by their texts.
package final class PolicyText: Sendable, Hashable {
    package let text: String
    /// 0 until it was asked for.
    private let knownHash = Atomic(0)

    package init(_ text: String) {
        self.text = text
    }

    package static func == (left: PolicyText, right: PolicyText) -> Bool {
        left === right || left.text.utf8.elementsEqual(right.text.utf8)
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    private var hash: Int {
        let known = knownHash.load(ordering: .relaxed)
        if known != 0 { return known }
        var hasher = Hasher()
        var text = text
        // SAFETY: the bytes are only read, and not kept.
        text.withUTF8 { bytes in unsafe hasher.combine(bytes: UnsafeRawBufferPointer(bytes)) }
        let hash = hasher.finalize()
        knownHash.store(hash, ordering: .relaxed)
        return hash
    }
}
