/// An Amazon Resource Name: `arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE`.
///
/// An ARN that exists has six segments, of which partition, service and resource are not empty. Compared byte
/// for byte: case matters. The resource may itself hold colons.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
public struct ARN: Hashable, Sendable, CustomStringConvertible {
    /// The whole ARN, as it was given.
    public let text: String
    /// Byte offsets of the second to the fifth colon in `text`.
    private let colons: (UInt16, UInt16, UInt16, UInt16)

    /// An ARN longer than this many bytes is refused.
    public static let bytesMax = 2048

    /// Why a text is no ARN.
    public enum ParseError: Error, Hashable, Sendable {
        /// The text does not begin with `arn:`.
        case noPrefix
        /// Fewer than six segments, so many were found.
        case segments(Int)
        /// A segment that must not be empty is; counted from 0.
        case emptySegment(Int)
        case tooLong
        /// A control character or NUL at this byte.
        case controlCharacter(at: Int)
    }

    /// Reads an ARN, and believes nothing that is not one.
    public init(parsing text: String) throws(ParseError) {
        var found: [UInt16] = []
        guard text.utf8.count <= Self.bytesMax else { throw .tooLong }
        guard text.hasPrefix("arn:") else { throw .noPrefix }
        for (offset, byte) in text.utf8.enumerated() {
            guard byte >= 0x20, byte != 0x7F else { throw .controlCharacter(at: offset) }
            if byte == 0x3A, found.count < 5 { found.append(UInt16(offset)) }
        }
        guard found.count == 5 else { throw .segments(found.count + 1) }
        guard found[1] - found[0] > 1 else { throw .emptySegment(1) }
        guard found[2] - found[1] > 1 else { throw .emptySegment(2) }
        guard Int(found[4]) + 1 < text.utf8.count else { throw .emptySegment(5) }
        self.text = text
        self.colons = (found[1], found[2], found[3], found[4])
    }

    /// An ARN of segments that are known to be valid.
    ///
    /// - Returns: `nil` where the segments do not make an ARN.
    public init?(partition: String, service: String, region: String = "", account: String, resource: String) {
        guard let arn = try? ARN(parsing: "arn:\(partition):\(service):\(region):\(account):\(resource)") else {
            return nil
        }
        self = arn
    }

    /// An ARN of segments that were checked when they were made; looks at none of them again.
    ///
    /// For names, paths and session names of the account itself, all of whose grammars keep out what an ARN does.
    package init(
        ofValidPartition partition: String,
        service: String,
        account: AccountID,
        resource: String
    ) {
        self.text = "arn:\(partition):\(service)::\(account.digits):\(resource)"
        let first = 4 + partition.utf8.count
        let second = first + 1 + service.utf8.count
        let fourth = second + 2 + account.digits.utf8.count
        self.colons = (UInt16(first), UInt16(second), UInt16(second + 1), UInt16(fourth))
    }

    /// Such as `aws`.
    public var partition: Substring { slice(4, Int(colons.0)) }
    /// Such as `iam`.
    public var service: Substring { slice(Int(colons.0) + 1, Int(colons.1)) }
    /// Empty for global services, such as IAM.
    public var region: Substring { slice(Int(colons.1) + 1, Int(colons.2)) }
    /// Twelve digits, or empty for services whose names are global, such as S3.
    public var account: Substring { slice(Int(colons.2) + 1, Int(colons.3)) }
    /// All that follows the fifth colon.
    public var resource: Substring { slice(Int(colons.3) + 1, text.utf8.count) }

    /// The whole ARN, as it was given.
    public var description: String { text }

    private func slice(_ from: Int, _ to: Int) -> Substring {
        let start = text.utf8.index(text.utf8.startIndex, offsetBy: from)
        return text[start..<text.utf8.index(text.utf8.startIndex, offsetBy: to)]
    }

    /// Compares the bytes.
    public static func == (left: ARN, right: ARN) -> Bool { left.text.utf8.elementsEqual(right.text.utf8) }

    /// Goes with the comparison of bytes.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
