/// A policy as it was written, parsed and found valid for its kind.
///
/// One that exists can be compiled and means what AWS's documentation says; what is not understood is refused when
/// it is parsed and never skipped.
///
/// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
package struct PolicyDocument: Hashable, Sendable {
    package enum Version: String, Hashable, Sendable, CaseIterable {
        /// Also where a document names none; `${` is plain text.
        case v2008 = "2008-10-17"
        case v2012 = "2012-10-17"
    }

    /// A longer text is refused before it is read.
    ///
    /// Above `Limits.policyBytesMax`, the bound on what an account stores, so that AWS's largest managed policy
    /// (210 KB when printed) can be read.
    package static let bytesMax = 512 * 1_024

    package let kind: DocumentKind
    /// As declared; `nil` where the document names none.
    package let version: Version?
    package let id: String?
    /// In the order of the text; at least one.
    package let statements: [Statement]

    init(kind: DocumentKind, version: Version?, id: String?, statements: [Statement]) {
        self.kind = kind
        self.version = version
        self.id = id
        self.statements = statements
    }

    /// Parses and validates a document.
    ///
    /// - Parameters:
    ///   - text: The document's JSON.
    ///   - kind: What it is for.
    ///   - strictness: `.stored` unless it is a case that others wrote.
    /// - Throws: The first fault that is found, with its place.
    package init(
        parsing text: String,
        kind: DocumentKind,
        strictness: Strictness = .stored
    ) throws(PolicyError) {
        try self.init(reading: try JSONReader.read(text), kind: kind, strictness: strictness)
    }

    /// Validates a document that stands in another one, and tells places in that one.
    package init(
        reading root: JSONNode,
        kind: DocumentKind,
        strictness: Strictness = .stored
    ) throws(PolicyError) {
        var parser = PolicyParser(kind: kind, strictness: strictness)
        self = try parser.document(root)
    }

    /// The size that quotas count: characters without the white space between tokens.
    ///
    /// AWS: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html ("IAM doesn't count white space").
    package static func countedCharacters(_ text: String) -> Int {
        var count = 0
        var isInString = false
        var isEscaped = false
        for byte in text.utf8 where byte & 0xC0 != 0x80 {
            if isInString {
                count += 1
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isInString = false
                }
            } else if byte != 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D {
                count += 1
                isInString = byte == UInt8(ascii: "\"")
            }
        }
        return count
    }
}
