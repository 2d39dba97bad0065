/// What names may be made of.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
enum NameGrammar {
    /// Whether a byte is one of `A–Z a–z 0–9 _ + = , . @ -`.
    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x30...0x39, UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "="),
            UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "-"):
            true
        default: false
        }
    }

    static func isName(_ text: String, bytes: ClosedRange<Int>) -> Bool {
        bytes.contains(text.utf8.count) && text.utf8.allSatisfy(isNameByte)
    }
}
