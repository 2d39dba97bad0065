extension NamedRecord {
    /// What is wrong with the name or the path; ARNs are made of them without looking again.
    ///
    /// Each kind's own length is its maker's business: this is what any name of AWS's must be.
    var nameFault: String? {
        guard name.isName else { return Self.nameOutside }
        let path = path.utf8.span
        guard (1...512).contains(path.count), path[0] == UInt8(ascii: "/"), path[path.count - 1] == UInt8(ascii: "/")
        else { return Self.pathOutside }
        for index in path.indices where !(0x21...0x7E).contains(path[index]) { return Self.pathOutside }
        return nil
    }

    private static var nameOutside: String { "its name is outside the grammar" }
    private static var pathOutside: String { "its path is outside the grammar" }
}

extension String {
    /// Whether it is 1 to 128 of the characters that AWS's names are made of.
    var isName: Bool {
        let name = utf8.span
        guard (1...128).contains(name.count) else { return false }
        for index in name.indices where !Self.isNameByte(name[index]) { return false }
        return true
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "+"),
            UInt8(ascii: "="),
            UInt8(ascii: ","), UInt8(ascii: "."), UInt8(ascii: "@"), UInt8(ascii: "-"):
            true
        default: false
        }
    }
}
