/// One operation of one service: `s3:GetObject`.
///
/// Compared ignoring ASCII case, as IAM does; keeps the case it was given in.
public struct Action: Hashable, Sendable, CustomStringConvertible {
    /// `SERVICE:NAME`, as it was given.
    public let text: String
    /// The byte offset of the colon in `text`.
    public let colon: Int

    /// An action longer than this many bytes is refused.
    public static let bytesMax = 256

    /// - Returns: `nil` unless `text` is `SERVICE:NAME` of ASCII letters, digits, `-`, `_` and `.`, both parts not empty.
    public init?(_ text: String) {
        var colon: Int?
        guard text.utf8.count <= Self.bytesMax else { return nil }
        for (offset, byte) in text.utf8.enumerated() {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                continue
            case UInt8(ascii: ":") where colon == nil && offset > 0:
                colon = offset
            default:
                return nil
            }
        }
        guard let colon, colon + 1 < text.utf8.count else { return nil }
        self.text = text
        self.colon = colon
    }

    /// The text, as it was given.
    public var description: String { text }

    /// Ignores ASCII case.
    public static func == (left: Action, right: Action) -> Bool {
        left.colon == right.colon
            && left.text.utf8.elementsEqual(right.text.utf8, by: { $0.asciiLowercased == $1.asciiLowercased })
    }

    /// Ignores ASCII case, as equality does.
    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte.asciiLowercased) }
    }
}

extension UInt8 {
    /// The byte with `A`–`Z` folded to `a`–`z`; every other byte as it is.
    public var asciiLowercased: UInt8 {
        self >= 0x41 && self <= 0x5A ? self | 0x20 : self
    }
}

extension String {
    /// The text with `A`–`Z` folded to `a`–`z` and nothing else touched.
    ///
    /// Names are ASCII by construction, so two names that fold alike are one name (IAM: names are unique
    /// ignoring case).
    public var asciiLowercased: String {
        guard utf8.contains(where: { $0 >= 0x41 && $0 <= 0x5A }) else { return self }
        return String(decoding: utf8.map(\.asciiLowercased), as: UTF8.self)
    }
}
