/// The 12 digits that name an AWS-style account.
public struct AccountID: Hashable, Sendable, CustomStringConvertible {
    /// Twelve ASCII digits.
    public let digits: String

    /// - Returns: `nil` unless `text` is exactly twelve ASCII digits.
    public init?(_ text: some StringProtocol) {
        guard text.utf8.count == 12, text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        self.digits = String(text)
    }

    /// The twelve digits.
    public var description: String { digits }
}
