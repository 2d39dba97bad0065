/// A condition key in lower case, such as `aws:sourceip`, ready to be looked for.
///
/// Compared byte for byte: `String`'s `==` would take two Unicode forms of a key for one.
public struct ConditionKey: Hashable, Sendable, CustomStringConvertible {
    /// In lower case.
    public let text: String
    /// FNV-1a over the bytes: tells nearly all keys apart without looking into them.
    @usableFromInline let hash: UInt64
    @usableFromInline let isASCII: Bool

    /// - Parameter text: In any case.
    public init(_ text: String) {
        let folded = text.asciiLowercased
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        var union: UInt8 = 0
        for byte in folded.utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
            union |= byte
        }
        self.text = folded
        self.hash = hash
        self.isASCII = union < 0x80
    }

    /// The key in lower case.
    public var description: String { text }

    /// Byte for byte.
    @inlinable
    public static func == (left: ConditionKey, right: ConditionKey) -> Bool {
        guard left.hash == right.hash, left.isASCII == right.isASCII else { return false }
        // Of ASCII alone, a text has one form.
        return left.isASCII ? left.text == right.text : left.text.utf8.elementsEqual(right.text.utf8)
    }

    /// Combines what was worked out when the key was read.
    public func hash(into hasher: inout Hasher) { hasher.combine(hash) }
}
