import Model
import PolicyLanguage

/// What a request is about: an ARN, or `*` for an action that has no resource.
///
/// Compared as it stands. `.`, `..` and doubled slashes are characters like others: repairing them here, where the
/// service that asks may not, would make one decision of two resources.
struct ResourceName {
    let text: String
    /// Where the twelve digits of its account begin; -1 where it names none.
    private let accountOffset: Int

    /// Takes what `ARN` takes, in one walk and without allocating.
    init(parsing text: String) throws(Refusal) {
        let bytes = text.utf8Span.span
        guard bytes.count <= Limits.resourceBytesMax else {
            throw .invalidInput(
                "the resource has \(bytes.count) bytes, at most \(Limits.resourceBytesMax) are allowed"
            )
        }
        var colons = 0
        var last = -1
        var accountOffset = -1
        var isWhole = true
        var isDigits = true
        for offset in bytes.indices {
            let byte = bytes[offset]
            guard byte >= 0x20, byte != 0x7F else {
                throw .invalidInput("the resource \(PolicyError.quoted(text)) holds a control character")
            }
            guard byte == UInt8(ascii: ":"), colons < 5 else {
                if byte < 0x30 || byte > 0x39 { isDigits = false }
                continue
            }
            colons += 1
            // Partition and service, the second and the third segment, must not be empty.
            if colons == 2 || colons == 3, offset == last + 1 { isWhole = false }
            if colons == 5, offset - last == 13, isDigits { accountOffset = last + 1 }
            last = offset
            isDigits = true
            // What follows is walked over in long steps, and byte by byte only where there is something to be told.
            if colons == 5, !bytes.hasControlCharacter(from: offset + 1) { break }
        }
        let isARN =
            colons == 5 && isWhole && last + 1 < bytes.count && bytes[0] == UInt8(ascii: "a")
            && bytes[1] == UInt8(ascii: "r") && bytes[2] == UInt8(ascii: "n") && bytes[3] == UInt8(ascii: ":")
        guard isARN || (bytes.count == 1 && bytes[0] == UInt8(ascii: "*")) else {
            throw .invalidInput(
                "the resource \(PolicyError.quoted(text)) is neither `*` nor an ARN such as "
                    + "`arn:aws:s3:::bucket/key`"
            )
        }
        self.text = text
        self.accountOffset = accountOffset
    }

    /// Whether the name says that this account owns it, or says nothing.
    func isOwned(by account: AccountID) -> Bool {
        guard accountOffset >= 0 else { return true }
        let bytes = text.utf8Span.span
        var offset = accountOffset
        for digit in account.digits.utf8 {
            guard bytes[offset] == digit else { return false }
            offset += 1
        }
        return true
    }

    /// The account in the name; `nil` where it has none.
    var account: AccountID? {
        guard accountOffset >= 0 else { return nil }
        let start = text.utf8.index(text.utf8.startIndex, offsetBy: accountOffset)
        return AccountID(text[start..<text.utf8.index(start, offsetBy: 12)])
    }
}

extension Span<UInt8> {
    /// Whether a byte from a place on is below 0x20 or is 0x7F: eight at a time.
    fileprivate func hasControlCharacter(from start: Int) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let tops: UInt64 = 0x8080_8080_8080_8080
        var offset = start
        while count - offset >= MemoryLayout<UInt64>.size {
            let word = word(at: offset)
            // Hacker's Delight, 6-1: a byte has its top bit set where it was below what is taken from it.
            let deleted = word ^ (ones &* 0x7F)
            if ((word &- ones &* 0x20) & ~word | (deleted &- ones) & ~deleted) & tops != 0 { return true }
            offset += MemoryLayout<UInt64>.size
        }
        while offset < count {
            if self[offset] < 0x20 || self[offset] == 0x7F { return true }
            offset += 1
        }
        return false
    }
}
