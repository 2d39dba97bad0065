import Model
import PolicyLanguage

/// An action that was found valid, with a number that stands for its spelling.
struct KnownAction {
    let action: Action
    /// Of this spelling alone, in one table.
    let number: UInt64
}

/// The actions that were asked about last, so that one in use costs a walk over its bytes.
///
/// Direct-mapped, as `ContextKeyTable`. Numbers are not given again: what is known by the number of an action that had to
/// leave is never taken for another's.
struct ActionTable {
    private static let slotCount = 256

    private var slots: [KnownAction?] = Array(repeating: nil, count: slotCount)
    private var lastNumber: UInt64 = 0

    mutating func action(_ text: String) throws(Refusal) -> KnownAction {
        let bytes = text.utf8Span.span
        guard bytes.count <= Action.bytesMax else { throw Self.refusal(text) }
        let slot = Int(bytes.shortHash) % Self.slotCount
        if let known = slots[slot], known.action.text.utf8Span.span.hasSameBytes(as: bytes) { return known }
        guard let action = Action(text) else { throw Self.refusal(text) }
        lastNumber += 1
        let known = KnownAction(action: action, number: lastNumber)
        slots[slot] = known
        return known
    }

    private static func refusal(_ text: String) -> Refusal {
        .invalidInput("the action \(PolicyError.quoted(text)) is not `SERVICE:NAME` such as `s3:GetObject`")
    }
}

extension Span<UInt8> {
    /// FNV-1a, folded.
    var shortHash: UInt32 {
        var hash: UInt32 = 0x811C_9DC5
        for offset in indices { hash = (hash ^ UInt32(self[offset])) &* 0x0100_0193 }
        return hash ^ hash >> 16
    }

    func hasSameBytes(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for offset in indices where self[offset] != other[offset] { return false }
        return true
    }
}
