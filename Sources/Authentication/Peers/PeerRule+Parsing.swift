extension PeerRule {
    /// Why a text is no rule.
    package struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        package let text: String
        /// The byte, from 1, at which the text stops being right.
        package let position: Int
        package let wanted: String

        package var description: String {
            "peer rule `\(text)` at byte \(position): \(wanted); a rule reads `uid:998=role/orders-service`,"
                + " `gid:100=user/alice` or `uid:1000=root`"
        }
    }

    /// A uid or gid of all ones means "none" to the kernel (setreuid(2)).
    private static let numberMax = UInt32.max - 1
    /// The longest name of a user or role.
    private static let nameBytesMax = 64

    /// Reads `uid:NUMBER=PRINCIPAL` or `gid:NUMBER=PRINCIPAL`, with a principal of `user/NAME`, `role/NAME` or `root`.
    package init(parsing text: String) throws(ParseError) {
        let bytes = Array(text.utf8)
        func wrong(_ position: Int, _ wanted: String) -> ParseError {
            ParseError(text: text, position: position + 1, wanted: wanted)
        }
        let isUID = bytes.starts(with: Array("uid:".utf8))
        guard isUID || bytes.starts(with: Array("gid:".utf8)) else { throw wrong(0, "`uid:` or `gid:` is wanted") }
        guard let equals = bytes.firstIndex(of: UInt8(ascii: "=")) else {
            throw wrong(bytes.count, "`=` and a principal are wanted")
        }
        guard let number = Self.number(bytes[4..<equals]) else {
            throw wrong(4, "a number from 0 to \(Self.numberMax) without leading zeros is wanted")
        }
        let name = bytes[(equals + 1)...]
        let peer: Peer = isUID ? .uid(number) : .gid(number)
        if name.elementsEqual("root".utf8) {
            self.init(peer, actsAs: .root)
            return
        }
        let isUser = name.starts(with: Array("user/".utf8))
        guard isUser || name.starts(with: Array("role/".utf8)) else {
            throw wrong(equals + 1, "`user/NAME`, `role/NAME` or `root` is wanted")
        }
        let plain = name.dropFirst(5)
        if let bad = plain.firstIndex(where: { !NameGrammar.isNameByte($0) }) {
            throw wrong(bad, "a name of letters, digits and `_+=,.@-` is wanted, without its path")
        }
        guard !plain.isEmpty, plain.count <= Self.nameBytesMax else {
            throw wrong(plain.startIndex, "a name of 1 to \(Self.nameBytesMax) characters is wanted")
        }
        let text = String(decoding: plain, as: UTF8.self)
        self.init(peer, actsAs: isUser ? .user(text) : .role(text))
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
        guard (1...10).contains(digits.count), digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            digits.first != 0x30 || digits.count == 1
        else { return nil }
        let value = digits.reduce(UInt64(0)) { $0 * 10 + UInt64($1 - 0x30) }
        return value <= UInt64(numberMax) ? UInt32(value) : nil
    }
}
